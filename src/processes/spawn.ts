import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** Whether a process can lead a group that is signalled as a whole. */
export const hasGroups = process.platform !== 'win32';

/**
 * Starts a program as the leader of a process group of its own, its output in pipes. Plain spawn, for what a library
 * would add to it would show in every cold start.
 * @param program an absolute path.
 */
export const startGroup = (
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): ChildProcessByStdio<null, Readable, Readable> =>
  spawn(program, [...args], { cwd, env, detached: hasGroups, stdio: ['ignore', 'pipe', 'pipe'] });

/** Starts a program that reads what we write and outlives us. */
export const startListener = (
  program: string,
  args: readonly string[],
): ChildProcessByStdio<Writable, null, null> =>
  spawn(program, [...args], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
