import { requireProgram } from '../processes/find-program.ts';
import { abortError } from '../processes/interrupt.ts';
import { run } from '../processes/run.ts';
import { projectFile, type Settings } from '../project/settings.ts';
import { type BuildKind, jitOutput } from './project.ts';

export interface BuildResult {
  readonly ok: boolean;
  readonly durationMs: number;
  /** What the compiler complained of, each complaint once; the end of the output when none is found. */
  readonly errors: readonly string[];
}

/** MSBuild's and the compilers' form: `FILE(LINE,COLUMN): error CODE: TEXT [PROJECT]`. */
const complaint = /(?:^|: )(?:fatal )?error [A-Z]*\d*\s*:/i;
const mostErrors = 20;

/** A line without ` [PROJECT]` at its end. */
const withoutProject = (line: string) =>
  line.endsWith(']') ? line.slice(0, Math.max(0, line.lastIndexOf(' ['))) : line;

/** The lines of a build's output that say why it failed, without the project that MSBuild repeats after each. */
export function buildErrors(output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => complaint.test(line)).map(withoutProject);
  const found =
    errors.length > 0 ? [...new Set(errors)] : lines.filter((line) => line !== '').slice(-mostErrors);
  if (found.length <= mostErrors) return found;
  return [...found.slice(0, mostErrors), `… and ${found.length - mostErrors} more`];
}

/** The command of a build, to show and to run. */
export function buildCommand(
  settings: Pick<Settings, 'project' | 'namespace'>,
  kind: BuildKind,
): ['make' | 'dotnet', string[]] {
  if (kind === 'native') return ['make', ['publish']];
  const to = ['--configuration', 'Debug', '--output', jitOutput, '--nologo'];
  return ['dotnet', ['build', projectFile(settings), ...to]];
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
  // make calls it, and complains in words of its own.
  const dotnet = await requireProgram('dotnet', { folder });
  const program = command === 'dotnet' ? dotnet : await requireProgram(command, { folder });
  const begun = performance.now();
  const { ok, all, isCanceled } = await run(program, args, { cwd: folder, signal });
  if (isCanceled) throw abortError();
  return { ok, durationMs: performance.now() - begun, errors: ok ? [] : buildErrors(all) };
}
