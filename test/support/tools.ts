import { execa } from 'execa';

/** Debian's package for each tool that a test may ask for. */
const packagesOf: Readonly<Record<string, string>> = {
  clang: 'clang',
  'ld.lld': 'lld',
  'llvm-strip': 'llvm',
  'aarch64-linux-gnu-gcc': 'gcc-aarch64-linux-gnu',
  'qemu-aarch64-static': 'qemu-user-static',
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
    const packages = before.map((tool) => packagesOf[tool] ?? tool);
    const environment = { env: { DEBIAN_FRONTEND: 'noninteractive' }, reject: false } as const;
    await execa('apt-get', ['-qq', 'update'], environment);
    await execa('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', ...packages], environment);
  }
  const after = before.length > 0 ? await missing() : [];
  return after.length === 0 ? undefined : `not installed: ${after.join(', ')}`;
}
