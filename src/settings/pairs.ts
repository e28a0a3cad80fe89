import { parseEnv } from 'node:util';
import { UsageError } from '../errors.ts';
import { fileLimits } from '../files/limits.ts';
import { readNamed, UnreadableFile } from '../files/read.ts';

const flag = '--env-var-file';

/** `NAME=VALUE` texts as a record. What was given is never quoted: it may be a secret. */
export function parsePairs(flag: string, texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text, i) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`${flag} number ${i + 1} is not of the form NAME=VALUE.`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

/** A variable with its value, which may go over several lines in quotes. */
const assignment = /^[ \t]*(?:export[ \t]+)?[^\s=#]+[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`)?[^\n]*$/gm;
const lineBreaks = (text: string) => text.replace(/[^\n]/g, '');

/** The number of the first line that is neither variable, comment nor empty; parseEnv passes over such lines. */
function strayLine(text: string): number | undefined {
  const rest = text.replace(assignment, lineBreaks).split('\n');
  const at = rest.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return at < 0 ? undefined : at + 1;
}

/** The variables in the text of a file. @throws UsageError for a line that is not a variable; its text may be a secret. */
function parseEnvText(file: string, text: string): Record<string, string> {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const stray = strayLine(plain);
  if (stray !== undefined) {
    throw new UsageError(`${flag} ${file}: line ${stray} is not of the form NAME=VALUE.`);
  }
  return parseEnv(plain) as Record<string, string>;
}

/**
 * The variables of a file of `NAME=VALUE` lines, in the format of Node's `--env-file`.
 * @throws UsageError when it cannot be read, is too large, or has a line that is no variable.
 */
export async function readEnvFile(file: string): Promise<Record<string, string>> {
  try {
    return parseEnvText(file, (await readNamed(file, fileLimits.environment)).toString());
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UsageError(`${flag}: ${error.message}`, { cause: error });
  }
}
