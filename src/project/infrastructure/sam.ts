import type { SamFunction } from '../../settings/infrastructure.ts';
import { settingRows } from '../../settings/table.ts';
import type { Members } from '../../settings/values.ts';
import { cloudFormationText, ref } from './cloudformation-text.ts';
import type { DescribedFunction } from './description.ts';
import { mergeAll } from './merge.ts';
import { samEvents, samGrants, samResources } from './sam-surroundings.ts';

/** What a function is in a SAM template: the text of its entries, without the indentation of their section. */
export interface SamEntries {
  readonly resources: string;
  readonly outputs: string;
}

/** The name of a function inside of the template. */
export function samLogicalId(className: string): string {
  return className.endsWith('Function') ? className : `${className}Function`;
}

/** What the settings of a function are in a template. One that has no place there has a reason in its row. */
function settingsInSam({ settings, className, hasOwnLogGroup }: DescribedFunction) {
  const fn: SamFunction = {
    id: samLogicalId(className),
    name: settings.name,
    logGroup: settings.logGroup,
    hasOwnLogGroup,
    hasRole: settings.role !== undefined,
  };
  const parts = settingRows.flatMap(({ name: key, sam }) => {
    const value = (settings as Members)[key];
    if (value === undefined || value === null || 'missing' in sam) return [];
    return [{ properties: sam.properties(value, fn), resources: sam.resources?.(value, fn) ?? {} }];
  });
  return {
    properties: mergeAll(parts.map(({ properties }) => properties)),
    resources: mergeAll(parts.map(({ resources }) => resources)),
  };
}

/** The properties of a function that are not settings of it: what it works with, and what starts it. */
function surroundingProperties({ surroundings, className, settings }: DescribedFunction): Members {
  const ids = (name: string) => `${className}${name}`;
  const variables = Object.entries(surroundings.environment).map(([name, of]) => [name, ref(ids(of))]);
  const grants = settings.role === undefined ? samGrants(surroundings, ids) : [];
  const events = samEvents(surroundings, ids);
  return {
    ...(variables.length === 0 ? {} : { Environment: { Variables: Object.fromEntries(variables) } }),
    ...(grants.length === 0 ? {} : { Policies: grants }),
    ...(Object.keys(events).length === 0 ? {} : { Events: events }),
  };
}

/** The resources of one function, by logical id. */
function samResourcesOf(fn: DescribedFunction): Members {
  const { className, handler, settings, surroundings } = fn;
  const own = settingsInSam(fn);
  const Properties = mergeAll([
    { FunctionName: settings.name, Handler: handler },
    own.properties,
    surroundingProperties(fn),
  ]);
  return {
    [samLogicalId(className)]: { Type: 'AWS::Serverless::Function', Properties },
    ...own.resources,
    ...samResources(surroundings, (name) => `${className}${name}`, settings.timeout),
  };
}

/** The entries of one function. */
export function samEntries(fn: DescribedFunction): SamEntries {
  const { className, settings } = fn;
  const id = samLogicalId(className);
  const resources = Object.entries(samResourcesOf(fn)).map(([name, body]) =>
    cloudFormationText({ [name]: body }),
  );
  const outputs =
    settings.url === undefined
      ? ''
      : `${id}Endpoint:\n  Description: URL of ${settings.name}\n  Value: !GetAtt ${id}Url.FunctionUrl`;
  return { resources: resources.join('\n\n'), outputs };
}
