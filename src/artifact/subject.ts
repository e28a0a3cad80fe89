import { basename, posix } from 'node:path';
import { withFile } from '../files/read.ts';
import { isElf } from './elf.ts';
import { foreignFormat } from './foreign.ts';
import { packageLimits, taskRoot } from './lambda.ts';
import { type PackedElf, type Program, readProgram } from './program.ts';
import { extract, isLink, isZip, readZip, type Zip, type ZipEntry, ZipError } from './zip.ts';

/** The name of the program that provided.* starts, in the root of the zip or of a layer. */
export const programName = 'bootstrap';

/** An artifact as the checks see it: everything read once, what cannot be read told as text. */
export interface Subject {
  /** `zip`, the program alone, or something too large to be read. */
  readonly kind: 'zip' | 'file' | 'too-large';
  /** The size of the artifact itself in bytes. */
  readonly size: number;
  readonly zip?: Zip;
  /** Why the zip cannot be read at all. */
  readonly zipProblem?: string;
  /** Entries of the zip that cannot be unpacked, and why. */
  readonly damaged: readonly { readonly name: string; readonly reason: string }[];
  /** What Lambda would start, or what comes nearest to it. */
  readonly program?: Program;
  /** The libraries and other ELF files of the zip. */
  readonly libraries: readonly PackedElf[];
}

/**
 * Reads an artifact from a path or from bytes. Nothing larger than Lambda's limit for unzipped code
 * (262,144,000 bytes) is read or unpacked.
 * @throws UserError when the path is no readable file.
 */
export async function readSubject(artifact: string | Uint8Array): Promise<Subject> {
  if (typeof artifact !== 'string') return describe(artifact, undefined, undefined);
  const { bytes, size, mode } = await readBounded(artifact);
  if (bytes === undefined) return { kind: 'too-large', size, damaged: [], libraries: [] };
  return describe(bytes, basename(artifact), process.platform === 'win32' ? undefined : mode);
}

async function readBounded(path: string): Promise<{ bytes?: Uint8Array; size: number; mode: number }> {
  return await withFile(path, async ({ size, mode, read }) => {
    if (size >= packageLimits.unzipped) return { size, mode };
    return { bytes: await read(0, size), size, mode };
  });
}

async function describe(
  bytes: Uint8Array,
  name: string | undefined,
  mode: number | undefined,
): Promise<Subject> {
  const size = bytes.length;
  if (!isZip(bytes) && !name?.endsWith('.zip')) {
    return { kind: 'file', size, damaged: [], libraries: [], program: readProgram({ name, mode, bytes }) };
  }
  try {
    const zip = await readZip(bytes);
    return { kind: 'zip', size, zip, ...(await unpack(zip)) };
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    const zipProblem = whatElse(bytes) ?? error.message;
    return { kind: 'zip', size, zipProblem, damaged: [], libraries: [] };
  }
}

/** What a file is that has the name of a zip alone. */
function whatElse(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'The file is empty.';
  if (isZip(bytes)) return undefined;
  const what = isElf(bytes) ? 'an ELF program' : foreignFormat(bytes)?.what;
  return what && `It is ${what}, not a zip.`;
}

/** Unpacks every entry to see that it can be, and keeps the program. Nothing is unpacked beyond the limit. */
async function unpack(zip: Zip): Promise<Pick<Subject, 'damaged' | 'program' | 'libraries'>> {
  const found = findProgram(zip.entries);
  const { entry, link } = await follow(zip, found);
  const damaged: { name: string; reason: string }[] = [];
  const libraries: PackedElf[] = [];
  let bytes: Uint8Array | undefined;
  for (const candidate of zip.unzippedSize < packageLimits.unzipped ? zip.entries : []) {
    const { name, mode } = candidate;
    try {
      const data = await extract(zip, candidate, packageLimits.unzipped);
      if (candidate === entry) bytes = data;
      else if (isElf(data)) {
        const { identity, elf, elfProblem } = readProgram({ name, mode, bytes: data });
        libraries.push({
          name,
          ...(identity && { identity }),
          ...(elf && { elf }),
          ...(elfProblem && { elfProblem }),
        });
      }
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      damaged.push({ name, reason: error.message });
    }
  }
  if (!found) return { damaged, libraries };
  const origin = entry ?? found;
  const read = readProgram({ name: found.name, mode: origin.mode, ...(bytes && { bytes }) });
  return { damaged, libraries, program: { ...read, entry: origin, ...(link !== undefined && { link }) } };
}

/** Linux gives up after forty links, and at paths longer than this. */
const mostLinks = 40;
const longestPath = 4096;

/** The entry that a link leads to, by way of other links; none when it leads out of the zip or in a circle. */
async function follow(
  zip: Zip,
  start: ZipEntry | undefined,
): Promise<{ entry: ZipEntry | undefined; link?: string }> {
  let entry = start;
  let link: string | undefined;
  for (let hop = 0; entry !== undefined && isLink(entry); hop++) {
    if (hop === mostLinks || entry.size > longestPath) return { entry: undefined, link: link ?? '' };
    const from = posix.join('/', posix.dirname(plainName(entry.name)));
    const to = await extract(zip, entry, longestPath).catch(() => undefined);
    const path = Buffer.from(to?.includes(0) ? [] : (to ?? [])).toString('utf8');
    link ??= path;
    const target = posix
      .resolve(from, path.startsWith(taskRoot) ? `/${path.slice(taskRoot.length)}` : path)
      .slice(1);
    entry = zip.entries.find(({ name, isDirectory }) => !isDirectory && plainName(name) === target);
  }
  return { entry, ...(link !== undefined && { link }) };
}

/** The name without a leading `./`, which archivers may keep and unpacking drops. */
export const plainName = (name: string): string => name.replace(/^(?:\.\/)+/, '');

/** `bootstrap` in the root; else the nearest miss: in a folder, or in other letters. */
function findProgram(entries: readonly ZipEntry[]): ZipEntry | undefined {
  const files = entries.filter((entry) => !entry.isDirectory);
  const inFolders = files
    .filter(({ name }) => name.split(/[/\\]/).at(-1) === programName)
    .sort((a, b) => a.name.length - b.name.length);
  return (
    files.find(({ name }) => plainName(name) === programName) ??
    inFolders[0] ??
    files.find(({ name }) => name.toLowerCase() === programName)
  );
}
