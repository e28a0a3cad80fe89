import type { MachineFacts, PackageManager } from './facts.ts';

/** Packages by what they bring; a manager without an entry has no such package, or has it in no standard place. */
const packages = {
  clang: {
    'apt-get': 'clang',
    dnf: 'clang',
    yum: 'clang',
    apk: 'clang',
    pacman: 'clang',
    zypper: 'clang',
    brew: 'llvm',
  },
  lld: { 'apt-get': 'lld', dnf: 'lld', yum: 'lld', apk: 'lld', pacman: 'lld', zypper: 'lld', brew: 'lld' },
  zlib: {
    'apt-get': 'zlib1g-dev',
    dnf: 'zlib-devel',
    yum: 'zlib-devel',
    apk: 'zlib-dev',
    pacman: 'zlib',
    zypper: 'zlib-devel',
  },
  qemu: {
    'apt-get': 'qemu-user-static',
    dnf: 'qemu-user-static',
    pacman: 'qemu-user-static',
    zypper: 'qemu-linux-user',
  },
} as const satisfies Record<string, Partial<Record<PackageManager, string>>>;

export type Installable = keyof typeof packages;

const commands: Record<PackageManager, string> = {
  'apt-get': 'apt-get install',
  dnf: 'dnf install',
  yum: 'yum install',
  apk: 'apk add',
  pacman: 'pacman -S',
  zypper: 'zypper install',
  brew: 'brew install',
};

/** How to install something here, as a sentence: the command of this machine's package manager if it is known. */
export function install(
  { packageManager, isRoot }: Pick<MachineFacts, 'packageManager' | 'isRoot'>,
  what: Installable,
): string {
  const names: Partial<Record<PackageManager, string>> = packages[what];
  const name = packageManager === undefined ? undefined : names[packageManager];
  if (packageManager === undefined || name === undefined) return `Install ${what}.`;
  const sudo = isRoot || packageManager === 'brew' ? '' : 'sudo ';
  return `Run "${sudo}${commands[packageManager]} ${name}".`;
}
