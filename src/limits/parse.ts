import { UserError } from '../errors.ts';
import { withCommas } from '../ui/wording.ts';

/** How much of something a text may have before it is refused. */
export interface Limit {
  /** The largest number that is still read. */
  readonly most: number;
  /** What is counted, in the plural: it stands behind the number in the message. */
  readonly what: string;
  /** What stands before the number, where that is not `has`. */
  readonly verb?: string;
  /** What the user can do, as an imperative without a full stop. */
  readonly advice: string;
}

const simplify = 'simplify it';
const smaller = 'name the folder of a smaller project';
const split = 'split the file';
const excludeGenerated = 'exclude generated files from the project';
const checkSyntax = 'check its syntax, or exclude it from the project';

/**
 * What our parsers read at most. Each number is far above what projects have, and low enough that no text up to it
 * costs more than a few seconds or 500 MB. One row a limit.
 */
export const parseLimits = {
  xmlDepth: { most: 100, what: 'levels of nested elements', advice: simplify },
  xmlNodes: { most: 60_000, what: 'elements, comments and attributes', advice: split },

  conditionCharacters: { most: 16_384, what: 'characters', advice: simplify },
  conditionDepth: { most: 100, what: 'levels of brackets', advice: simplify },
  valueCharacters: { most: 65_536, what: 'characters when its properties are expanded', advice: simplify },
  evaluationCharacters: {
    most: 16 * 1024 * 1024,
    what: 'characters of property values to expand and conditions to evaluate',
    advice: simplify,
  },
  evaluatedProperties: { most: 1_000_000, what: 'properties to evaluate', advice: 'import less' },
  imports: { most: 200, what: 'imports', advice: 'import fewer files' },
  projectFileCharacters: {
    most: 16 * 1024 * 1024,
    what: 'characters in project files, with those before it',
    advice: smaller,
  },
  projectFileNodes: {
    most: 300_000,
    what: 'elements in project files, with those before it',
    advice: smaller,
  },
  versionCharacters: { most: 256, what: 'characters', advice: simplify },
  itemEntries: { most: 100_000, what: 'entries in items of Compile', advice: 'use patterns' },
  compiledFiles: { most: 20_000, what: 'files to compile', advice: smaller },
  referencedProjects: { most: 100, what: 'referenced projects', advice: smaller },
  globFolders: {
    most: 10,
    what: 'folders outside of the project that patterns search',
    advice: 'use fewer patterns',
  },
  globSteps: {
    most: 100_000_000,
    what: 'steps to match its file patterns',
    advice: 'use fewer or simpler patterns',
  },

  documentDepth: { most: 200, what: 'levels of nesting', advice: simplify },
  // CloudFormation takes templates up to this size. Source: "Understand CloudFormation quotas".
  documentCharacters: { most: 1024 * 1024, what: 'characters', advice: split },
  documentTokens: { most: 200_000, what: 'words and signs', advice: split },
  documentLines: { most: 60_000, what: 'lines', advice: split },
  documentWork: { most: 10_000_000, what: 'words and signs to read again for its changes', advice: split },

  sourceCharacters: {
    most: 8 * 1024 * 1024,
    what: 'characters of C#, with the sources before it',
    advice: excludeGenerated,
  },
  // The parser takes some 250 bytes for each.
  sourceTokens: {
    most: 1_000_000,
    what: 'words and signs of C#, with the sources before it',
    advice: excludeGenerated,
  },
  sourceDepth: { most: 250, what: 'levels of nested brackets', advice: simplify },
  sourceMismatches: { most: 1000, what: 'brackets that do not match', advice: 'fix its syntax' },
  syntaxDepth: { most: 1000, what: 'levels of nested expressions', advice: simplify },
  parserSeconds: {
    most: 3,
    verb: 'takes',
    what: 'seconds to parse, and one more for each 200,000 words and signs',
    advice: checkSyntax,
  },
  parserMegabytes: {
    most: 280,
    verb: 'takes',
    what: 'megabytes to parse, with the sources before it',
    advice: checkSyntax,
  },
  // Code that compiles has some 30,000 in a million characters.
  declarations: {
    most: 200_000,
    what: 'declarations',
    advice: excludeGenerated,
  },
  usingDirectives: { most: 256, what: 'using directives', advice: simplify },
  globalUsings: { most: 512, what: 'namespaces imported everywhere', advice: simplify },
  typeNesting: { most: 20, what: 'levels of nested types', advice: simplify },
  matches: { most: 100_000, what: 'calls of methods', advice: 'exclude it from the project' },
  // The compiler takes 1023. Source: CS7013.
  nameCharacters: { most: 1024, what: 'characters', advice: 'give it a shorter name' },
  typeDepth: { most: 100, what: 'levels of type arguments', advice: simplify },
  ancestors: { most: 1000, what: 'declarations of base classes', advice: simplify },
  lineages: { most: 200_000, what: 'base classes to look at', advice: 'name the handler with --handler' },
  handlers: { most: 1000, what: 'handlers', advice: 'name those that you mean with --handler' },
  registrations: { most: 1000, what: 'calls that register handlers', advice: simplify },
  jsonTypes: { most: 50_000, what: 'types that its JSON context leads to', advice: simplify },
} as const satisfies Readonly<Record<string, Limit>>;

/**
 * The error for a text that goes beyond a limit, in one line. `subject` is the file, and where it helps what is in it:
 * `a.csproj`, `a.csproj:7: the property Doubled`.
 */
export function limitError(subject: string, { most, verb = 'has', what, advice }: Limit): UserError {
  return new UserError(`${subject} ${verb} more than ${withCommas(most)} ${what}, the limit; ${advice}.`);
}

/**
 * Refuses a number beyond a limit. A subject that takes work to name is given as a function.
 * @throws UserError
 */
export function checkLimit(subject: string | (() => string), limit: Limit, number: number): void {
  if (number > limit.most) throw limitError(typeof subject === 'string' ? subject : subject(), limit);
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
