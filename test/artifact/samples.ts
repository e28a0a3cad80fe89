import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { buildElf } from './elf-builder.ts';

/** A sound dynamic program as the .NET compiler would leave it, made without a compiler. */
export const soundElf = (parts: Parameters<typeof buildElf>[0] = {}): Buffer =>
  buildElf({
    interpreter: '/lib64/ld-linux-x86-64.so.2',
    needed: ['libm.so.6', 'libc.so.6'],
    versions: [
      { library: 'libc.so.6', version: 'GLIBC_2.2.5' },
      { library: 'libc.so.6', version: 'GLIBC_2.34' },
      { library: 'libm.so.6', version: 'GLIBC_2.29' },
    ],
    sections: ['.text', '__managedcode', '.dynsym'],
    ...parts,
  });

/** The same, linked with its libc inside. */
export const staticElf = (parts: Parameters<typeof buildElf>[0] = {}): Buffer =>
  soundElf({ type: 2, interpreter: undefined, needed: [], versions: [], ...parts });

interface PackedFile {
  readonly name: string;
  readonly data: Buffer | string;
  readonly mode?: number;
  readonly mtime?: Date;
  readonly compress?: boolean;
}

/** The first time that a zip can express, in the local time that zips are written in. */
const zipEpoch = new Date(1980, 0, 1);

/** A zip by a library, with the times and modes of a good one unless a file says otherwise. */
export async function pack(files: readonly PackedFile[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, data, mode = 0o100755, mtime = zipEpoch, compress = true } of files) {
    const options = { mode, mtime, forceDosTimestamp: true };
    if (name.endsWith('/')) zip.addEmptyDirectory(name, options);
    else zip.addBuffer(Buffer.from(data as Buffer), name, { ...options, compress });
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** Where the central directory entry of `name` starts. */
export function centralEntry(zip: Buffer, name: string): number {
  for (let at = zip.indexOf('PK\x01\x02'); at >= 0; at = zip.indexOf('PK\x01\x02', at + 4)) {
    if (zip.toString('latin1', at + 46, at + 46 + zip.readUInt16LE(at + 28)) === name) return at;
  }
  throw new Error(`No central directory entry is named ${name}`);
}

/** A copy with the bytes at `offset` replaced. */
export function patch(bytes: Buffer, offset: number, ...values: number[]): Buffer {
  const copy = Buffer.from(bytes);
  Buffer.from(values).copy(copy, offset);
  return copy;
}

const hasTool = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

/** Tools that the real artifacts are built with; tests that need them are skipped where one is missing. */
export const missingTools = ['gcc', 'strip', 'zip'].filter((name) => !hasTool(name));

/** Runs a tool in a folder with UTC as its time zone. */
export const run = (folder: string, command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
    stdio: 'pipe',
  });

/** Compiles C with gcc and returns the bytes of the result. */
export function compile(folder: string, source: string, ...flags: string[]): Buffer {
  writeFileSync(join(folder, 'main.c'), source);
  rmSync(join(folder, 'bootstrap'), { force: true });
  run(folder, 'gcc', '-o', 'bootstrap', 'main.c', ...flags);
  return readFileSync(join(folder, 'bootstrap'));
}
