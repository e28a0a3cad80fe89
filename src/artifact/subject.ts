import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { UserError } from '../errors.ts';
import { type DotnetKind, dotnetKind, type OpenedLibraries, openedLibraries } from './dotnet.ts';
import { type Elf, ElfError, type ElfIdentity, isElf, readElf, readElfIdentity } from './elf.ts';
import { packageLimits } from './lambda.ts';
import { readScript, type Script } from './script.ts';
import { extract, isZip, readZip, type Zip, type ZipEntry, ZipError } from './zip.ts';

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
}

export interface Program {
  /** The path in the zip, or the name of the file; undefined for bytes without a name. */
  readonly name: string | undefined;
  /** Where it comes from, when that is a zip. */
  readonly entry?: ZipEntry;
  /** `st_mode`; undefined when nobody can say (bytes alone, or a file on Windows). */
  readonly mode: number | undefined;
  /** The contents; absent when the zip's entry is damaged. */
  readonly bytes?: Uint8Array;
  readonly identity?: ElfIdentity;
  readonly elf?: Elf;
  /** Why it cannot be read although it starts as an ELF file. */
  readonly elfProblem?: string;
  readonly script?: Script;
  readonly dotnet?: DotnetKind | undefined;
  readonly opens?: OpenedLibraries;
}

/**
 * Reads an artifact from a path or from bytes. Nothing larger than Lambda's limit for unzipped code
 * (262,144,000 bytes) is read or unpacked.
 * @throws UserError when the path is no readable file.
 */
export async function readSubject(artifact: string | Uint8Array): Promise<Subject> {
  if (typeof artifact !== 'string') return describe(artifact, undefined, undefined);
  const { bytes, size, mode } = await readBounded(artifact);
  if (bytes === undefined) return { kind: 'too-large', size, damaged: [] };
  return describe(bytes, basename(artifact), process.platform === 'win32' ? undefined : mode);
}

async function readBounded(path: string): Promise<{ bytes?: Uint8Array; size: number; mode: number }> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    throw new UserError(`${path} cannot be opened (${cause.code}); check the path.`, 1, { cause });
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile()) {
      throw new UserError(`${path} is no file; name a bootstrap or a zip, as dist/hello-native.zip.`);
    }
    const { size, mode } = stat;
    if (size >= packageLimits.unzipped) return { size, mode };
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return { bytes: buffer.subarray(0, bytesRead), size, mode };
  } finally {
    await file.close();
  }
}

async function describe(
  bytes: Uint8Array,
  name: string | undefined,
  mode: number | undefined,
): Promise<Subject> {
  const size = bytes.length;
  if (!isZip(bytes) && !(name?.endsWith('.zip') && !isElf(bytes))) {
    return { kind: 'file', size, damaged: [], program: readProgram({ name, mode, bytes }) };
  }
  try {
    const zip = await readZip(bytes);
    return { kind: 'zip', size, zip, ...(await unpack(zip)) };
  } catch (error) {
    if (!(error instanceof ZipError)) throw error;
    return { kind: 'zip', size, zipProblem: error.message, damaged: [] };
  }
}

/** Unpacks every entry to see that it can be, and keeps the program. Nothing is unpacked beyond the limit. */
async function unpack(zip: Zip): Promise<Pick<Subject, 'damaged' | 'program'>> {
  const entry = findProgram(zip.entries);
  const damaged: { name: string; reason: string }[] = [];
  let bytes: Uint8Array | undefined;
  for (const candidate of zip.unzippedSize < packageLimits.unzipped ? zip.entries : []) {
    try {
      const data = await extract(zip, candidate, packageLimits.unzipped);
      if (candidate === entry) bytes = data;
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      damaged.push({ name: candidate.name, reason: error.message });
    }
  }
  if (!entry) return { damaged };
  const { name, mode } = entry;
  return { damaged, program: { ...readProgram({ name, mode, ...(bytes && { bytes }) }), entry } };
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

function readProgram(program: Pick<Program, 'name' | 'mode' | 'bytes'>): Program {
  const { bytes } = program;
  if (!bytes) return program;
  if (!isElf(bytes)) {
    const script = readScript(bytes);
    return script ? { ...program, script } : program;
  }
  try {
    const identity = readElfIdentity(bytes);
    if (identity.class !== 64 || identity.endianness !== 'little') return { ...program, identity };
    const elf = readElf(bytes);
    return { ...program, identity, elf, dotnet: dotnetKind(elf, bytes), opens: openedLibraries(bytes) };
  } catch (error) {
    if (!(error instanceof ElfError)) throw error;
    return { ...program, elfProblem: error.message };
  }
}
