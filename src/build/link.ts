import { UsageError, UserError } from '../errors.ts';
import type { Architecture } from '../platform/architectures.ts';
import { defaultZigGlibc, linkedFits } from '../platform/glibc.ts';
import { type Runtime, runtimeFacts } from '../platform/runtimes.ts';
import { crossCompiler, type Host } from './host.ts';

/** What a bootstrap is linked with: the compiler of this machine, zig, another Linux's folder, or in a container. */
export type LinkMethod = 'host' | 'zig' | 'sysroot' | 'docker';

/** What a build in a container takes from outside. */
export interface ContainerInputs {
  /** A NuGet.Config with the credentials of private feeds, absolute; a secret of the build. */
  readonly nugetConfig?: string | undefined;
  /** Arguments of the Dockerfile, as NAME=VALUE. */
  readonly buildArgs?: readonly string[] | undefined;
}

/** How a bootstrap is linked. */
export interface Link {
  readonly method: LinkMethod;
  /** Without a C library of the system that it runs on. */
  readonly isStatic: boolean;
  /** The folder like the root of a Linux, absolute. */
  readonly sysroot?: string;
  /** The oldest glibc that it runs with. */
  readonly zigGlibc?: string;
  /** What the build in a container takes besides. */
  readonly container?: ContainerInputs;
  /** What was taken, and why, as a sentence. */
  readonly why: string;
}

/** What the user asks for; the flags of `build`. */
export interface LinkFlags {
  readonly zig?: boolean | undefined;
  readonly static?: boolean | undefined;
  readonly docker?: boolean | undefined;
  /** Absolute. */
  readonly sysroot?: string | undefined;
  readonly 'zig-glibc'?: string | undefined;
  /** Absolute. */
  readonly 'nuget-config'?: string | undefined;
  readonly 'build-arg'?: readonly string[] | undefined;
}

/** What the bootstrap is for. */
export interface LinkTarget {
  readonly architecture: Architecture;
  readonly runtime: Runtime;
  /** Whether it is only to run on this machine, so that its own C library always fits. */
  readonly isForHere?: boolean;
}

const exclusive: readonly (readonly [keyof LinkFlags, keyof LinkFlags, string])[] = [
  ['zig', 'sysroot', 'are two C libraries; choose one'],
  ['zig', 'static', 'exclude each other: zig cannot link statically; give --static alone or with --sysroot'],
  ['docker', 'zig', 'are two ways to link; choose one'],
  ['docker', 'sysroot', 'are two C libraries; choose one'],
  ['docker', 'static', 'exclude each other: in the container, Amazon Linux 2 is linked against'],
];

/** @throws UsageError for flags that exclude each other. */
function refuseConflicts(flags: LinkFlags): void {
  for (const [one, other, why] of exclusive) {
    if (flags[one] && flags[other]) throw new UsageError(`--${one} and --${other} ${why}.`);
  }
  if (flags['zig-glibc'] !== undefined && !flags.zig) {
    throw new UsageError('--zig-glibc is what zig links for; give --zig with it.');
  }
  for (const flag of ['nuget-config', 'build-arg'] as const) {
    if (flags[flag] !== undefined && !flags.docker)
      throw new UsageError(`--${flag} is for a build in a container; give --docker with it.`);
  }
}

const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows' };

/** Why the compiler of this machine cannot link, as a sentence with what to install; undefined when it can. */
function hostProblem({ architecture }: LinkTarget, host: Host): string | undefined {
  const { platform, tools } = host;
  if (platform !== 'linux') {
    return `.NET's own linker makes programs for Linux only on Linux, and this is ${systems[platform] ?? platform}.`;
  }
  if (host.architecture !== architecture) {
    const cross = crossCompiler(architecture);
    if (!tools.has('clang')) return `clang was not found, and gcc does not link for ${architecture} here.`;
    return tools.has(cross)
      ? undefined
      : `${cross} was not found; clang needs the C library that is installed with it.`;
  }
  return tools.has('clang') || tools.has('gcc')
    ? undefined
    : 'Neither clang nor gcc was found; install clang.';
}

