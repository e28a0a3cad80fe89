import { join } from 'node:path';
import { sourceNewerThan, sourceNewerThanFile } from '../dotnet/newer-source.ts';
import { UserError } from '../errors.ts';
import { changedAt, realPath } from '../files/look.ts';
import { requireProgram } from '../processes/find-program.ts';
import { isAbort } from '../processes/interrupt.ts';
import { readSettings, type Settings } from '../project/settings.ts';
import type { Paint } from '../ui/colours.ts';
import { type StatusLine, seconds } from '../ui/status-line.ts';
import { canRun } from './bootstrap.ts';
import { buildProject, buildTitle } from './build.ts';
import { ConsoleRecord } from './console/record.ts';
import { eventText } from './console.ts';
import { type Emulator, startEmulator } from './emulator.ts';
import { type HttpFlags, type ProjectHttp, projectHttp } from './http/project-apis.ts';
import { mountProgram, optFolder } from './opt-folder.ts';
import { type BuildKind, buildOutput, chosenFunction, emulatedFunctions } from './project.ts';
import { isBuilt, Staging } from './staging.ts';
import type { EmulatedFunction, EmulatorEvent, EventSink, OptFolder } from './types.ts';
import { coalesce, watchSources } from './watch.ts';

export interface LocalOptions {
  /** The project's folder. */
  readonly folder: string;
  readonly kind: BuildKind;
  readonly port: number;
  readonly concurrency: number;
  /** The function, by Lambda name or handler, that gets every HTTP request. */
  readonly function?: string | undefined;
  /** Comes on top of the settings' own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Layers, folders or zips, in their order. */
  readonly layers: readonly string[];
  /** Build before the start even if there is a build. */
  readonly build: boolean;
  /** What is to be in front of the functions; without it, nothing but their URLs is. */
  readonly http?: Omit<HttpFlags, 'function'> | undefined;
}

/** Where a run is shown. */
export interface LocalUi {
  readonly status: StatusLine;
  readonly paint: Paint;
  /** Which events are shown; all by default. */
  readonly shows?: (event: EmulatorEvent) => boolean;
}

/** A project's functions behind an emulator. */
export interface Local {
  readonly emulator: Emulator;
  readonly functions: readonly EmulatedFunction[];
  readonly chosen: string | undefined;
  readonly http: ProjectHttp | undefined;
  /** Builds again and lets the new code take over; a build that fails changes nothing. */
  rebuild(): Promise<void>;
  /** A source that is newer than the code that answers, relative to the project's folder. */
  newerSource(): Promise<string | undefined>;
  /** Says with every answer from now on that it is of older code. */
  warnOf(newerSource: string): void;
  close(): Promise<void>;
}

/** The builds of one project, as the sandboxes get them. */
class Builds {
  readonly #options: LocalOptions;
  readonly #ui: LocalUi;
  readonly #signal: AbortSignal;
  readonly #onEvent: EventSink;
  readonly #staging = new Staging();
  readonly #urls: ProjectHttp['urls'] | undefined;
  #builtAt = 0;
  #layers: OptFolder | undefined;

  constructor(
    options: LocalOptions,
    urls: ProjectHttp['urls'] | undefined,
    ui: LocalUi,
    signal: AbortSignal,
    onEvent: EventSink,
  ) {
    this.#onEvent = onEvent;
    this.#options = options;
    this.#urls = urls;
    this.#ui = ui;
    this.#signal = signal;
  }

  /** The functions of the build that is there, or of a new one. @throws UserError when it fails. */
  async first(settings: Settings): Promise<EmulatedFunction[]> {
    const layers = await this.#staging.layers(this.#options.layers);
    if (layers !== undefined) {
      this.#layers = { folder: layers, unshare: await mountProgram(this.#options.folder) };
    }
    const output = await this.#output(settings);
    const program = join(output.folder, output.program);
    const isOld = async () =>
      (await sourceNewerThanFile(program, this.#options.folder, settings)) !== undefined;
    this.#builtAt = await changedAt(program);
    if (this.#options.build || !(await isBuilt(output)) || (await isOld())) {
      if (!(await this.#build(settings))) throw new UserError('The build failed; its errors are above.');
    }
    const functions = await this.#stage(settings);
    const [{ opt } = {}] = functions;
    if (opt && opt.unshare === undefined) this.#ui.status.print(layersText(opt.folder));
    return functions;
  }

  /** The functions of a new build; undefined when it failed, which was shown. */
  async next(): Promise<EmulatedFunction[] | undefined> {
    const { status, paint } = this.#ui;
    try {
      const settings = await readSettings(this.#options.folder);
      return (await this.#build(settings)) ? await this.#stage(settings) : undefined;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      status.end(paint.red(error.message));
      this.#onEvent({ type: 'notice', text: error.message });
      return undefined;
    }
  }

  /** When the code of the last good build was built (ms since 1970). */
  get builtAt(): number {
    return this.#builtAt;
  }

  dispose(): Promise<void> {
    return this.#staging.dispose();
  }

  async #output(settings: Settings) {
    const { folder, kind } = this.#options;
    return buildOutput(
      folder,
      settings,
      kind,
      kind === 'jit' ? await requireProgram('dotnet', { folder }) : '',
    );
  }

  async #stage(settings: Settings): Promise<EmulatedFunction[]> {
    const launch = await this.#staging.stage(await this.#output(settings));
    const functions = emulatedFunctions(settings, launch, this.#options.environment);
    const layers = this.#layers;
    const opt = layers && optFolder(layers.folder, layers.unshare, launch);
    return functions.map((fn) => ({ ...fn, opt, url: fn.url ?? this.#urls?.get(fn.name) }));
  }

  async #build(settings: Settings): Promise<boolean> {
    const { folder, kind } = this.#options;
    const { status, paint } = this.#ui;
    status.begin(`Building (${buildTitle[kind]})`);
    this.#onEvent({ type: 'building' });
    // What changes from here on may be missing in the build.
    const begun = Date.now();
    try {
      const { ok, durationMs, errors } = await buildProject(folder, settings, kind, this.#signal);
      if (!ok) for (const error of errors) status.print(paint.red(error));
      if (ok) this.#builtAt = begun;
      this.#onEvent({ type: 'built', ok, durationMs, errors });
      const text = `${ok ? 'Built' : 'The build failed'} in ${seconds(durationMs)}.`;
      status.end(ok ? paint.green(text) : paint.red(text));
      return ok;
    } catch (error) {
      this.#onEvent({ type: 'built', ok: false, durationMs: Date.now() - begun, errors: [] });
      throw error;
    } finally {
      status.end();
    }
  }
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
    const show = shown(ui, () => emulator.service.functions.length > 1);
    let newer: string | undefined;
    const onEvent: EventSink = (event) => {
      show(event);
      if (event.type === 'request' && newer !== undefined) show({ type: 'notice', text: olderCode(newer) });
    };
    const project = { folder, builtAt: () => builds.builtAt };
    const emulator = await startEmulator({
      functions,
      port,
      concurrency,
      chosen,
      http,
      project,
      record,
      onEvent,
    });
    return {
      emulator,
      functions,
      chosen,
      http,
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

/** Where the layers are, for code that looks for them where they are on Lambda. */
const layersText = (folder: string): string =>
  `The layers are in ${folder}, which PATH and LD_LIBRARY_PATH have in place of /opt; there is no /opt in the sandboxes.`;

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
