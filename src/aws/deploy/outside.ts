import { join } from 'node:path';
import { loadProject } from '../../dotnet/files.ts';
import { packageReferences } from '../../dotnet/packages.ts';
import { parseYaml } from '../../dotnet/yaml.ts';
import { UserError } from '../../errors.ts';
import { readText } from '../../files/text.ts';
import { samTemplateNames } from '../../functions/sam-template.ts';
import { packageTextIfThere } from '../../package.ts';
import { type FunctionSettings, projectFile, type Settings } from '../../project/settings.ts';
import { samplesFolder } from '../../samples/catalogue.ts';
import { isObject, type Members } from '../../settings/values.ts';

/** What starts a function, as SAM has it: the type of an event and its properties. */
export interface OutsideEvent {
  readonly type: string;
  readonly properties: Members;
}

/** What a function needs on AWS that is no setting of it, and that `deploy` does not make. */
export interface Outside {
  readonly events: readonly OutsideEvent[];
  /** What its role must allow: names of policies, SAM's own or IAM's, or undefined for statements of its own. */
  readonly policies: readonly (string | undefined)[];
  /** Resources that a sample's template makes besides, by their type. */
  readonly resources: readonly string[];
  /** Packages of the AWS SDK that the code calls AWS with. */
  readonly sdk: readonly string[];
  /** The project's own template that has it all; undefined where there is none. */
  readonly template: string | undefined;
}

const none = { events: [], policies: [], resources: [] };

/** A template as plain values; what only CloudFormation can work out is text. Undefined where it is no template. */
function plain(text: string, path: string): Members | undefined {
  const { document } = parseYaml(text, path);
  if (document.errors.length > 0) return undefined;
  try {
    const value: unknown = document.toJS();
    return isObject(value) ? value : undefined;
  } catch {
    // Too many aliases.
    return undefined;
  }
}

const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** A policy's name: text, or the one key of an object such as `DynamoDBCrudPolicy: {...}`. */
function policyName(policy: unknown): string | undefined {
  if (typeof policy === 'string') return policy;
  const keys = isObject(policy) ? Object.keys(policy) : [];
  return keys.length === 1 && /Policy$/.test(keys[0] as string) ? keys[0] : undefined;
}

/** Events and policies of a function of a template. Source: AWS SAM, AWS::Serverless::Function. */
function fromProperties(properties: Members): Pick<Outside, 'events' | 'policies'> {
  const events = isObject(properties.Events) ? Object.values(properties.Events) : [];
  return {
    events: events.flatMap((event) =>
      isObject(event) && typeof event.Type === 'string'
        ? [{ type: event.Type, properties: isObject(event.Properties) ? event.Properties : {} }]
        : [],
    ),
    policies: listOf(properties.Policies).map(policyName),
  };
}

const typesOf = (resources: unknown) =>
  isObject(resources)
    ? Object.values(resources).flatMap((r) => (isObject(r) && typeof r.Type === 'string' ? [r.Type] : []))
    : [];

/** The function in a template of the project; undefined where it is not there. */
function inTemplate(text: string, path: string, { name, handler }: FunctionSettings) {
  const resources = plain(text, path)?.Resources;
  const functions = (isObject(resources) ? Object.values(resources) : []).flatMap((resource) =>
    isObject(resource) && resource.Type === 'AWS::Serverless::Function' && isObject(resource.Properties)
      ? [resource.Properties]
      : [],
  );
  const found =
    functions.find(({ FunctionName }) => FunctionName === name) ??
    functions.find(({ Handler }) => Handler === handler);
  // Which of the template's resources are the function's, it does not say.
  return found && { ...none, ...fromProperties(found) };
}

function inSample({ sample }: FunctionSettings) {
  const path = `${samplesFolder}/${sample}/sam.yaml`;
  const text = sample === undefined ? undefined : packageTextIfThere(path);
  const fragment = text === undefined ? undefined : plain(text, path);
  if (fragment === undefined) return undefined;
  const { Properties, Resources } = fragment;
  return { ...fromProperties(isObject(Properties) ? Properties : {}), resources: typesOf(Resources) };
}

/** What `read` finds in files of a person; nothing where they cannot be read, which "doctor" reports. */
async function orNothing<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function sdkPackages(folder: string, settings: Settings): Promise<string[]> {
  const path = join(folder, projectFile(settings));
  if ((await readText(path)) === undefined) return [];
  return packageReferences(await loadProject(path))
    .map(({ id }) => id)
    .filter((id) => /^AWSSDK\.(?!Core$)/i.test(id));
}

/** What functions of the project in `folder` need besides their settings: by its template, else by their sample. */
export async function readOutside(
  folder: string,
  settings: Settings,
  functions: readonly FunctionSettings[],
): Promise<ReadonlyMap<string, Outside>> {
  const templates: { path: string; text: string }[] = [];
  for (const path of samTemplateNames) {
    const text = await orNothing(() => readText(join(folder, path)));
    if (text !== undefined) templates.push({ path, text });
  }
  const sdk = (await orNothing(() => sdkPackages(folder, settings))) ?? [];
  const outside = await Promise.all(
    functions.map(async (fn): Promise<[string, Outside]> => {
      for (const { path, text } of templates) {
        const found = await orNothing(async () => inTemplate(text, path, fn));
        if (found) return [fn.name, { ...found, sdk, template: path }];
      }
      return [fn.name, { ...(inSample(fn) ?? none), sdk, template: undefined }];
    }),
  );
  return new Map(outside);
}