const hostLinker = ({ tools }: Host) => (tools.has('clang') ? 'clang' : 'gcc');
const bringZig = 'Install zig (https://ziglang.org/download), which links on every system, or Docker.';

/** The ways that were asked for by a flag, with what each needs. */
function askedFor(flags: LinkFlags, target: LinkTarget, host: Host): Link | undefined {
  const { sysroot } = flags;
  const isStatic = flags.static === true;
  if (flags.docker) {
    const container = { nugetConfig: flags['nuget-config'], buildArgs: flags['build-arg'] };
    if (host.tools.has('docker'))
      return { method: 'docker', isStatic, container, why: 'docker, as asked for.' };
    throw new UserError('docker was not found; install Docker, or build with --zig.');
  }
  if (flags.zig) {
    if (!host.tools.has('zig'))
      throw new UserError('zig was not found; install zig: https://ziglang.org/download');
    const zigGlibc = flags['zig-glibc'] ?? defaultZigGlibc;
    return { method: 'zig', isStatic, zigGlibc, why: `zig for glibc ${zigGlibc}, as asked for.` };
  }
  if (sysroot !== undefined) {
    if (host.platform !== 'linux') throw new UserError(`${hostProblem(target, host)} Build with --zig.`);
    for (const [tool, name] of [
      ['clang', 'clang'],
      ['ld.lld', 'lld'],
    ] as const) {
      if (!host.tools.has(tool))
        throw new UserError(`${tool} was not found; install ${name}: only it links against a --sysroot.`);
    }
    return { method: 'sysroot', isStatic, sysroot, why: `clang against ${sysroot}, as asked for.` };
  }
  if (!isStatic) return undefined;
  const problem = hostProblem(target, host);
  if (problem !== undefined) throw new UserError(problem);
  return { method: 'host', isStatic, why: `${hostLinker(host)}, statically, as asked for.` };
}

/** How well the C library of this machine fits the one of the runtime, in a half sentence. */
function hostFit(
  { runtime, isForHere }: LinkTarget,
  { glibc }: Host,
): { fits: 'yes' | 'maybe' | 'no'; text: string } {
  const limit = runtimeFacts[runtime].glibc;
  if (isForHere) return { fits: 'yes', text: 'it is to run here' };
  if (glibc === undefined) return { fits: 'no', text: 'this Linux has no glibc' };
  const fits = linkedFits(glibc, limit);
  if (fits === 'yes') return { fits, text: `what is linked on glibc ${glibc} fits ${runtime} (${limit})` };
  return {
    fits,
    text: `what is linked on glibc ${glibc} ${fits === 'no' ? 'needs' : 'may need'} a newer one than ${runtime} has (${limit})`,
  };
}

/**
 * How to link with what a machine has: as the flags ask for, or else the first of these that fits the runtime: its own
 * compiler, zig, Docker.
 * @throws UsageError for flags that exclude each other; UserError, with what to install, when nothing links here.
 */
export function chooseLink(flags: LinkFlags, target: LinkTarget, host: Host): Link {
  refuseConflicts(flags);
  const asked = askedFor(flags, target, host);
  if (asked !== undefined) return asked;
  const problem = hostProblem(target, host);
  const { fits, text } = hostFit(target, host);
  const own = { method: 'host', isStatic: false } as const;
  if (problem === undefined && fits === 'yes') return { ...own, why: `${hostLinker(host)}: ${text}.` };
  const reason = problem ?? `${text[0]?.toUpperCase()}${text.slice(1)}.`;
  if (host.tools.has('zig')) {
    const zigGlibc = defaultZigGlibc;
    return { method: 'zig', isStatic: false, zigGlibc, why: `zig for glibc ${zigGlibc}. ${reason}` };
  }
  if (host.tools.has('docker') && !target.isForHere) {
    return { method: 'docker', isStatic: false, why: `docker. ${reason}` };
  }
  if (problem === undefined && fits === 'maybe') {
    return {
      ...own,
      why: `${hostLinker(host)}. ${reason} The check will tell; zig would link for an older one.`,
    };
  }
  throw new UserError(`${reason} ${bringZig}`);
}
