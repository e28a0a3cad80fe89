import { createRequire } from 'node:module';
import type { Node, Pair, Scalar } from 'yaml';
import { isObject, type Members } from '../../settings/values.ts';

/** Loaded with the first template, since most projects have none. */
const yaml = () => createRequire(import.meta.url)('yaml') as typeof import('yaml');

/** A value with a comment above it. */
export class Commented {
  constructor(
    readonly comment: string,
    readonly value: unknown,
  ) {}
}

/** Values without the comments on them. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Commented) return plainValue(value.value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainValue(part)]));
}

/** The functions of CloudFormation that have a short form in YAML. */
const shortForms: Readonly<Record<string, { tag: string; text: (value: unknown) => string }>> = {
  Ref: { tag: '!Ref', text: String },
  'Fn::Sub': { tag: '!Sub', text: String },
  'Fn::GetAtt': { tag: '!GetAtt', text: (value) => (value as string[]).join('.') },
};

export const ref = (id: string) => ({ Ref: id });
export const getAtt = (id: string, attribute: string) => ({ 'Fn::GetAtt': [id, attribute] });

function shortForm(value: Members): Scalar | undefined {
  const [only, ...others] = Object.entries(value);
  const form = only && others.length === 0 ? shortForms[only[0]] : undefined;
  if (form === undefined || only === undefined) return undefined;
  const { Scalar } = yaml();
  const scalar = new Scalar(form.text(only[1]));
  scalar.tag = form.tag;
  return scalar;
}

function nodeOf(value: unknown): Node {
  const { Pair, Scalar, YAMLMap, YAMLSeq } = yaml();
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    list.items = value.map(nodeOf);
    return list;
  }
  if (!isObject(value)) return new Scalar(value);
  const short = shortForm(value);
  if (short !== undefined) return short;
  const map = new YAMLMap();
  map.items = Object.entries(value).map(([name, part]): Pair => {
    const key = new Scalar(name);
    if (!(part instanceof Commented)) return new Pair(key, nodeOf(part));
    key.commentBefore = ` ${part.comment}`;
    return new Pair(key, nodeOf(part.value));
  });
  return map;
}

/** A part of a template in YAML, at the left margin; nothing for an empty one. */
export function cloudFormationText(value: Members): string {
  if (Object.keys(value).length === 0) return '';
  const document = new (yaml().Document)();
  document.contents = nodeOf(value) as never;
  return document.toString({ lineWidth: 0 }).trimEnd();
}
