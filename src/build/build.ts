import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { isFile, statIfThere } from '../files/look.ts';
import type { Architecture } from '../platform/architectures.ts';
import { findProgram, requireProgram } from '../processes/find-program.ts';
import { abortError } from '../processes/interrupt.ts';
import { run } from '../processes/run.ts';
import type { Settings } from '../project/settings.ts';
import { type BuildCommand, publishCommand, requirePlainFolder, requirePlainSysroot } from './commands.ts';
import { buildErrors } from './errors.ts';
import { hasStaticLibrary, thisHost } from './host.ts';
import { chooseLink, type Link, type LinkFlags } from './link.ts';

export interface BuildResult {
  readonly ok: boolean;
  readonly durationMs: number;
  /** What the compiler complained of, each complaint once; the end of the output when none is found. */
  readonly errors: readonly string[];
}

/**
 * The environment of a build. MSBuild starts sh by its name; every POSIX system has it in /bin, also where PATH says
 * nothing of it.
 */
async function environment(folder: string): Promise<NodeJS.ProcessEnv> {
  const { env, platform } = process;
  if (platform === 'win32' || (await findProgram('sh', { folder })) !== undefined) return env;
  return { ...env, PATH: `${env.PATH}:/bin` };
}

/**
 * Runs a command of a build in the project's folder.
 * @throws UserError when the program is not there; an AbortError when the signal aborts.
 */
export async function runCommand(
  folder: string,
  { program, args }: BuildCommand,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  const path = await requireProgram(program, { folder });
  const begun = performance.now();
  const { ok, all, isCanceled } = await run(path, args, {
    cwd: folder,
    env: await environment(folder),
    signal,
  });
  if (isCanceled) throw abortError();
  return { ok, durationMs: performance.now() - begun, errors: ok ? [] : buildErrors(all) };
}

/**
 * How a project is linked on this machine.
 * @param folder the project's, absolute.
 * @throws UsageError, UserError: see `chooseLink`; also when the folder, the sysroot or the C library is of no use.
 */
export async function linkHere(
  folder: string,
  flags: LinkFlags,
  target: { readonly architecture: Architecture; readonly runtime: Settings['runtime'] },
  isForHere = false,
): Promise<Link> {
  requirePlainFolder(folder);
  const host = await thisHost(folder, target.architecture);
  const link = chooseLink(flags, { ...target, isForHere }, host);
  const { sysroot } = link;
  if (sysroot !== undefined) {
    requirePlainSysroot(sysroot);
    if (!(await statIfThere(join(sysroot, 'usr')))?.isDirectory())
      throw new UserError(
        `--sysroot is ${sysroot}, which has no folder usr; name a folder like the root of a Linux.`,
      );
  }
  if (link.isStatic && !(await hasStaticLibrary(folder, host, target.architecture, sysroot))) {
    throw new UserError(
      'There is no libc.a to link statically; install libc6-dev (Debian) or glibc-static (Amazon Linux).',
    );
  }
  if (link.method !== 'host' && link.method !== 'docker') await requireTargets(folder);
  return link;
}

/** The file of a project that packs; it came with the targets that link with zig. */
const packer = 'linker/zip.proj';

/** @throws UserError for a project of a version whose own files do not link and pack like this. */
export async function requireTargets(folder: string): Promise<void> {
  if (await isFile(join(folder, packer))) return;
  throw new UserError(
    `There is no ${packer} in this project, which an older version wrote; run "lambda-nativeaot update", or build with make.`,
  );
}

/**
 * Compiles a project natively into dist/publish/bootstrap, to be run on this machine.
 * @throws UserError when something for it is not there; an AbortError when the signal aborts.
 */
export async function publishHere(
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace' | 'architecture' | 'runtime'>,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  await requireProgram('dotnet', { folder });
  const link = await linkHere(folder, {}, settings, true);
  return await runCommand(folder, publishCommand(settings, link), signal);
}
