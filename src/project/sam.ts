import { createRequire } from 'node:module';
import type { Document } from 'yaml';
import { packageTextIfThere } from '../package.ts';
import { handlerSetting, type Runtime } from '../platform/runtimes.ts';
import { samplesFolder } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';
import { usualLogGroup } from '../settings/log-group.ts';
import type { SamFunction } from '../settings/row.ts';
import { settingRows } from '../settings/table.ts';
import { isObject, type Members } from '../settings/values.ts';
import type { FunctionSettings } from './settings.ts';
import { renameType } from './source.ts';

/** Loaded with the first template.yaml, since most projects have none. */
const yaml = () => createRequire(import.meta.url)('yaml') as typeof import('yaml');

/** What a function is in a SAM template: the text of its entries, without the indentation of their section. */
export interface SamEntries {
  readonly resources: string;
  readonly outputs: string;
}

/** The name of a function inside of the template. */
export function samLogicalId(className: string): string {
  return className.endsWith('Function') ? className : `${className}Function`;
}

/** Shifts a text; empty lines stay empty. */
export function indentText(text: string, columns: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(columns));
}

/** The text below a top-level key of a YAML file, as it stands there, shifted to the left margin. */
function section(text: string, document: Document, key: string): string {
  const { isMap } = yaml();
  const value = document.get(key, true);
  if (!isMap(value) || !value.range) return '';
  const [start, , end] = value.range;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const lines = text
    .slice(start - column, end)
    .trimEnd()
    .split('\n');
  return lines.map((line) => line.slice(column)).join('\n');
}

/** A sample's part of the template: events, permissions and resources of its own. */
function fragmentOf({ id, class: from }: Sample, to: string): { properties: string; resources: string } {
  const fragment = packageTextIfThere(`${samplesFolder}/${id}/sam.yaml`);
  if (fragment === undefined) return { properties: '', resources: '' };
  const text = renameType(fragment, { from, to });
  const document = yaml().parseDocument(text);
  return {
    properties: section(text, document, 'Properties'),
    resources: section(text, document, 'Resources'),
  };
}

/** Properties over others: objects are merged, lists are joined, and everything else is the later one's. */
function merge(first: Members, second: Members): Members {
  const merged = Object.entries(second).map(([name, value]) => {
    const before = first[name];
    if (isObject(before) && isObject(value)) return [name, merge(before, value)];
    return [name, Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value];
  });
  return { ...first, ...Object.fromEntries(merged) };
}

/** What the settings of a function are in a template. One that has no place there has a reason in its row. */
function settingsInSam(settings: FunctionSettings, id: string): { properties: Members; resources: Members } {
  const { name, role, logGroup = usualLogGroup(name) } = settings;
  const fn: SamFunction = { id, name, logGroup, hasRole: role !== undefined };
  const parts = settingRows.flatMap(({ name: key, sam }) => {
    const value = (settings as Members)[key];
    if (value === undefined || value === null || 'missing' in sam) return [];
    return [{ properties: sam.properties(value, fn), resources: sam.resources?.(value, fn) ?? {} }];
  });
  return {
    properties: parts.reduce<Members>((all, part) => merge(all, part.properties), {}),
    resources: parts.reduce<Members>((all, part) => merge(all, part.resources), {}),
  };
}

/**
 * A sample's properties with those of the settings that it has a part of: maps and lists become one, and what the
 * sample says itself stays as it is, for it refers to the sample's own resources.
 */
function joined(fragment: string, settings: Members): string {
  const { isMap, isSeq, parseDocument } = yaml();
  const document = parseDocument(fragment, { logLevel: 'silent' });
  let isChanged = false;
  const add = (path: readonly string[], value: unknown): void => {
    const node = document.getIn(path, true);
    if (isMap(node) && isObject(value)) {
      for (const [name, part] of Object.entries(value)) add([...path, name], part);
    } else if (isSeq(node) && Array.isArray(value)) {
      for (const item of value) node.add(document.createNode(item, { aliasDuplicateObjects: false }));
      isChanged ||= value.length > 0;
    } else if (node === undefined) {
      document.setIn(path, document.createNode(value, { aliasDuplicateObjects: false }));
      isChanged = true;
    }
  };
  for (const [name, value] of Object.entries(settings)) add([name], value);
  return isChanged ? document.toString({ lineWidth: 0 }).trimEnd() : fragment;
}

/** The properties that a fragment has. */
function namesIn(fragment: string): Set<string> {
  const { isMap, parseDocument } = yaml();
  const { contents } = parseDocument(fragment, { logLevel: 'silent' });
  return new Set(isMap(contents) ? contents.items.map(({ key }) => String(key)) : []);
}

const yamlText = (value: Members) =>
  Object.keys(value).length === 0
    ? ''
    : yaml().stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd();

/** The entries of one function. */
export function samEntries(
  settings: FunctionSettings,
  runtime: Runtime,
  sample: Sample | undefined,
  className: string,
): SamEntries {
  const { name, url } = settings;
  const { handler, variables } = handlerSetting(runtime, settings.handler);
  const id = samLogicalId(className);
  const fragment = sample === undefined ? { properties: '', resources: '' } : fragmentOf(sample, className);
  const environment = { ...variables, ...settings.environment };
  const isNamed = Object.keys(variables).length > 0;
  const own = settingsInSam(isNamed ? { ...settings, environment } : settings, id);
  const inFragment = namesIn(fragment.properties);
  const entries = Object.entries(own.properties);
  const apart = Object.fromEntries(entries.filter(([property]) => !inFragment.has(property)));
  const shared = Object.fromEntries(entries.filter(([property]) => inFragment.has(property)));
  const properties = yamlText({ FunctionName: name, Handler: handler, ...apart });
  const rest = fragment.properties === '' ? '' : joined(fragment.properties, shared);
  const body = [properties, rest].filter((text) => text !== '').join('\n');
  const resource = `${id}:\n  Type: AWS::Serverless::Function\n  Properties:\n${indentText(body, 4)}`;
  const outputs =
    url === undefined
      ? ''
      : `${id}Endpoint:\n  Description: URL of ${name}\n  Value: !GetAtt ${id}Url.FunctionUrl`;
  return {
    resources: [resource, yamlText(own.resources), fragment.resources]
      .filter((text) => text !== '')
      .join('\n\n'),
    outputs,
  };
}
