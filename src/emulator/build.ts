import { type BuildResult, publishHere, runCommand } from '../build/build.ts';
import type { BuildCommand } from '../build/commands.ts';
import { jitOutput } from '../platform/outputs.ts';
import { projectFile, type Settings } from '../project/settings.ts';
import type { BuildKind } from './project.ts';

/** What a build is called while it runs. */
export const buildTitle: Record<BuildKind, string> = { native: 'dotnet publish', jit: 'dotnet build' };

/** Compiles for the JIT. */
export const jitCommand = (settings: Pick<Settings, 'project' | 'namespace'>): BuildCommand => ({
  program: 'dotnet',
  args: ['build', projectFile(settings), '--configuration', 'Debug', '--output', jitOutput, '--nologo'],
});

/**
 * Builds a project, to be run on this machine.
 * @throws UserError when the tool for it is not there; an AbortError when the signal aborts.
 */
export async function buildProject(
  folder: string,
  settings: Pick<Settings, 'project' | 'namespace' | 'architecture' | 'runtime'>,
  kind: BuildKind,
  signal: AbortSignal | undefined,
): Promise<BuildResult> {
  if (kind === 'native') return await publishHere(folder, settings, signal);
  return await runCommand(folder, jitCommand(settings), signal);
}
