import { join } from 'node:path';
import { loadProject } from '../../dotnet/files.ts';
import { packageReferences } from '../../dotnet/packages.ts';
import { parseYaml } from '../../dotnet/yaml.ts';
import { UserError } from '../../errors.ts';
import { readText } from '../../files/text.ts';
import { samTemplateNames } from '../../functions/sam-template.ts';
import type { Extra } from '../../platform/options.ts';
import { samEvents } from '../../project/infrastructure/sam-surroundings.ts';
import { type FunctionSettings, projectFile, type Settings } from '../../project/settings.ts';
import { allSamples } from '../../samples/catalogue.ts';
import { complete, type Surroundings } from '../../samples/surroundings.ts';
import { isObject, type Members } from '../../settings/values.ts';

/** What starts a function, as SAM has it: the type of an event and its properties. */
export interface OutsideEvent {
  readonly type: string;
  readonly properties: Members;
}

/** What a function needs on AWS that is no setting of it, and that `deploy` does not make. */
export interface Outside {
  /** What its sample works with: the role of `--create-role` allows it. */
  readonly surroundings: Surroundings;
  /** What starts it besides, by the project's own template. */
  readonly events: readonly OutsideEvent[];
  /** What its role must allow besides: names of policies, SAM's own or IAM's, or undefined for statements of its own. */
  readonly policies: readonly (string | undefined)[];
  /** Packages of the AWS SDK that the code calls AWS with. */
  readonly sdk: readonly string[];
  /** The project's own template that has it all; undefined when it has none. */
  readonly template: string | undefined;
  /** The tools that the project was written for. */
  readonly tools: readonly Extra[];
}

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
  return found && fromProperties(found);
}

const ofSample = (id: string | undefined): Surroundings =>
  complete(allSamples().find((sample) => sample.id === id)?.surroundings);

/** SAM's types of the events of a description. */
const typesOf = (surroundings: Surroundings): ReadonlySet<string> =>
  new Set(Object.values(samEvents(surroundings, String)).map(({ Type }) => Type));

/** What `read` finds in files of the user; nothing where they cannot be read, which "doctor" reports. */
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
  const tools = settings.with;
  const outside = await Promise.all(
    functions.map(async (fn): Promise<[string, Outside]> => {
      const surroundings = ofSample(fn.sample);
      const known = typesOf(surroundings);
      for (const { path, text } of templates) {
        const found = await orNothing(async () => inTemplate(text, path, fn));
        if (found === undefined) continue;
        const events = found.events.filter(({ type }) => !known.has(type));
        // Statements without a name are how a description's grants stand in a template.
        const policies = found.policies.filter(
          (policy) => policy !== undefined || surroundings.grants.length === 0,
        );
        return [fn.name, { surroundings, events, policies, sdk, template: path, tools }];
      }
      return [fn.name, { surroundings, events: [], policies: [], sdk, template: undefined, tools }];
    }),
  );
  return new Map(outside);
}
