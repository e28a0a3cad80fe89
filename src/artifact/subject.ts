import { basename } from 'node:path';
import { withFile } from '../files/read.ts';
import { lambdaLimits } from '../platform/limits.ts';
import { type ByteSource, piecesOf, sourceOf } from './byte-source.ts';
import { isElf } from './elf.ts';
import { foreignFormat } from './foreign.ts';
import { type Package, readPackage } from './package.ts';
import { PagePool } from './pages.ts';
import { type PackedElf, type Program, readContents } from './program.ts';
import { ZipError } from './zip/error.ts';
import { isZip, readZip, type Zip } from './zip/zip.ts';

/** An artifact as the checks see it: everything read once, what cannot be read told as text. */
export interface Subject {
  /** `zip`, only the program, or something too large to be read. */
  readonly kind: 'zip' | 'file' | 'too-large';
  /** The size of the artifact itself in bytes. */
  readonly size: number;
  readonly zip?: Zip;
  /** The zip unpacked, as far as the checks look at it. */
  readonly package?: Package;
  /** Why the zip cannot be read at all. */
  readonly zipProblem?: string;
  /** What Lambda would start, or what comes nearest to it. */
  readonly program?: Program;
  /** The libraries and other ELF files of the zip. */
  readonly libraries: readonly PackedElf[];
}

/**
 * Reads an artifact from a path or from bytes. Nothing larger than Lambda's limit for unzipped code
 * (262,144,000 bytes) is read or unpacked, and of what is read, about 100 MB are held at a time, whatever it is.
 * @throws UserError when the path is no readable file.
 */
export async function readSubject(artifact: string | Uint8Array, as?: 'zip'): Promise<Subject> {
  if (typeof artifact !== 'string') return await describe(sourceOf(artifact), {}, as);
  return await withFile(artifact, async (file) => {
    if (file.size >= lambdaLimits.unzipped) return { kind: 'too-large', size: file.size, libraries: [] };
    const mode = process.platform === 'win32' ? undefined : file.mode;
    const name = basename(artifact);
    return await describe(file, { name, mode }, name.endsWith('.zip') ? 'zip' : as);
  });
}

/** Enough to tell what a file is. */
const headSize = 4096;

async function describe(
  source: ByteSource,
  { name, mode }: { readonly name?: string; readonly mode?: number | undefined },
  as: 'zip' | undefined,
): Promise<Subject> {
  const { size } = source;
  const head = await source.read(0, Math.min(size, headSize));
  if (!isZip(head) && as !== 'zip') {
    const contents = await readContents(size, () => piecesOf(source, 0, size), new PagePool());
    return { kind: 'file', size, libraries: [], program: { name, mode, ...contents } };
  }
  try {
    const zip = await readZip(source);
    const { program, libraries, ...rest } = await readPackage(zip);
    return { kind: 'zip', size, zip, package: rest, libraries, ...(program && { program }) };
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return { kind: 'zip', size, zipProblem: whatElse(head) ?? error.message, libraries: [] };
  }
}

/** What a file is that is a zip only by its name. */
function whatElse(head: Uint8Array): string | undefined {
  if (head.length === 0) return 'The file is empty.';
  if (isZip(head)) return undefined;
  const what = isElf(head) ? 'an ELF program' : foreignFormat(head)?.what;
  return what && `It is ${what}, not a zip.`;
}
