import { createRequire } from 'node:module';
import { packageTextIfThere } from '../package.ts';
import { samplesFolder } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';
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
function section(text: string, key: string): string {
  const { isMap, parseDocument } = yaml();
  const value = parseDocument(text).get(key, true);
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
  return { properties: section(text, 'Properties'), resources: section(text, 'Resources') };
}

/** CloudFormation's names of who may call a function URL. */
const authTypes = { none: 'NONE', iam: 'AWS_IAM' } as const;
const samInvokeModes = { buffered: 'BUFFERED', streaming: 'RESPONSE_STREAM' } as const;

/** The entries of one function. */
export function samEntries(
  { name, handler, memorySize, timeout, url, environment }: FunctionSettings,
  sample: Sample | undefined,
  className: string,
): SamEntries {
  const id = samLogicalId(className);
  const fragment = sample === undefined ? { properties: '', resources: '' } : fragmentOf(sample, className);
  const hasOwnEnvironment = /^Environment:/m.test(fragment.properties);
  const properties = yaml()
    .stringify({
      FunctionName: name,
      Handler: handler,
      MemorySize: memorySize,
      Timeout: timeout,
      ...(environment === undefined || hasOwnEnvironment ? {} : { Environment: { Variables: environment } }),
      ...(url === undefined
        ? {}
        : {
            FunctionUrlConfig: {
              AuthType: authTypes[url.auth],
              ...(url.invokeMode === undefined ? {} : { InvokeMode: samInvokeModes[url.invokeMode] }),
            },
          }),
    })
    .trimEnd();
  const own = [properties, fragment.properties].filter((text) => text !== '').join('\n');
  const resource = `${id}:\n  Type: AWS::Serverless::Function\n  Properties:\n${indentText(own, 4)}`;
  const outputs =
    url === undefined
      ? ''
      : `${id}Endpoint:\n  Description: URL of ${name}\n  Value: !GetAtt ${id}Url.FunctionUrl`;
  return {
    resources: [resource, fragment.resources].filter((text) => text !== '').join('\n\n'),
    outputs,
  };
}
