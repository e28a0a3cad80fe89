import { join } from 'node:path';
import type { BuildResult } from '../build/build.ts';
import { buildHint } from '../build/hints.ts';
import { sourceNewerThanFile } from '../dotnet/newer-source.ts';
import { UserError } from '../errors.ts';
import { changedAt } from '../files/look.ts';
import { requireProgram } from '../processes/find-program.ts';
import { readSettings, type Settings } from '../project/settings.ts';
import type { Paint } from '../ui/colours.ts';
import { type StatusLine, seconds } from '../ui/status-line.ts';
import { buildProject, buildTitle } from './build.ts';
import type { ProjectHttp } from './http/project-apis.ts';
import { mountProgram, optFolder } from './opt-folder.ts';
import { type BuildKind, buildOutput, emulatedFunctions } from './project.ts';
import { isBuilt, Staging } from './staging.ts';
import type { EmulatedFunction, EventSink, OptFolder } from './types.ts';

export interface BuildsOptions {
  /** The project's folder. */
  readonly folder: string;
  readonly kind: BuildKind;
  /** Comes on top of the settings' own variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Layers, folders or zips, in their order. */
  readonly layers: readonly string[];
  /** Build before the start even if there is a build. */
  readonly build: boolean;
}

/** Where builds are shown. */
export interface BuildsUi {
  readonly status: StatusLine;
  readonly paint: Paint;
}

/** Where the layers are, for code that looks for them where they are on Lambda. */
const layersText = (folder: string): string =>
  `The layers are in ${folder}, which PATH and LD_LIBRARY_PATH have in place of /opt; there is no /opt in the sandboxes.`;

/** The builds of one project, as the sandboxes get them. */
export class Builds {
  readonly #options: BuildsOptions;
  readonly #ui: BuildsUi;
  readonly #signal: AbortSignal;
  readonly #onEvent: EventSink;
  readonly #staging = new Staging();
  readonly #urls: ProjectHttp['urls'] | undefined;
  #builtAt = 0;
  #layers: OptFolder | undefined;

  constructor(
    options: BuildsOptions,
    urls: ProjectHttp['urls'] | undefined,
    ui: BuildsUi,
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
      const { ok, errors } = await this.#build(settings);
      if (!ok) throw new UserError(`The build failed; its errors are above.${buildHint(errors)}`);
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
      if ((await this.#build(settings)).ok) return await this.#stage(settings);
      status.print('The code of the build before keeps answering.');
      return undefined;
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

  async #build(settings: Settings): Promise<BuildResult> {
    const { folder, kind } = this.#options;
    const { status, paint } = this.#ui;
    status.begin(`Building (${buildTitle[kind]})`);
    this.#onEvent({ type: 'building' });
    // What changes from here on may be missing in the build.
    const begun = Date.now();
    try {
      const result = await buildProject(folder, settings, kind, this.#signal);
      const { ok, durationMs, errors } = result;
      if (!ok) for (const error of errors) status.print(paint.red(error));
      if (ok) this.#builtAt = begun;
      this.#onEvent({ type: 'built', ok, durationMs, errors });
      const text = `${ok ? 'Built' : 'The build failed'} in ${seconds(durationMs)}.`;
      status.end(ok ? paint.green(text) : paint.red(text));
      return result;
    } catch (error) {
      this.#onEvent({ type: 'built', ok: false, durationMs: Date.now() - begun, errors: [] });
      throw error;
    } finally {
      status.end();
    }
  }
}
