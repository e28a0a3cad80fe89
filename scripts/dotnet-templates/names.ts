import { typesInSources } from '../../src/project/answers.ts';
import { imageName, nameRules, pascalCase } from '../../src/project/names.ts';

/** A form of the template engine: a regular expression and what takes its place, one after the other. */
export interface Replacement {
  readonly pattern: string;
  readonly replacement: string;
}

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

/** An alternation of whole words. */
const oneOf = (words: Iterable<string>) => `^(${[...words].sort().join('|')})$`;

/** What `pascalCase` does; a replacement cannot raise a letter, hence one for each. */
export const pascalSteps: readonly Replacement[] = [
  ...letters.map((letter) => ({
    pattern: `(?<=^|[-_])${letter}`,
    replacement: letter.toUpperCase(),
  })),
  { pattern: '[-_]+', replacement: '' },
];

/** What `rootNamespace` does after it. */
export const namespaceSteps = (): readonly Replacement[] => [
  ...pascalSteps,
  { pattern: oneOf(typesInSources()), replacement: '$1App' },
];

/** What `imageName` does after the letters are small. */
export const imageSteps: readonly Replacement[] = [
  { pattern: '[-_]+', replacement: '-' },
  { pattern: '^-|-$', replacement: '' },
];

const chain = (name: string, first: readonly string[], steps: readonly Replacement[]) => ({
  ...Object.fromEntries(steps.map((step, at) => [`${name}${at + 1}`, { identifier: 'replace', ...step }])),
  [name]: { identifier: 'chain', steps: [...first, ...steps.map((_, at) => `${name}${at + 1}`)] },
});

/** The forms of a name, as template.json has them. */
export const nameForms = () => ({
  lower: { identifier: 'lowerCaseInvariant' },
  ...chain('pascal', [], pascalSteps),
  ...chain('namespace', [], namespaceSteps()),
  ...chain('image', ['lower'], imageSteps),
});

/** A pattern of ours in .NET's words. */
const dotnetPattern = ({ source, flags }: RegExp) => `${flags.includes('i') ? '(?i)' : ''}${source}`;

/** Symbols that say whether a name breaks a rule, and one that says whether it breaks any; `pascal` is the name in C#'s casing. */
export function nameProblemSymbols(pascal: string): Record<string, object> {
  const rules = nameRules.map(({ of, pattern }, at) => [
    `nameProblem${at + 1}`,
    {
      type: 'generated',
      generator: 'regexMatch',
      datatype: 'bool',
      parameters: { source: of === 'name' ? 'name' : pascal, pattern: dotnetPattern(pattern) },
    },
  ]);
  const any = { type: 'computed', value: `(${rules.map(([name]) => name).join(' || ')})` };
  return { ...Object.fromEntries(rules), nameProblem: any };
}

/** A name and what is made of it: stands in the template's files where a project has its own. */
export interface NameSet {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
}

/** The forms of a name that projects have in their files. */
export const nameSet = (name: string): NameSet => ({
  name,
  namespace: pascalCase(name),
  image: imageName(name),
});

/** Told apart in every form, and in no template. */
export const placeholder = nameSet('Lambda_NativeAot-Name');

/** Another one, with other lengths and letters: what the first alone cannot tell. */
export const otherName = nameSet('zz_Another-One_of-the-names');

/** A text with one name in place of another, in all of its forms. */
export const renamed = (text: string, from: NameSet, to: NameSet): string =>
  text
    .replaceAll(from.name, to.name)
    .replaceAll(from.namespace, to.namespace)
    .replaceAll(from.image, to.image);
