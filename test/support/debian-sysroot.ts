import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readlink, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/package.ts';
import type { Architecture } from '../../src/platform/architectures.ts';

/** Debian's name of each architecture. */
const debianNames: Record<Architecture, string> = { x86_64: 'amd64', arm64: 'arm64' };

/** What a link against an older C library needs of it: Debian 11's packages (glibc 2.31). */
const packages = [
  'libc6',
  'libc6-dev',
  'libcrypt1',
  'libcrypt-dev',
  'libgcc-10-dev',
  'libgcc-s1',
  'libstdc++6',
  'libstdc++-10-dev',
  'linux-libc-dev',
  'zlib1g',
  'zlib1g-dev',
];

/** The mirror that this machine gets its own packages from. */
async function mirror(): Promise<string | undefined> {
  const { stdout, failed } = await execa('apt-get', ['indextargets', '--format', '$(RELEASE) $(REPO_URI)'], {
    reject: false,
  });
  if (failed) return undefined;
  const own = (stdout ?? '').split('\n').map((line) => line.split(' '));
  return own.find(([release]) => release !== undefined && !release.includes('-'))?.[1];
}

/** Absolute links point out of the sysroot into this machine's own libraries; relative ones do not. */
async function makeLinksRelative(root: string): Promise<void> {
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const to = await readlink(path);
    if (!to.startsWith('/')) continue;
    await unlink(path);
    await symlink(relative(dirname(path), join(root, to)), path);
  }
}

async function build(target: string, architecture: Architecture, uri: string): Promise<void> {
  const scratch = `${target}.${process.pid}`;
  const lists = join(scratch, 'lists');
  const root = join(scratch, 'root');
  await mkdir(join(lists, 'partial'), { recursive: true });
  await mkdir(root);
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const name = debianNames[architecture];
  const sources = join(scratch, 'sources.list');
  await writeFile(sources, `deb [arch=${name} signed-by=${keyring}] ${uri} bullseye main\n`);
  const apt = (...args: string[]) => {
    const settings = {
      'Dir::Etc::SourceList': sources,
      'Dir::Etc::SourceParts': '/dev/null',
      'Dir::State::Lists': lists,
      // The versions installed on this machine are not to be preferred.
      'Dir::State::Status': '/dev/null',
      'Dir::Cache': scratch,
      'APT::Architecture': name,
      'APT::Architectures': name,
      'APT::Sandbox::User': 'root',
    };
    const flags = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    return execa('apt-get', ['-qq', ...flags, ...args], { cwd: scratch });
  };
  try {
    await apt('update');
    await apt('download', ...packages);
    for (const file of await readdir(scratch)) {
      if (file.endsWith('.deb')) await execa('dpkg-deb', ['-x', join(scratch, file), root]);
    }
    await makeLinksRelative(root);
    await rename(root, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * A sysroot of Debian 11's C library, made once and kept; undefined with a reason where Debian's packages cannot
 * be had.
 */
export async function debianSysroot(
  architecture: Architecture,
): Promise<{ folder: string } | { folder: undefined; reason: string }> {
  const target = join(packageRoot(), 'node_modules', '.cache', 'sysroot', architecture);
  if (await lstat(target).catch(() => undefined)) return { folder: target };
  const uri = await mirror();
  if (uri === undefined) return { folder: undefined, reason: "no apt-get: Debian's packages cannot be had" };
  await mkdir(dirname(target), { recursive: true });
  try {
    await build(target, architecture, uri);
    return { folder: target };
  } catch (error) {
    return {
      folder: undefined,
      reason: `Debian 11's packages cannot be had: ${(error as Error).message.split('\n')[0]}`,
    };
  }
}
