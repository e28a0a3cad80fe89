import { join } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../errors.ts';
import { fileLimits } from '../files/limits.ts';
import { innerPathProblem } from '../files/paths.ts';
import { readTextIfThere } from '../files/read.ts';
import { measureNesting, skipJson } from '../limits/nesting.ts';
import { checkLimit, parseLimits } from '../limits/parse.ts';
import { packageName } from '../package.ts';
import { architectures } from '../platform/architectures.ts';
import { targetFrameworks } from '../platform/frameworks.ts';
import { extras, libraries } from '../platform/options.ts';
import { runtimes } from '../platform/runtimes.ts';
import { settingSchemas } from '../settings/table.ts';
import { line } from '../settings/values.ts';
import { type Stage, stagedName, stagesSchema } from './stages.ts';
import { type UnknownSetting, unknownPart, unknownPaths, withUnknown } from './unknown-settings.ts';

/** Yeoman's file of recorded answers; ours live under the generator's package name. */
export const settingsFile = '.yo-rc.json';
export const settingsKey = packageName;

const identifier = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_.-]{1,256}$/));
const functionName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const namespaceName = v.pipe(v.string(), v.regex(/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/));
/** A path that stays inside the project's folder. */
const innerPath = v.pipe(
  v.string(),
  v.check(
    (path) => innerPathProblem(path) === undefined,
    ({ input }) => `The path ${innerPathProblem(String(input)) ?? 'is wrong'}`,
  ),
);

const functionSchema = v.object({
  /** The name of the Lambda function. */
  name: functionName,
  /** Lambda's Handler setting; picks the handler inside the executable. */
  handler: identifier,
  /** The sample that it was started from. */
  sample: v.optional(line),
  /** The sample event, relative to the project's folder, with forward slashes. */
  event: v.optional(innerPath),
  // What "deploy" sets; a setting that is absent is left as it is on AWS. The file is committed: no place for secrets.
  ...settingSchemas,
});

const settingsSchema = v.object({
  /** The version of the generator that wrote the project. */
  version: line,
  name: functionName,
  /** C#'s root namespace; names the project's folder under src, unless `project` says otherwise. */
  namespace: namespaceName,
  /** The project file, where it is not src/{namespace}/{namespace}.csproj: converted projects stay in place. */
  project: v.optional(innerPath),
  framework: v.picklist(targetFrameworks),
  architecture: v.picklist(architectures),
  runtime: v.picklist(runtimes),
  library: v.picklist(libraries),
  with: v.array(v.picklist(extras)),
  functions: v.pipe(v.array(functionSchema), v.minLength(1)),
  stages: stagesSchema,
});

/** One Lambda function of a project. Memory in MB, timeout in seconds. */
export type FunctionSettings = v.InferOutput<typeof functionSchema>;
/** What a project remembers of itself: the answers it was made from and its functions. */
export type Settings = v.InferOutput<typeof settingsSchema>;

/** The path of the project file, relative to the project's folder, with forward slashes. */
export function projectFile({ project, namespace }: Pick<Settings, 'project' | 'namespace'>): string {
  return project ?? `src/${namespace}/${namespace}.csproj`;
}

interface RawSettings {
  readonly functions?: readonly unknown[];
  readonly stages?: Readonly<Record<string, unknown>>;
}

/** The settings with what an earlier text of them has besides, which a newer version may have written. */
function keepUnknown(settings: Settings, earlier: unknown): unknown {
  const read = v.safeParse(settingsSchema, earlier);
  if (!read.success) return settings;
  const { functions: rawFunctions = [] } = earlier as RawSettings;
  const functions = settings.functions.map((fn) => {
    const at = read.output.functions.findIndex(({ name }) => name === fn.name);
    return withUnknown(fn, unknownPart(rawFunctions[at], read.output.functions[at]));
  });
  return { ...(withUnknown(settings, unknownPart(earlier, read.output)) as object), functions };
}

/**
 * The settings as the text of `.yo-rc.json`, other generators' entries in `existing` kept, and what its own entry has
 * that this version does not know.
 * @throws UserError when a value could not be read again.
 */
