import type { Architecture } from '../../platform/architectures.ts';

/** The tools that a build, a run or a deployment may call, by their names on PATH. */
export const toolNames = [
  'dotnet',
  'clang',
  'gcc',
  'aarch64-linux-gnu-gcc',
  'x86_64-linux-gnu-gcc',
  'ld.lld',
  'readelf',
  'make',
  'docker',
  'zig',
  'aws',
] as const;
export type ToolName = (typeof toolNames)[number];

export const packageManagers = ['apt-get', 'dnf', 'yum', 'apk', 'pacman', 'zypper', 'brew'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** A program that was found on PATH. */
export interface Tool {
  readonly path: string;
  /** As it says itself; undefined where it was not asked or did not say. */
  readonly version?: string | undefined;
  /** Why it does not start, in one line. */
  readonly problem?: string | undefined;
}

/** What a command answered: its text, or why it has no text. */
export type Answer = { readonly text: string } | { readonly problem: string };

/** Where the AWS SDK and CLI would find credentials. Never the credentials themselves. */
export interface AwsFacts {
  /** A sentence's end, as "environment variables"; undefined where there are none. */
  readonly source: string | undefined;
  readonly profile: string;
  /** True when the profile was asked for by AWS_PROFILE and is in neither file. */
  readonly profileIsMissing: boolean;
  readonly region: string | undefined;
}

/** The machine that the doctor runs on. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  /** In Lambda's words; undefined for a processor that Lambda has not. */
  readonly architecture: Architecture | undefined;
  readonly isRoot: boolean;
  /** Without the leading "v". */
  readonly node: string;
  /** What a process may use, in bytes: of the machine, or of the container if that is less. */
  readonly memory: number;
  /** The release of the C library here; undefined off Linux and with another library (musl). */
  readonly glibc: string | undefined;
  readonly packageManager: PackageManager | undefined;
  readonly tools: Readonly<Partial<Record<ToolName, Tool>>>;
  /** Versions of the .NET SDKs, as installed; undefined without dotnet. */
  readonly sdks: readonly string[] | undefined;
  /** The SDK that dotnet takes in this folder: global.json decides, which is read here and not left to dotnet. */
  readonly sdk: Answer | undefined;
  /** Where a global.json has dotnet take SDKs from a folder of its own, and start what is there. */
  readonly sdkPaths: { readonly file: string; readonly paths: readonly string[] } | undefined;
  /** Entries of PATH in the folder that is looked at; programs there are not started. */
  readonly refusedPaths: readonly string[];
  /** The version of Docker's daemon; undefined without docker. */
  readonly daemon: Answer | undefined;
  /** Whether the linker finds libz; undefined where there is no linker to ask. */
  readonly hasZlib: boolean | undefined;
  /** The architectures whose programs start here, emulated ones among them. */
  readonly runs: readonly Architecture[];
  readonly aws: AwsFacts;
}
