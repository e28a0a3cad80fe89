import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { UsageError } from '../errors.ts';
import { lambdaLimits } from '../project/platform.ts';

/** Lambda's own rule for the names of environment variables. */
const variableName = /^[A-Za-z][A-Za-z0-9_]+$/;
const mostFileBytes = 65_536;

/** `NAME=VALUE` texts as a record. What was given is never quoted: it may be a secret. */
export function parsePairs(flag: string, texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text, i) => {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`${flag} number ${i + 1} is not of the form NAME=VALUE.`);
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

/** The variables of a file of `NAME=VALUE` lines, in the format of Node's `--env-file`. */
export async function readEnvFile(file: string): Promise<Record<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--env-file ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`, {
      cause: error,
    });
  }
  if (text.length > mostFileBytes) {
    throw new UsageError(
      `--env-file ${file} has ${text.length} bytes; Lambda takes ${lambdaLimits.environmentBytes} bytes of variables.`,
    );
  }
  return parseEnv(text) as Record<string, string>;
}

/** @throws UsageError for a name that Lambda refuses, or more variables than it takes (4 KB together). */
export function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const wrong = Object.keys(environment).find((name) => !variableName.test(name));
  if (wrong !== undefined) {
    throw new UsageError(
      `Environment variable "${wrong}" has a name that Lambda refuses; it takes a letter, then letters, digits and "_", two characters at least.`,
    );
  }
  const bytes = Object.entries(environment).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (bytes > lambdaLimits.environmentBytes) {
    throw new UsageError(
      `The environment variables take ${bytes} bytes together; Lambda takes ${lambdaLimits.environmentBytes}.`,
    );
  }
}