export function formatSettings(settings: Settings, existing?: string): string {
  // Some come from a project's own files: what is written is what can be read again.
  const result = v.safeParse(settingsSchema, settings);
  if (!result.success) {
    const [issue] = result.issues;
    throw new UserError(
      `${v.getDotPath(issue) ?? settingsKey} of the settings would be wrong: ${issue.message}.`,
    );
  }
  const document: Record<string, unknown> = existing === undefined ? {} : JSON.parse(existing);
  const entry = keepUnknown(settings, document[settingsKey]);
  return `${JSON.stringify({ ...document, [settingsKey]: entry }, null, 2)}\n`;
}

/**
 * Reads the settings out of the text of `.yo-rc.json`, and names what this version does not know of its functions and stages.
 * @throws UserError when the text is no JSON, has no entry of ours, is nested too deeply to be written
 * again, or a value is out of its range.
 */
export function parseWithUnknown(
  text: string,
  file: string = settingsFile,
): { settings: Settings; unknown: UnknownSetting[] } {
  checkLimit(file, parseLimits.documentDepth, measureNesting(text, skipJson).depth);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not valid JSON (${(error as Error).message}); fix it or restore it.`);
  }
  const entry = (document as Record<string, unknown> | null)?.[settingsKey];
  if (entry === undefined) {
    throw new UserError(
      `${file} has no entry "${settingsKey}", so this is not a lambda-nativeaot project; run "lambda-nativeaot new" or "convert" first.`,
    );
  }
  const result = v.safeParse(settingsSchema, entry);
  if (result.success) {
    const { functions, stages } = entry as Required<RawSettings>;
    const ofFunctions = result.output.functions.flatMap((fn, i) =>
      unknownPaths(functions[i], fn).map((path) => ({ fn: fn.name, path })),
    );
    const ofStages = Object.entries(result.output.stages ?? {}).flatMap(([stage, known]) =>
      unknownPaths(stages[stage], known).map((path) => ({ stage, path })),
    );
    return { settings: result.output, unknown: [...ofFunctions, ...ofStages] };
  }
  const [issue] = result.issues;
  throw new UserError(`${file}: ${v.getDotPath(issue) ?? settingsKey} is wrong. ${issue.message}.`);
}

/** The same for those who only use what they know. */
export const parseSettings = (text: string, file?: string): Settings => parseWithUnknown(text, file).settings;

/**
 * Reads the settings of the project in `folder`, and names what this version does not know of its functions and stages.
 * @throws UserError when there is no project of ours in that folder, or its settings are damaged.
 */
export async function readWithUnknown(
  folder: string,
): Promise<{ settings: Settings; unknown: UnknownSetting[] }> {
  const path = join(folder, settingsFile);
  const text = await readTextIfThere(path, fileLimits.settings);
  if (text === undefined) {
    throw new UserError(
      `${folder} has no ${settingsFile}; run this in a project's folder, or make one with "lambda-nativeaot new".`,
    );
  }
  return parseWithUnknown(text, path);
}

/** The same for those who only use what they know. */
export const readSettings = async (folder: string): Promise<Settings> =>
  (await readWithUnknown(folder)).settings;

/**
 * The function of a Lambda name or a handler's name; the first one where no name is given. In a stage, the name that it has
 * there will do.
 * @throws UserError naming the functions that exist.
 */
export function findFunction(
  settings: Settings,
  nameOrHandler: string | undefined,
  stage?: Stage,
): FunctionSettings {
  if (nameOrHandler === undefined) return settings.functions[0] as FunctionSettings;
  const { functions } = settings;
  const found =
    functions.find((f) => f.name === nameOrHandler || f.handler === nameOrHandler) ??
    functions.find((f) => stage !== undefined && stagedName(f.name, stage) === nameOrHandler);
  if (found) return found;
  const known = settings.functions.map((f) => f.name).join(', ');
  throw new UserError(`No function "${nameOrHandler}" in this project; it has: ${known}.`, 2);
}
