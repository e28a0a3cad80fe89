import { setTimeout as sleep } from 'node:timers/promises';
import { startGroup } from '../processes/spawn.ts';
import type { Exit } from './failures.ts';
import { LineSplitter } from './log.ts';
import { MemoryGauge } from './memory.ts';
import type { Launch } from './types.ts';
import { signalGroup, unwatch, watch } from './watchdog.ts';

/** A process in a sandbox. */
export interface SandboxProcess {
  readonly pid: number;
  /** When the program began (performance.now()). */
  readonly startedAt: number;
  readonly memory: MemoryGauge;
  /** Resolves when it has ended and all that it wrote has been read. */
  readonly exited: Promise<Exit>;
  /** Bytes of output read so far. */
  outputSize(): number;
  /** Ends it and everything it started. */
  kill(signal: NodeJS.Signals): void;
}

/** How long output may still come after the end, from a grandchild that holds the pipe (ms). */
const lastWords = 200;

/**
 * Starts a program as the leader of a process group of its own, so that Ctrl-C in the terminal does not reach
 * it and its end can take its children along.
 * @throws Error with the code of the system when the program cannot be started.
 */
export async function startProcess(
  launch: Launch,
  env: Record<string, string>,
  onLine: (line: string) => void,
): Promise<SandboxProcess> {
  const child = startGroup(launch.command, launch.args, { cwd: launch.folder, env });
  // Node returns when the program has taken the place of its fork, which took Node some milliseconds.
  const startedAt = performance.now();
  const pid = child.pid;
  if (pid === undefined) throw await new Promise<Error>((resolve) => child.once('error', resolve));
  watch(pid);
  const memory = new MemoryGauge(pid);

  let size = 0;
  for (const stream of [child.stdout, child.stderr]) {
    const splitter = new LineSplitter();
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      for (const line of splitter.push(chunk)) onLine(line);
    });
    stream.once('close', () => {
      for (const line of splitter.end()) onLine(line);
    });
  }

  const closed = new Promise<void>((resolve) => child.once('close', resolve));
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      signalGroup(pid, 'SIGKILL');
      unwatch(pid);
      memory.close();
      const done = () => resolve({ code, signal });
      void Promise.race([closed, sleep(lastWords, undefined, { ref: false })]).then(done);
    });
  });
  return {
    pid,
    startedAt,
    memory,
    exited,
    outputSize: () => size,
    kill: (signal) => signalGroup(pid, signal),
  };
}
