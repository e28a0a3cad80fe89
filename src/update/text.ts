import { join } from 'node:path';
import { filesBelow, lstatIfThere } from '../files/look.ts';
import { readBytes } from '../files/read.ts';
import { settingsFile } from '../project/settings.ts';

/** A file of a project as it stands on disk. */
export interface StoredFile {
  /** Its text with byte order mark and line endings; undefined for what is no text of a usual size, or no file. */
  readonly text: string | undefined;
  readonly executable: boolean;
}

/** Bytes; the largest template has a fortieth of it. */
const largest = 1_000_000;

const byteOrderMark = '\uFEFF';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text that bytes are in UTF-8, or undefined when they are not UTF-8. */
export function decode(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads one file; undefined when there is none. A link, a folder and a file too large have no text.
 * @throws UserError when the system does not let us.
 */
export async function readStored(folder: string, path: string): Promise<StoredFile | undefined> {
  const place = join(folder, path);
  const stats = await lstatIfThere(place);
  if (stats === undefined) return undefined;
  const executable = (stats.mode & 0o100) !== 0;
  if (!stats.isFile() || stats.size > largest) return { text: undefined, executable };
  return { text: decode(await readBytes(place, largest)), executable };
}

/** The files that a version wrote, by their path with forward slashes; the settings, being data, are left out. */
export async function readWritten(folder: string): Promise<Map<string, StoredFile>> {
  const paths = (await filesBelow(folder)).filter((path) => path !== settingsFile);
  const files = new Map<string, StoredFile>();
  for (const path of paths) {
    const file = await readStored(folder, path);
    if (file?.text === undefined) throw new Error(`${path} was written and is no text`);
    files.set(path, file);
  }
  return files;
}

/** The look of a text, apart from what it says. */
export interface Look {
  readonly mark: string;
  readonly ending: '\n' | '\r\n';
}

/** Byte order mark and line ending of a text; the ending is that of most of its lines. */
export function lookOf(text: string): Look {
  const windows = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return {
    mark: text.startsWith(byteOrderMark) ? byteOrderMark : '',
    ending: windows * 2 > all ? '\r\n' : '\n',
  };
}

/** A text without its look: no byte order mark, line feeds. */
function plain(text: string): string {
  return (text.startsWith(byteOrderMark) ? text.slice(1) : text).replaceAll('\r\n', '\n');
}

/** Whether two files say the same, whatever their line endings are. */
export const saysTheSame = (a: StoredFile | undefined, b: StoredFile | undefined): boolean =>
  a?.text !== undefined && b?.text !== undefined && plain(a.text) === plain(b.text);

/** A text with the look of another one. */
export function dressed(text: string, { mark, ending }: Look): string {
  return mark + plain(text).replaceAll('\n', ending);
}
