import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { UserError } from '../errors.ts';
import { projectFile, type Settings } from '../project/settings.ts';
import type { BuildKind } from './project.ts';

export interface BuildResult {
  readonly ok: boolean;
  readonly durationMs: number;
  /** What the compiler complained of, each complaint once; the end of the output when there is none to be found. */
  readonly errors: readonly string[];
}

/** MSBuild's and the compilers' form: `FILE(LINE,COLUMN): error CODE: TEXT [PROJECT]`. */
const complaint = /(?:^|: )(?:fatal )?error [A-Z]*\d*\s*:/i;
const mostErrors = 20;

/** The lines of a build's output that say why it failed, without the project that MSBuild repeats after each. */
export function buildErrors(output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => complaint.test(line)).map((line) => line.replace(/ \[[^\]]+\]$/, ''));
  const found =
    errors.length > 0 ? [...new Set(errors)] : lines.filter((line) => line !== '').slice(-mostErrors);
  if (found.length <= mostErrors) return found;
  return [...found.slice(0, mostErrors), `… and ${found.length - mostErrors} more`];
}

/**
 * The path of a program on PATH.
 * @throws UserError when it is not there.
 */
export async function findProgram(
  name: string,
  advice: string,
  path = process.env.PATH ?? '',
): Promise<string> {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  const places = path.split(delimiter).filter((folder) => folder !== '');
  for (const file of places.flatMap((folder) => names.map((n) => join(folder, n)))) {
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  throw new UserError(`${name} was not found; ${advice}.`);
}

export const findDotnet = () =>
  findProgram('dotnet', 'install the .NET SDK: https://dotnet.microsoft.com/download');

/** The command of a build, for a person to read and for us to run. */
export function buildCommand(
  settings: Pick<Settings, 'project' | 'namespace'>,
  kind: BuildKind,
): [string, string[]] {
  if (kind === 'native') return ['make', ['publish']];
  return ['dotnet', ['build', projectFile(settings), '--configuration', 'Debug', '--nologo']];
}

/**
 * Builds a project.
 * @throws UserError when the tool for it is not there; an AbortError when the signal aborts.
 */
export async function buildProject(
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace'>,
  kind: BuildKind,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  const [command, args] = buildCommand(settings, kind);
  if (kind === 'native') await findProgram('make', 'install make, or run with --jit');
  await findDotnet();
  const begun = performance.now();
  const { failed, all, isCanceled } = await execa(command, args, {
    cwd: folder,
    stdin: 'ignore',
    all: true,
    reject: false,
    ...(signal ? { cancelSignal: signal } : {}),
  });
  if (isCanceled) throw Object.assign(new Error('The build was interrupted.'), { name: 'AbortError' });
  return { ok: !failed, durationMs: performance.now() - begun, errors: failed ? buildErrors(all ?? '') : [] };
}
