import { join, posix } from 'node:path';
import { readRoute } from '../../commands/emulator-options.ts';
import { UsageError, UserError } from '../../errors.ts';
import { fileLimits } from '../../files/limits.ts';
import { readNamed, readTextIfThere, UnreadableFile } from '../../files/read.ts';
import { samTemplateNames } from '../../functions/sam-template.ts';
import type { ApiFormatName } from '../../platform/options.ts';
import { projectFile, type Settings } from '../../project/settings.ts';
import { isObject, type Members } from '../../settings/values.ts';
import { chosenFunction } from '../project.ts';
import type { ApiSetup } from './apis.ts';
import { type Api, type ApiRoute, defaultRoute } from './routes.ts';
import { type TemplateHttp, templateHttp } from './template.ts';

/** What the command line says of HTTP. */
export interface HttpFlags {
  readonly http?: ApiFormatName | undefined;
  /** Each of the form that `routeProblem` accepts. */
  readonly route?: readonly string[] | undefined;
  /** JSON or `@FILE`. */
  readonly claims?: string | undefined;
  /** The function that gets everything. */
  readonly function?: string | undefined;
}

/** The name of the API that the command line asks for. */
const flagApi = 'local';

/** The paths that together take everything; only an HTTP API has a route for that. */
const everything: Record<ApiFormatName, readonly string[]> = {
  'http-api': [defaultRoute],
  'http-api-1.0': [defaultRoute],
  rest: ['/', '/{proxy+}'],
  alb: ['/', '/{proxy+}'],
  'alb-multi': ['/', '/{proxy+}'],
};

/** The API of --http and --route; undefined where neither is given. @throws UsageError */
export function apiOfFlags(settings: Settings, flags: HttpFlags): Api | undefined {
  const { http, route: texts = [] } = flags;
  if (http === undefined && texts.length === 0) return undefined;
  const format = http ?? 'http-api';
  const routes =
    texts.length > 0
      ? texts.map((text) => routeOfFlag(settings, format, text))
      : everything[format].map((path) => ({
          method: 'ANY',
          path,
          functionName: onlyFunction(settings, flags, format),
          format,
        }));
  const stage = format === 'rest' ? 'prod' : defaultRoute;
  return {
    id: flagApi,
    format,
    stage,
    routes,
    binaryMediaTypes: [],
    opening: 'put its routes into template.yaml, as an API with CORS, to open it to web pages',
  };
}

function routeOfFlag(settings: Settings, format: ApiFormatName, text: string): ApiRoute {
  const { method, path, fn } = readRoute(text) as NonNullable<ReturnType<typeof readRoute>>;
  if (path === defaultRoute && !format.startsWith('http-api')) {
    throw new UsageError(`--route "${text}": only an HTTP API has the route $default; write /{proxy+}.`);
  }
  return { method, path, functionName: chosenFunction(settings, fn) as string, format };
}

function onlyFunction(settings: Settings, flags: HttpFlags, format: ApiFormatName): string {
  const chosen = chosenFunction(settings, flags.function);
  const [first, ...others] = settings.functions;
  if (chosen !== undefined) return chosen;
  if (first !== undefined && others.length === 0) return first.name;
  throw new UsageError(
    `--http ${format} needs to know which of the functions is meant; give --function NAME, or --route for each.`,
  );
}

/** The claims of --claims. @throws UsageError when they cannot be read, or are no object. */
export async function readClaims(given: string): Promise<Members> {
  const isFile = given.startsWith('@');
  const what = isFile ? given.slice(1) : '--claims';
  let text: string;
  try {
    text = isFile ? (await readNamed(what, fileLimits.settings)).toString() : given;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UsageError(`--claims: ${error.message}`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    // Claims may say who a user is: what was given is not shown.
    throw new UsageError(`${what} is not JSON; a file is named with @, as in --claims @claims.json.`, {
      cause: error,
    });
  }
  if (isObject(value)) return value;
  throw new UsageError(`${what} is not an object of claims, such as {"sub": "alice"}.`);
}

/** Where a project has its template: SAM's name for it, and the one that AWS's .NET tools have. */
function templatePaths(settings: Settings): string[] {
  const folders = ['', posix.dirname(projectFile(settings))];
  return folders.flatMap((folder) =>
    [...samTemplateNames, 'serverless.template'].map((name) => posix.join(folder, name)),
  );
}

const nothing: TemplateHttp = { apis: [], urls: new Map(), notes: [] };

/** What the template of a project says of HTTP. One that cannot be read is no reason not to run the functions. */
async function readTemplate(folder: string, settings: Settings): Promise<TemplateHttp> {
  try {
    for (const path of templatePaths(settings)) {
      const text = await readTextIfThere(join(folder, path), fileLimits.source);
      if (text !== undefined) return templateHttp(text, path, settings);
    }
    return nothing;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...nothing, notes: [`${error.message} Until then none of its routes is served.`] };
  }
}

/** What is in front of a project's functions. */
export interface ProjectHttp extends ApiSetup {
  /** The URLs that the template gives functions which have none in the settings. */
  readonly urls: TemplateHttp['urls'];
  readonly notes: readonly string[];
}

/**
 * The APIs of a project's template and of the command line.
 * @throws UsageError for flags that do not fit the project.
 */
export async function projectHttp(
  folder: string,
  settings: Settings,
  flags: HttpFlags,
): Promise<ProjectHttp> {
  const template = await readTemplate(folder, settings);
  const own = apiOfFlags(settings, flags);
  const apis = own === undefined ? template.apis : [...template.apis, own];
  const claims = flags.claims === undefined ? undefined : await readClaims(flags.claims);
  if (claims && !apis.some(({ format }) => !format.startsWith('alb'))) {
    throw new UsageError(
      '--claims is for routes of API Gateway, and there are none; give --http http-api or rest, or routes in template.yaml.',
    );
  }
  return { apis, claims, urls: template.urls, notes: template.notes };
}
