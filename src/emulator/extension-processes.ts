import { basename, join } from 'node:path';
import { entriesOf, isFile } from '../files/look.ts';
import type { Architecture } from '../platform/architectures.ts';
import { execProblem, spawnProblem } from './bootstrap.ts';
import { mostExtensions } from './extension-requests.ts';
import type { ShutdownReason } from './extension-state.ts';
import type { ExtensionsApi } from './extensions-api.ts';
import { extensionExit, extensionLaunch, type Failure, tooManyExtensions } from './failures.ts';
import { seenOpt, withOpt } from './opt-folder.ts';
import { type SandboxProcess, startProcess } from './process.ts';
import type { OptFolder } from './types.ts';

/** The extensions of a layer's folder, absolute, in the order of their names; as on Lambda, every file is one. */
export async function extensionsIn(layers: string): Promise<string[]> {
  const folder = join(layers, 'extensions');
  const entries = await entriesOf(folder).catch(() => []);
  const paths = entries.map(({ name }) => join(folder, name)).sort();
  const files = await Promise.all(paths.map(isFile));
  return paths.filter((_, i) => files[i]);
}

export interface ExtensionProcessesSetup {
  readonly api: ExtensionsApi;
  /** The processor that they have to be for; undefined where any may be tried. */
  readonly architecture: Architecture | undefined;
  readonly onLine: (line: string) => void;
  /** A process has ended that was not asked to. */
  readonly onFailure: (failure: Failure) => void;
}

/** The processes of the extensions that layers bring along, of one sandbox. */
export class ExtensionProcesses {
  readonly #setup: ExtensionProcessesSetup;
  readonly #running = new Map<string, SandboxProcess>();

  constructor(setup: ExtensionProcessesSetup) {
    this.#setup = setup;
  }

  /** Whether one of them runs. */
  get areThere(): boolean {
    return this.#running.size > 0;
  }

  get pids(): number[] {
    return [...this.#running.values()].map(({ pid }) => pid);
  }

  /** When the first of them began (performance.now()). */
  get startedAt(): number | undefined {
    const [first] = this.#running.values();
    return first?.startedAt;
  }

  /** Starts them; what keeps one from it, as the service words it. */
  async start(
    paths: readonly string[],
    opt: OptFolder,
    env: Record<string, string>,
  ): Promise<Failure | undefined> {
    if (paths.length > mostExtensions) return tooManyExtensions;
    for (const path of paths) this.#setup.api.expect(basename(path));
    for (const path of paths) {
      const failure = await this.#startOne(path, opt, env);
      if (failure) return failure;
    }
    return undefined;
  }

  /**
   * Ends them: who has asked for it gets the event SHUTDOWN and the time until the deadline, others SIGKILL at once.
   * @param deadlineMs ms since 1970.
   */
  async shutDown(reason: ShutdownReason, deadlineMs: number): Promise<void> {
    const ending = [...this.#running];
    this.#running.clear();
    for (const [name, running] of ending) {
      if (!this.#setup.api.shutDown(name, reason, deadlineMs)) running.kill('SIGKILL');
    }
    const late = setTimeout(() => {
      for (const [, running] of ending) running.kill('SIGKILL');
    }, deadlineMs - Date.now());
    await Promise.all(ending.map(([, { exited }]) => exited));
    clearTimeout(late);
  }

  async #startOne(path: string, opt: OptFolder, env: Record<string, string>): Promise<Failure | undefined> {
    const { api, architecture, onLine, onFailure } = this.#setup;
    const name = basename(path);
    const problem = await execProblem(path, architecture);
    if (problem) return extensionLaunch(name, problem);
    const command = join(seenOpt(opt), 'extensions', name);
    const launch = withOpt({ command, args: [], folder: opt.folder }, opt);
    let started: SandboxProcess;
    try {
      started = await startProcess(launch, env, onLine);
    } catch (error) {
      return extensionLaunch(name, spawnProblem(error as NodeJS.ErrnoException));
    }
    this.#running.set(name, started);
    void started.exited.then((exit) => {
      if (this.#running.get(name) !== started) return;
      this.#running.delete(name);
      onFailure(extensionExit(exit, api.fatal));
    });
    return undefined;
  }
}

/** The part of the time of a shutdown that the runtime has, before the extensions are told. Source: AWS's Runtime
 * Interface Emulator (shutdown.go). */
const runtimeShare = 0.3;

/** What is left of a sandbox that is shut down. */
export interface Ending {
  readonly runtime: SandboxProcess | undefined;
  readonly api: ExtensionsApi;
  readonly processes: ExtensionProcesses;
  readonly reason: ShutdownReason;
  /** How long they may take together (ms), without and with processes of extensions. */
  readonly limitsMs: { readonly internal: number; readonly external: number };
  /** Called between the end of the runtime and that of the extensions. */
  readonly onRuntimeEnded: () => Promise<void>;
}

/**
 * Ends the processes of a sandbox as the service does: the runtime first, with SIGKILL at once where there is no
 * extension, else with SIGTERM and some time; then the extensions.
 */
export async function endSandbox(ending: Ending): Promise<void> {
  const { runtime, api, processes, reason, limitsMs } = ending;
  const limitMs = processes.areThere ? limitsMs.external : limitsMs.internal;
  const deadlineMs = Date.now() + limitMs;
  if (runtime) {
    runtime.kill(api.isUsed ? 'SIGTERM' : 'SIGKILL');
    const share = processes.areThere ? runtimeShare : 1;
    const timer = setTimeout(() => runtime.kill('SIGKILL'), limitMs * share);
    await runtime.exited;
    clearTimeout(timer);
  }
  await ending.onRuntimeEnded();
  await processes.shutDown(reason, deadlineMs);
}
