import { UsageError } from '../errors.ts';
import { readEnd, UnreadableFile } from '../files/read.ts';
import type { Paint } from '../ui/colours.ts';
import { wrap } from '../ui/wrap.ts';
import type { Match } from './explain.ts';

/** The last megabytes of a log are enough: `explain` reads the last million characters. */
const longestRead = 8 * 1024 * 1024;
/** More causes than these would be a list of all errors there are. */
const mostShown = 5;

async function readStream(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > 2 * longestRead) {
      chunks = [Buffer.concat(chunks).subarray(-longestRead)];
      size = longestRead;
    }
  }
  return Buffer.concat(chunks).toString();
}

async function readFileEnd(path: string): Promise<string> {
  try {
    return (await readEnd(path, longestRead)).toString();
  } catch (cause) {
    if (cause instanceof UnreadableFile) throw new UsageError(`--explain: ${cause.message}`, { cause });
    throw cause;
  }
}

/**
 * What is to be explained: the text itself, `@FILE`, or `-` for standard input. Of much text the end is read.
 * @throws UsageError when the file cannot be read.
 */
export async function readErrorText(
  text: string,
  stdin: AsyncIterable<Buffer | string> = process.stdin,
): Promise<string> {
  if (text === '-') return readStream(stdin);
  return text.startsWith('@') ? readFileEnd(text.slice(1)) : text;
}

const labelWidth = 'Cause '.length;

function labelled(label: string, text: string, width: number): string[] {
  return wrap(text, width - labelWidth).map((line, i) => (i === 0 ? label : '').padEnd(labelWidth) + line);
}

/** The errors that were recognised, with cause and fix, for people. */
export function explanationText(
  matches: readonly Match[],
  isLog: boolean,
  width: number,
  paint: Paint,
): string {
  const blocks = matches
    .slice(0, mostShown)
    .map(({ error, line, excerpt }) =>
      [
        ...wrap(error.title, width).map((part) => paint.bold(part)),
        ...(isLog ? labelled(`Line`, `${line}: ${excerpt}`, width).map((part) => paint.dim(part)) : []),
        ...labelled('Cause', error.cause, width),
        ...labelled('Fix', error.fix, width),
        ...error.references.map((reference) => paint.dim(`${'See'.padEnd(labelWidth)}${reference}`)),
      ].join('\n'),
    );
  const more = matches.length - mostShown;
  return [...blocks, ...(more > 0 ? [`… and ${more} more; --json shows all.`] : [])].join('\n\n');
}
