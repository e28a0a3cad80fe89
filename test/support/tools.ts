import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** Debian's packages for each tool that a test may ask for. */
const packagesOf: Readonly<Record<string, string | readonly string[]>> = {
  clang: 'clang',
  'ld.lld': 'lld',
  'llvm-strip': 'llvm',
  // With the C library to link against, and to run against under qemu.
  'aarch64-linux-gnu-gcc': ['gcc-aarch64-linux-gnu', 'libc6-dev-arm64-cross'],
  'qemu-aarch64-static': ['qemu-user-static', 'libc6-arm64-cross'],
  tmux: 'tmux',
};

async function isThere(tool: string): Promise<boolean> {
  return !(await execa('which', [tool], { reject: false })).failed;
}

/** CI's machines are there to be changed; a developer's is not. */
const mayInstall = process.env.CI !== undefined && process.getuid?.() === 0;

/**
 * Why a test that needs these tools must be skipped, or undefined. On CI as root what is missing is installed
 * from Debian's packages first.
 */
export async function missingTools(...tools: string[]): Promise<string | undefined> {
  const missing = async () => {
    const there = await Promise.all(tools.map(isThere));
    return tools.filter((_, i) => !there[i]);
  };
  const before = await missing();
  if (before.length > 0 && mayInstall) {
    const packages = before.flatMap((tool) => packagesOf[tool] ?? tool);
    const environment = { env: { DEBIAN_FRONTEND: 'noninteractive' }, reject: false } as const;
    // Test files run side by side, and apt-get gives up where another one is at work.
    const apt = (...args: string[]) =>
      execa('flock', [join(tmpdir(), 'lambda-nativeaot-apt.lock'), 'apt-get', '-qq', ...args], environment);
    await apt('update');
    await apt('-y', '--no-install-recommends', 'install', ...packages);
  }
  const after = before.length > 0 ? await missing() : [];
  return after.length === 0 ? undefined : `not installed: ${after.join(', ')}`;
}
