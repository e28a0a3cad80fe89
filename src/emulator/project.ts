import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { jitOutput, publishFolder } from '../platform/outputs.ts';
import { handlerSetting, programName } from '../platform/runtimes.ts';
import type { FunctionSettings, Settings } from '../project/settings.ts';
import { configurationOf } from '../settings/configuration.ts';
import { logFormatWords } from '../settings/rows/logging.ts';
import type { EmulatedFunction, Launch } from './types.ts';

/** Which of its two builds a project is run from: the native one, or the faster one for the JIT. */
export type BuildKind = 'native' | 'jit';

/** Where a build leaves its files, and how they are started once they lie in `folder`. */
export interface BuildOutput {
  /** Absolute. */
  readonly folder: string;
  /** The file without which there is no build, relative to the folder. */
  readonly program: string;
  launch(folder: string): Launch;
}

/** What `make publish` (native) or `dotnet build` (jit) makes of a project; `dotnet` is the path of the host. */
export function buildOutput(
  project: string,
  { architecture }: Pick<Settings, 'architecture'>,
  kind: BuildKind,
  dotnet: string,
): BuildOutput {
  if (kind === 'native') {
    return {
      folder: join(project, publishFolder),
      program: programName,
      launch: (folder) => ({ command: join(folder, programName), args: [], folder, architecture }),
    };
  }
  return {
    folder: join(project, jitOutput),
    program: 'bootstrap.dll',
    launch: (folder) => ({
      command: dotnet,
      args: [join(folder, 'bootstrap.dll')],
      folder,
      limitsMemory: false,
    }),
  };
}

/** The functions of a project as the emulator runs them; `environment` comes on top of the settings' own. */
export function emulatedFunctions(
  settings: Settings,
  launch: Launch,
  environment: Readonly<Record<string, string>>,
): EmulatedFunction[] {
  return settings.functions.map((fn) => ({
    name: fn.name,
    handler: fn.handler,
    runtime: settings.runtime,
    memorySize: fn.memorySize,
    timeout: fn.timeout,
    url: fn.url,
    configured: {
      Architectures: [settings.architecture],
      ...configurationOf(fn, fn.name, handlerSetting(settings.runtime, fn.handler).variables),
    },
    launch,
    logGroup: fn.logGroup,
    log: { logFormat: fn.logFormat, systemLogLevel: fn.systemLogLevel },
    environment: { ...logging(fn), ...fn.environment, ...environment },
  }));
}

/** What Lambda tells a function of its log. Levels are only for the JSON format. */
function logging({ logFormat, applicationLogLevel }: FunctionSettings): Record<string, string> {
  if (logFormat === undefined) return {};
  const level = logFormat === 'json' ? applicationLogLevel?.toUpperCase() : undefined;
  return {
    AWS_LAMBDA_LOG_FORMAT: logFormatWords[logFormat],
    ...(level === undefined ? {} : { AWS_LAMBDA_LOG_LEVEL: level }),
  };
}

/**
 * The name of the function that the user names, by a Lambda name or a handler; undefined when none was named.
 * @throws UsageError naming the functions that exist.
 */
export function chosenFunction(settings: Settings, word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  const found =
    settings.functions.find((fn) => fn.name === word) ?? settings.functions.find((fn) => fn.handler === word);
  if (found) return found.name;
  const known = settings.functions.map((fn) => fn.name).join(', ');
  throw new UsageError(`No function "${word}" in this project; it has: ${known}.`);
}
