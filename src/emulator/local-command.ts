import { dirname, join, relative } from 'node:path';
import type { commonOptions, FlagsOf, ValuesOf } from '../commands/command.ts';
import { defaultPort, type emulatorOptions } from '../commands/emulator-options.ts';
import type { localCommand } from '../commands/local.ts';
import { UsageError } from '../errors.ts';
import { isFile, realPath } from '../files/look.ts';
import { posixPath } from '../files/paths.ts';
import { responseFile } from '../platform/outputs.ts';
import { asInterrupted, interruptible } from '../processes/interrupt.ts';
import { projectFile, readSettings, type Settings } from '../project/settings.ts';
import { parsePairs, readEnvFile } from '../settings/pairs.ts';
import { checkEnvironment } from '../settings/variables.ts';
import { paintFor } from '../ui/colours.ts';
import type { Output } from '../ui/output.ts';
import { StatusLine } from '../ui/status-line.ts';
import { attachedApi } from './attach.ts';
import { consolePath } from './console/data.ts';
import { exampleFunction, functionUrls, startText } from './console.ts';
import { vcpusOf } from './cpu/share.ts';
import { accountOf } from './emulator.ts';
import { attachedEnvironment, environmentFile, logStreamName } from './environment.ts';
import { apiPath } from './http/apis.ts';
import { httpFunctions } from './http/functions.ts';
import { followSources, type Local, type LocalUi, startLocal } from './local.ts';
import { buildOutput, chosenFunction, emulatedFunctions } from './project.ts';
import { type EventSources, openSources, type SourceOpeners } from './sources/sources.ts';
import { sourcesText } from './sources/text.ts';

/** The flags that `local` and `invoke` have in common. */
export type EmulatorFlags = ValuesOf<typeof emulatorOptions> & ValuesOf<typeof commonOptions>;

export type LocalFlags = FlagsOf<typeof localCommand>;

/** The variables of --env-var-file and --env, which wins. @throws UsageError when Lambda would refuse one. */
export async function environmentOf(flags: EmulatorFlags): Promise<Record<string, string>> {
  const file = flags['env-var-file'];
  const environment = {
    ...(file === undefined ? {} : await readEnvFile(file)),
    ...parsePairs('--env', flags.env ?? []),
  };
  checkEnvironment(environment);
  return environment;
}

/** Progress and logs go to standard error: standard output is for results. */
export const terminalUi = (flags: EmulatorFlags): LocalUi => ({
  status: new StatusLine(process.stderr),
  paint: paintFor(process.stderr, flags['no-color']),
});

/** `local`: serves until Ctrl-C or SIGTERM, which is the way to end it and no failure. */
export async function runLocal(
  folder: string,
  flags: LocalFlags,
  output: Output,
  openers: SourceOpeners,
): Promise<void> {
  const environment = await environmentOf(flags);
  if (flags['print-env']) return printEnvironment(folder, flags, environment, output);
  const ui = terminalUi(flags);
  const { port, concurrency, watch, route, claims } = flags;
  const http = { http: flags.http, route, claims };
  const kind = flags.jit ? 'jit' : 'native';
  // A debug build takes a moment and is never out of date then; a native one is made when it is missing or old.
  const build = kind === 'jit' || watch === true;
  const layers = flags.layer ?? [];
  const options = {
    folder,
    kind,
    port,
    concurrency,
    function: flags.function,
    environment,
    layers,
    build,
    http,
    cpuShare: flags['cpu-share'],
  } as const;
  await interruptible(async (signal) => {
    const settings = await readSettings(folder);
    const sources = await openSources(settings, flags.source ?? [], openers, signal);
    try {
      // Ctrl-C before there is anything to serve is an interruption; later it is the way to end.
      const local = await asInterrupted(() => startLocal(options, ui, signal));
      try {
        await announce(local, sources, { folder, functions: settings.functions }, ui, output);
        await followSources(local, folder, watch === true, signal);
        const { service, emit } = local.emulator;
        await Promise.all([sources.run({ service, emit, concurrency, signal }), aborted(signal)]);
      } finally {
        await local.close();
      }
    } finally {
      sources.close();
    }
  });
}

async function announce(
  { emulator, functions, chosen, http, hasCpuShare }: Local,
  sources: EventSources,
  { folder, functions: settings }: { readonly folder: string; readonly functions: Settings['functions'] },
  { paint, status }: LocalUi,
  output: Output,
): Promise<void> {
  const name = exampleFunction({ functions, chosen });
  const event = settings.find((fn) => fn.name === name)?.event;
  const shown = (inProject: string) => posixPath(relative(process.cwd(), join(folder, inProject)));
  for (const note of [...(http?.notes ?? []), ...sources.notes]) status.print(paint.yellow(note));
  const apis = http?.apis ?? [];
  const served = {
    url: emulator.url,
    functions,
    chosen,
    hasCpuShare,
    apis,
    http: await httpFunctions(folder, settings),
    event: event !== undefined && (await isFile(join(folder, event))) ? shown(event) : undefined,
    response: shown(responseFile),
    invokeFlags: emulator.port === defaultPort ? [] : ['--port', String(emulator.port)],
  };
  status.print(startText(served, paint));
  const text = sourcesText(sources.shown, paint);
  if (text !== undefined) status.print(text);
  output.json({
    url: emulator.url,
    port: emulator.port,
    page: emulator.url + consolePath,
    functions: functionUrls(emulator.url, functions, chosen).map(({ fn, url }) => ({
      name: fn.name,
      handler: fn.handler,
      url,
      runtimeApi: attachedApi(emulator.port, fn.name),
      memorySize: fn.memorySize,
      ...(hasCpuShare ? { vcpus: vcpusOf(fn.memorySize) } : {}),
      timeout: fn.timeout,
    })),
    apis: apis.map((api) => ({
      name: api.id,
      format: api.format,
      stage: api.stage,
      url: `${emulator.url}${apiPath(api)}/`,
      routes: api.routes,
    })),
    sources: sources.shown,
  });
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** @throws UsageError for a variable that would add lines, and so variables, to the file that is printed. */
function requireLines(variables: Readonly<Record<string, string>>): void {
  const broken = Object.entries(variables).find((entry) => /[\0\r\n]/.test(entry.join('')));
  if (broken === undefined) return;
  throw new UsageError(
    `The variable ${JSON.stringify(broken[0])} has a line break, and --print-env prints a line for each; leave it out.`,
  );
}

async function printEnvironment(
  folder: string,
  flags: LocalFlags,
  environment: Record<string, string>,
  output: Output,
): Promise<void> {
  const { port } = flags;
  if (port === 0)
    throw new UsageError('--print-env needs the port that the emulator will have; give --port.');
  const project = await realPath(folder);
  const settings = await readSettings(project);
  // An IDE builds where the SDK puts things.
  const built = join(project, dirname(projectFile(settings)), 'bin', 'Debug', settings.framework);
  const launch = buildOutput(project, settings, 'jit', 'dotnet').launch(built);
  const functions = emulatedFunctions(settings, launch, environment);
  const chosen = chosenFunction(settings, flags.function);
  const fn = functions.find(({ name }) => name === chosen) ?? functions[0];
  if (!fn) return;
  const variables = attachedEnvironment({
    fn,
    account: accountOf(process.env),
    runtimeApi: attachedApi(port, functions.length > 1 ? fn.name : undefined),
    logStream: logStreamName(new Date()),
    shell: process.env,
  });
  requireLines(variables);
  output.print(environmentFile(variables));
  output.json(variables);
  output.note(`Run "lambda-nativeaot local --port ${port}", then start ${fn.name} with these variables.`);
}
