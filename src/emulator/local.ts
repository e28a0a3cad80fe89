import { sourceNewerThan } from '../dotnet/newer-source.ts';
import { UserError } from '../errors.ts';
import { realPath } from '../files/look.ts';
import { isAbort } from '../processes/interrupt.ts';
import { readSettings } from '../project/settings.ts';
import { canRun } from './bootstrap.ts';
import { Builds, type BuildsOptions, type BuildsUi } from './builds.ts';
import { ConsoleRecord } from './console/record.ts';
import { eventText } from './console.ts';
import { openCpuShare } from './cpu/open.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type HttpFlags, type ProjectHttp, projectHttp } from './http/project-apis.ts';
import { chosenFunction } from './project.ts';
import type { EmulatedFunction, EmulatorEvent, EventSink } from './types.ts';
import { coalesce, watchSources } from './watch.ts';

export interface LocalOptions extends BuildsOptions {
  readonly port: number;
  readonly concurrency: number;
  /** The function, by Lambda name or handler, that gets every HTTP request. */
  readonly function?: string | undefined;
  /** Whether the functions get the processor time of their memory settings. */
  readonly cpuShare?: boolean | undefined;
  /** What is to be in front of the functions; without it, nothing but their URLs is. */
  readonly http?: Omit<HttpFlags, 'function'> | undefined;
}

/** Where a run is shown. */
export interface LocalUi extends BuildsUi {
  /** Which events are shown; all by default. */
  readonly shows?: (event: EmulatorEvent) => boolean;
}

/** A project's functions behind an emulator. */
export interface Local {
  readonly emulator: Emulator;
  readonly functions: readonly EmulatedFunction[];
  readonly chosen: string | undefined;
  readonly http: ProjectHttp | undefined;
  /** Whether the functions have the processor time of their memory settings. */
  readonly hasCpuShare: boolean;
  /** Builds again and lets the new code take over; a build that fails changes nothing. */
  rebuild(): Promise<void>;
  /** A source that is newer than the code that answers, relative to the project's folder. */
  newerSource(): Promise<string | undefined>;
  /** Says with every answer from now on that it is of older code. */
  warnOf(newerSource: string): void;
  close(): Promise<void>;
}

/**
 * Builds a project as far as needed and starts an emulator with its functions.
 * @throws UserError when there is no project, it cannot be built or run here, or the port cannot be had.
 */
export async function startLocal(options: LocalOptions, ui: LocalUi, signal: AbortSignal): Promise<Local> {
  const folder = await realPath(options.folder);
  const settings = await readSettings(folder);
  const chosen = chosenFunction(settings, options.function);
  if (options.kind === 'native' && !canRun(settings.architecture)) {
    throw new UserError(
      `The functions are for ${settings.architecture} on Linux and this machine is ${process.arch} on ${process.platform}; run them with --jit.`,
    );
  }
  const http =
    options.http && (await projectHttp(folder, settings, { ...options.http, function: options.function }));
  const record = new ConsoleRecord();
  const builds = new Builds({ ...options, folder }, http?.urls, ui, signal, (event) => record.take(event));
  try {
    const functions = await builds.first(settings);
    const { port, concurrency } = options;
    const share =
      options.cpuShare &&
      (await openCpuShare(
        functions.map((fn) => fn.memorySize),
        folder,
      ));
    if (share && share.note !== undefined) ui.status.print(ui.paint.yellow(share.note));
    const cpu = share ? share.way : undefined;
    const show = shown(ui, () => emulator.service.functions.length > 1);
    let newer: string | undefined;
    const onEvent: EventSink = (event) => {
      show(event);
      if (event.type === 'request' && newer !== undefined) show({ type: 'notice', text: olderCode(newer) });
    };
    const hasTestHost = settings.library === 'builtin';
    const project = { folder, builtAt: () => builds.builtAt, hasTestHost };
    const emulator = await startEmulator({
      functions,
      port,
      concurrency,
      chosen,
      http,
      project,
      record,
      cpu,
      onEvent,
    });
    return {
      emulator,
      functions,
      chosen,
      http,
      hasCpuShare: cpu !== undefined,
      rebuild: coalesce(async () => {
        emulator.service.hold();
        let changed: EmulatedFunction[] | undefined;
        try {
          changed = await builds.next();
        } finally {
          emulator.service.resume(changed);
        }
      }),
      newerSource: () => sourceNewerThan(builds.builtAt, folder, settings),
      warnOf: (source) => {
        newer = source;
        record.take({ type: 'notice', text: olderCode(source) });
      },
      close: async () => {
        await emulator.close();
        await builds.dispose();
      },
    };
  } catch (error) {
    await builds.dispose();
    throw error;
  }
}

function shown({ status, paint, shows = () => true }: LocalUi, several: () => boolean): EventSink {
  return (event) => {
    if (!shows(event)) return;
    const text = eventText(event, new Date(), paint, several());
    if (text !== undefined) status.print(text, event.type === 'log' ? 'raw' : undefined);
  };
}

/** What to say of an answer when a source has changed since its code was built. */
export const olderCode = (source: string): string =>
  `warning: ${source} has changed since the code that answers was built; restart "local", or run it with --watch.`;

/**
 * Until the signal aborts, rebuilds when sources change, also while the first build ran; or, when it shall not build,
 * says with every answer that it is of older code.
 */
export async function followSources(
  local: Local,
  folder: string,
  rebuilds: boolean,
  signal: AbortSignal,
): Promise<void> {
  const rebuild = () => {
    local.rebuild().catch((error: Error) => {
      // Ctrl-C in the middle of a build; anything else is a bug that must be seen.
      if (!isAbort(error)) process.emitWarning(error);
    });
  };
  const onChange = rebuilds ? rebuild : local.warnOf;
  const watch = await watchSources(await realPath(folder), onChange);
  signal.addEventListener('abort', () => void watch.close(), { once: true });
  // Ctrl-C may have come while the watch was being set up.
  if (signal.aborted) return watch.close();
  const missed = await local.newerSource();
  if (missed !== undefined) onChange(missed);
}
