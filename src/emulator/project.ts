import { dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { projectFile, type Settings } from '../project/settings.ts';
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
  settings: Pick<Settings, 'architecture' | 'framework' | 'namespace' | 'project'>,
  kind: BuildKind,
  dotnet: string,
): BuildOutput {
  if (kind === 'native') {
    const { architecture } = settings;
    return {
      folder: join(project, 'dist', 'publish'),
      program: 'bootstrap',
      launch: (folder) => ({ command: join(folder, 'bootstrap'), args: [], folder, architecture }),
    };
  }
  return {
    folder: join(project, dirname(projectFile(settings)), 'bin', 'Debug', settings.framework),
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
    memorySize: fn.memorySize,
    timeout: fn.timeout,
    url: fn.url,
    launch,
    environment: { ...logging(fn.logFormat), ...fn.environment, ...environment },
  }));
}

/** The service's names for the log formats. */
const logFormatNames = { text: 'Text', json: 'JSON' } as const;

const logging = (format: keyof typeof logFormatNames | undefined): Record<string, string> =>
  format ? { AWS_LAMBDA_LOG_FORMAT: logFormatNames[format] } : {};

/**
 * The name of the function that a person means by a Lambda name or a handler; undefined when none was meant.
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
