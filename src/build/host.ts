import { isFile } from '../files/look.ts';
import { type Architecture, architectureFacts, hostArchitecture } from '../platform/architectures.ts';
import { hostGlibc } from '../platform/glibc.ts';
import { findProgram } from '../processes/find-program.ts';
import { run } from '../processes/run.ts';

/** What a build may call, by the names on PATH. */
export type BuildTool = 'dotnet' | 'clang' | 'gcc' | 'ld.lld' | 'zig' | 'docker' | `${string}-gcc`;

/** The machine that builds, as far as it decides how. A value: any host can be looked at on any other. */
export interface Host {
  readonly platform: NodeJS.Platform;
  /** In Lambda's words; undefined for a processor that Lambda has not. */
  readonly architecture: Architecture | undefined;
  /** The release of its glibc; undefined off Linux and with another C library. */
  readonly glibc: string | undefined;
  readonly tools: ReadonlySet<BuildTool>;
}

/** The compiler of a Linux distribution's cross packages. */
export const crossCompiler = (architecture: Architecture): BuildTool =>
  `${architectureFacts[architecture].gnuTarget}-gcc`;

/** This machine. @param folder the project's: programs in it are passed over. */
export async function thisHost(folder: string, architecture: Architecture): Promise<Host> {
  const names: readonly BuildTool[] = [
    ...(['dotnet', 'clang', 'gcc', 'ld.lld', 'zig', 'docker'] as const),
    crossCompiler(architecture),
  ];
  const paths = await Promise.all(names.map((name) => findProgram(name, { folder })));
  return {
    platform: process.platform,
    architecture: hostArchitecture(),
    glibc: process.platform === 'linux' ? hostGlibc() : undefined,
    tools: new Set(names.filter((_, i) => paths[i] !== undefined)),
  };
}

/** Whether the compiler of this machine finds the C library to link statically. */
export async function hasStaticLibrary(
  folder: string,
  host: Host,
  architecture: Architecture,
  sysroot: string | undefined,
): Promise<boolean> {
  const compiler = await findProgram(host.tools.has('clang') ? 'clang' : 'gcc', { folder });
  if (compiler === undefined) return false;
  const isForeign = host.architecture !== architecture;
  const { stdout } = await run(
    compiler,
    [
      ...(isForeign ? [`--target=${architectureFacts[architecture].gnuTarget}`] : []),
      ...(sysroot === undefined ? [] : [`--sysroot=${sysroot}`]),
      '-print-file-name=libc.a',
    ],
    { cwd: folder, timeoutMs: 10_000 },
  );
  return await isFile(stdout.trim());
}
