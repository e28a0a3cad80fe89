/** The same processor under every name that a tool has for it. One row is all that the tool knows of it. */
interface ArchitectureFacts {
  /** For people. */
  readonly title: string;
  /** .NET's runtime identifier. */
  readonly rid: string;
  /** Docker's platform name. */
  readonly platform: string;
  /** What compilers and binutils call a Linux with glibc on it. */
  readonly gnuTarget: string;
  /** `e_machine` of an ELF header. */
  readonly elfMachine: number;
  /** What `readelf -h` prints as Machine. */
  readonly elfMachineName: string;
  /** The dynamic loader that every runtime's image has for it. */
  readonly loader: string;
  /** Node's name (process.arch). */
  readonly node: string;
  /** Where Linux lists qemu as what starts its programs on another processor. */
  readonly emulator: string;
}

/** Lambda's two architectures, under Lambda's names. */
export const architectureFacts = {
  x86_64: {
    title: 'Intel and AMD',
    rid: 'linux-x64',
    platform: 'linux/amd64',
    gnuTarget: 'x86_64-linux-gnu',
    elfMachine: 62,
    elfMachineName: 'Advanced Micro Devices X86-64',
    loader: '/lib64/ld-linux-x86-64.so.2',
    node: 'x64',
    emulator: '/proc/sys/fs/binfmt_misc/qemu-x86_64',
  },
  arm64: {
    title: 'Graviton',
    rid: 'linux-arm64',
    platform: 'linux/arm64',
    gnuTarget: 'aarch64-linux-gnu',
    elfMachine: 183,
    elfMachineName: 'AArch64',
    loader: '/lib/ld-linux-aarch64.so.1',
    node: 'arm64',
    emulator: '/proc/sys/fs/binfmt_misc/qemu-aarch64',
  },
} as const satisfies Readonly<Record<string, ArchitectureFacts>>;

export type Architecture = keyof typeof architectureFacts;
export const architectures = Object.keys(architectureFacts) as [Architecture, ...Architecture[]];
export const defaultArchitecture: Architecture = 'x86_64';

/** This machine's architecture in Lambda's words; undefined for a processor that Lambda does not have. */
export const hostArchitecture = (node: string = process.arch): Architecture | undefined =>
  architectures.find((name) => architectureFacts[name].node === node);
