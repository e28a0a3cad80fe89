import { isAbsolute } from 'node:path';
import { childEnvironment } from './search-path.ts';

export interface RunOptions {
  /** Where the program runs. */
  readonly cwd: string;
  /** The folder that the tool works on; PATH entries in it are left out. The place where it runs, if not given. */
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Variables that are set besides. */
  readonly extra?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The most bytes of output that are kept, 100 MB by default. */
  readonly mostOutput?: number | undefined;
}

/** How a program ended. */
export interface Ran {
  readonly ok: boolean;
  /** The signal ended it. */
  readonly isCanceled: boolean;
  readonly timedOut: boolean;
  readonly exitCode: number | undefined;
  readonly endSignal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, as they came. */
  readonly all: string;
  /** Why it did not start or ended badly, in one line. */
  readonly problem: string;
}

/**
 * Runs a program to its end. No shell reads its arguments, nothing is on its standard input, and its environment is
 * the user's without PATH entries of the folder that is worked on.
 * @param program an absolute path (findProgram): Windows would look for a bare name in the current folder first.
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  if (!isAbsolute(program)) throw new Error(`${program} is not an absolute path`);
  const { execa } = await import('execa');
  const { cwd, folder = cwd, env = process.env, extra = {}, timeoutMs, signal, mostOutput } = options;
  const result = await execa(program, args, {
    cwd,
    env: childEnvironment(folder, env, extra),
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    ...(mostOutput === undefined ? {} : { maxBuffer: mostOutput }),
  });
  return {
    ok: !result.failed,
    isCanceled: result.isCanceled,
    timedOut: result.timedOut,
    exitCode: result.exitCode,
    endSignal: result.signal,
    stdout: result.stdout,
    stderr: result.stderr,
    all: result.all,
    problem: result.shortMessage ?? '',
  };
}
