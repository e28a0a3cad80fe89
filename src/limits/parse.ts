import { UserError } from '../errors.ts';

/** How much of something a text may have before it is refused. */
export interface Limit {
  /** The largest number that is still read. */
  readonly most: number;
  /** What is counted, in the plural: it stands behind the number in the message. */
  readonly what: string;
  /** What stands before the number, where that is not `has`. */
  readonly verb?: string;
  /** What the user can do, as an imperative without a full stop. */
  readonly todo: string;
}

const simplify = 'simplify it';
const smaller = 'name the folder of a smaller project';
const split = 'split the file';

/**
 * What our parsers read at most. Each number is far above what projects have, and low enough that no text up to it
 * costs more than a few seconds or 500 MB. One row a limit.
 */
export const parseLimits = {
  xmlDepth: { most: 100, what: 'levels of nested elements', todo: simplify },
  xmlNodes: { most: 60_000, what: 'elements, comments and attributes', todo: split },

  conditionCharacters: { most: 16_384, what: 'characters', todo: simplify },
  conditionDepth: { most: 100, what: 'levels of brackets', todo: simplify },
  valueCharacters: { most: 65_536, what: 'characters when its properties are expanded', todo: simplify },
  evaluationCharacters: {
    most: 16 * 1024 * 1024,
    what: 'characters of property values to expand and conditions to evaluate',
    todo: simplify,
  },
  evaluatedProperties: { most: 1_000_000, what: 'properties to evaluate', todo: 'import less' },
  imports: { most: 200, what: 'imports', todo: 'import fewer files' },
  projectFileCharacters: {
    most: 16 * 1024 * 1024,
    what: 'characters in project files, with those before it',
    todo: smaller,
  },
  projectFileNodes: { most: 300_000, what: 'elements in project files, with those before it', todo: smaller },
  versionCharacters: { most: 256, what: 'characters', todo: simplify },
  itemEntries: { most: 100_000, what: 'entries in items of Compile', todo: 'use patterns' },
  compiledFiles: { most: 20_000, what: 'files to compile', todo: smaller },
  referencedProjects: { most: 100, what: 'referenced projects', todo: smaller },
  globFolders: {
    most: 10,
    what: 'folders outside of the project that patterns search',
    todo: 'use fewer patterns',
  },
  globSteps: {
    most: 100_000_000,
    what: 'steps to match its file patterns',
    todo: 'use fewer or simpler patterns',
  },

  documentDepth: { most: 200, what: 'levels of nesting', todo: simplify },
  // CloudFormation takes templates up to this size. Source: "Understand CloudFormation quotas".
  documentCharacters: { most: 1024 * 1024, what: 'characters', todo: split },
  documentTokens: { most: 200_000, what: 'words and signs', todo: split },
  documentLines: { most: 60_000, what: 'lines', todo: split },
  documentWork: { most: 10_000_000, what: 'words and signs to read again for its changes', todo: split },

  sourceCharacters: {
    most: 8 * 1024 * 1024,
    what: 'characters of C#, with the sources before it',
    todo: 'exclude generated files from the project',
  },
  // The parser takes some 250 bytes for each.
  sourceTokens: {
    most: 1_000_000,
    what: 'words and signs of C#, with the sources before it',
    todo: 'exclude generated files from the project',
  },
  sourceDepth: { most: 250, what: 'levels of nested brackets', todo: simplify },
  sourceMismatches: { most: 1000, what: 'brackets that do not match', todo: 'fix its syntax' },
  syntaxDepth: { most: 1000, what: 'levels of nested expressions', todo: simplify },
  parserSeconds: {
    most: 3,
    verb: 'takes',
    what: 'seconds to parse, and one more for each 200,000 words and signs',
    todo: 'check its syntax, or exclude it from the project',
  },
  parserMegabytes: {
    most: 280,
    verb: 'takes',
    what: 'megabytes to parse, with the sources before it',
    todo: 'check its syntax, or exclude it from the project',
  },
  // Code that compiles has some 30,000 in a million characters.
  declarations: {
    most: 200_000,
    what: 'declarations',
    todo: 'exclude generated files from the project',
  },
  usingDirectives: { most: 256, what: 'using directives', todo: simplify },
  globalUsings: { most: 512, what: 'namespaces imported everywhere', todo: simplify },
  typeNesting: { most: 20, what: 'levels of nested types', todo: simplify },
  matches: { most: 100_000, what: 'calls of methods', todo: 'exclude it from the project' },
  // The compiler takes 1023. Source: CS7013.
  nameCharacters: { most: 1024, what: 'characters', todo: 'give it a shorter name' },
  typeDepth: { most: 100, what: 'levels of type arguments', todo: simplify },
  ancestors: { most: 1000, what: 'declarations of base classes', todo: simplify },
  lineages: { most: 200_000, what: 'base classes to look at', todo: 'name the handler with --handler' },
  handlers: { most: 1000, what: 'handlers', todo: 'name those that you mean with --handler' },
  registrations: { most: 1000, what: 'calls that register handlers', todo: simplify },
  jsonTypes: { most: 50_000, what: 'types that its JSON context leads to', todo: simplify },
} as const satisfies Readonly<Record<string, Limit>>;

/** A number as messages show it: 1,000,000. */
const shown = (number: number) => number.toLocaleString('en-US');

/**
 * The error for a text that goes beyond a limit, in one line. `subject` is the file, and where it helps what is in it:
 * `a.csproj`, `a.csproj:7: the property Doubled`.
 */
export function limitError(subject: string, { most, verb = 'has', what, todo }: Limit): UserError {
  return new UserError(`${subject} ${verb} more than ${shown(most)} ${what}, the limit; ${todo}.`);
}

/** @throws UserError when the number is beyond the limit. */
export function checkLimit(subject: string, limit: Limit, number: number): void {
  if (number > limit.most) throw limitError(subject, limit);
}

/** Adds up what several texts use of limits that they share. */
export class Budget {
  readonly #used = new Map<Limit, number>();

  /** @throws UserError when the sum goes beyond the limit; `subject` is the file that did it. */
  spend(subject: string, limit: Limit, amount: number): void {
    const used = (this.#used.get(limit) ?? 0) + amount;
    this.#used.set(limit, used);
    checkLimit(subject, limit, used);
  }
}
