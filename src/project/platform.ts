/**
 * What Lambda offers and what .NET calls it: closed sets that flags, prompts, settings and templates share.
 */

export const frameworks = ['net10.0', 'net9.0', 'net8.0'] as const;
export type Framework = (typeof frameworks)[number];

/** Out of support: there is a sample for each, and no other way to choose them. */
export const legacyFrameworks = ['net7.0', 'net6.0'] as const;
/** Whatever a project's TargetFramework may be. */
export type TargetFramework = Framework | (typeof legacyFrameworks)[number];

/** When Microsoft's support ends. Source: the .NET support policy; the date of .NET 10 is announced. */
export const frameworkEnds: Readonly<Record<TargetFramework, string>> = {
  'net6.0': '2024-11-12',
  'net7.0': '2024-05-14',
  'net8.0': '2026-11-10',
  'net9.0': '2026-11-10',
  'net10.0': '2028-11-14',
};

/** The frameworks on offer that get no fixes any more: kept for projects that cannot leave them yet. */
export const unsupportedFrameworks: readonly Framework[] = ['net9.0', 'net8.0'];

export const architectures = ['x86_64', 'arm64'] as const;
/** Lambda's own names for its two architectures. */
export type Architecture = (typeof architectures)[number];

export const runtimes = ['provided.al2023', 'provided.al2'] as const;
export type Runtime = (typeof runtimes)[number];

export const libraries = ['builtin', 'aws'] as const;
export type Library = (typeof libraries)[number];

export const extras = ['sam', 'github', 'vscode', 'dotnet-lambda'] as const;
export type Extra = (typeof extras)[number];

/** Whether Lambda samples requests for X-Ray itself (active) or follows its caller. */
export const tracingModes = ['active', 'passthrough'] as const;
export const logFormats = ['text', 'json'] as const;
/** A function URL is public (none) or asks for signed requests (iam). */
export const urlAuths = ['none', 'iam'] as const;
export const invokeModes = ['buffered', 'streaming'] as const;

interface ArchitectureFacts {
  /** .NET's runtime identifier. */
  readonly rid: 'linux-x64' | 'linux-arm64';
  /** Docker's platform name. */
  readonly platform: 'linux/amd64' | 'linux/arm64';
  /** `e_machine` of an ELF header. */
  readonly elfMachine: number;
  /** What `readelf -h` prints as Machine. */
  readonly elfMachineName: string;
  /** The dynamic loader of glibc, which Lambda's runtimes have at this path. */
  readonly loader: string;
  /** What compilers and binutils call a Linux with glibc on it. */
  readonly gnuTarget: string;
}

export const architectureFacts: Record<Architecture, ArchitectureFacts> = {
  x86_64: {
    rid: 'linux-x64',
    platform: 'linux/amd64',
    elfMachine: 62,
    elfMachineName: 'Advanced Micro Devices X86-64',
    loader: '/lib64/ld-linux-x86-64.so.2',
    gnuTarget: 'x86_64-linux-gnu',
  },
  arm64: {
    rid: 'linux-arm64',
    platform: 'linux/arm64',
    elfMachine: 183,
    elfMachineName: 'AArch64',
    loader: '/lib/ld-linux-aarch64.so.1',
    gnuTarget: 'aarch64-linux-gnu',
  },
};

interface RuntimeFacts {
  /** The highest GLIBC symbol version that the runtime's libc has. */
  readonly glibc: string;
  /** Dates of AWS's runtime deprecation table (ISO 8601); they have moved before. */
  readonly deprecated: string;
  readonly createBlocked: string;
  readonly updateBlocked: string;
}

export const runtimeFacts: Record<Runtime, RuntimeFacts> = {
  'provided.al2023': {
    glibc: '2.34',
    deprecated: '2029-06-30',
    createBlocked: '2029-07-31',
    updateBlocked: '2029-08-31',
  },
  'provided.al2': {
    glibc: '2.26',
    deprecated: '2026-07-31',
    createBlocked: '2027-02-01',
    updateBlocked: '2027-03-03',
  },
};

/** Limits of the Lambda service that names and settings must respect. */
export const lambdaLimits = {
  functionNameLength: 64,
  memoryMB: { min: 128, max: 10_240 },
  timeoutSeconds: { min: 1, max: 900 },
  ephemeralStorageMB: { min: 512, max: 10_240 },
  /** The environment variables as JSON. */
  environmentBytes: 4096,
} as const;
