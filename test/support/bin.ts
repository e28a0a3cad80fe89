import { join } from 'node:path';
import { execa } from 'execa';
import { packageRoot } from '../../src/package.ts';

/** The built bin. */
export const bin = join(packageRoot(), 'dist', 'src', 'cli', 'bin.js');

export interface Run {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built bin as a script would: no terminal, nothing on standard input. */
export async function lambdaNativeaot(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Run> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [bin, ...args], {
    cwd,
    env,
    stdin: 'ignore',
    reject: false,
  });
  return { exitCode, stdout, stderr };
}
