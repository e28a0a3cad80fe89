/** One part of a pattern between slashes: `undefined` stands for `**`, any folders or none. */
type Part = string | undefined;

/** A file pattern of MSBuild, taken apart. */
export interface Glob {
  /** The folder that it begins with, up to the first part with a wildcard; `..` and `/` may lead it. */
  readonly base: string;
  /** What follows that folder, as written. */
  readonly rest: string;
  /**
   * Whether a path fits. It is given in parts, in lower case, relative to the folder that the pattern is relative to.
   * `steps` grows by the work that this took.
   */
  matches(path: readonly string[], steps: Steps): boolean;
}

/** A count of comparisons. */
export interface Steps {
  count: number;
}

// Marks within a part; neither can be in the name of a file.
const anyRun = '\0';
const anyOne = '/';

/** Whether an item names files by a pattern, not one file. */
export const hasWildcards = (text: string) => /[*?]/.test(text);

/** MSBuild's escapes, `%2a` for `*`, as the characters that they stand for. */
export const unescaped = (text: string) =>
  text.replaceAll(/%(?!2f|00)([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

/** A path as part of a pattern in which it stands for itself. */
export const escaped = (path: string) =>
  path.replaceAll(/[%*?]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/** A path as `Glob.matches` takes it. */
export const pathParts = (path: string): string[] => path.toLowerCase().split('/');

function toPart(text: string): Part {
  if (text === '**') return undefined;
  // The marks come first: what is escaped stays what it is.
  return unescaped(text.replaceAll(/\*+/g, anyRun).replaceAll('?', anyOne)).toLowerCase();
}

/** The parts of a pattern; undefined where MSBuild takes it for no pattern at all. */
function partsOf(pattern: string): Part[] | undefined {
  const parts: Part[] = [];
  for (const text of pattern.split('/')) {
    const isWild = hasWildcards(text);
    // `**` stands alone between slashes. Source: FileMatcher.IsLegalFileSpec of MSBuild.
    if (text !== '**' && text.includes('**')) return undefined;
    if (text === '..') {
      const last = parts.at(-1);
      const isFixed = last !== undefined && last !== '..' && !last.includes(anyRun) && !last.includes(anyOne);
      if (isFixed) parts.pop();
      else if (parts.every((part) => part === '..')) parts.push('..');
      else return undefined;
    } else if (text !== '' && text !== '.') {
      const part = isWild ? toPart(text) : unescaped(text).toLowerCase();
      // Two of them in a row say no more than one.
      if (part !== undefined || parts.length === 0 || parts.at(-1) !== undefined) parts.push(part);
    }
  }
  // At the end, `**` means all files below, and `*.*` those without a dot as well.
  if (parts.length > 0 && parts.at(-1) === undefined) parts.push(anyRun);
  if (parts.at(-1) === `${anyRun}.${anyRun}`) parts[parts.length - 1] = anyRun;
  return parts;
}

/**
 * Matches a sequence against another one in which some items stand for any run of items. It goes back only to the
 * last such item, which is enough: the earliest place where what is between two of them fits leaves the most room.
 */
function matchRuns<T>(
  wanted: ArrayLike<T>,
  isRun: (item: T) => boolean,
  length: number,
  fits: (item: T, index: number) => boolean,
  steps: Steps,
): boolean {
  let at = 0;
  let run = -1;
  let runEnd = 0;
  for (let i = 0; i < length; ) {
    steps.count++;
    if (at < wanted.length && isRun(wanted[at] as T)) {
      run = at++;
      runEnd = i;
    } else if (at < wanted.length && fits(wanted[at] as T, i)) {
      at++;
      i++;
    } else if (run >= 0) {
      at = run + 1;
      i = ++runEnd;
    } else {
      return false;
    }
  }
  while (at < wanted.length && isRun(wanted[at] as T)) at++;
  return at === wanted.length;
}

const isAnyRun = (char: string) => char === anyRun;
const isAnyDepth = (part: Part) => part === undefined;

function partMatches(part: string, name: string, steps: Steps): boolean {
  const fits = (char: string, index: number) => char === anyOne || char === name[index];
  return matchRuns(part, isAnyRun, name.length, fits, steps);
}

/**
 * Reads a file pattern. Matching takes a time that grows with the product of pattern and path at most, whatever they
 * are: no regular expression is made of it.
 */
export function readGlob(pattern: string): Glob {
  const slashed = pattern.replaceAll('\\', '/');
  const parts = partsOf(slashed);
  const wild = slashed.search(/[*?]/);
  const fixed = wild === -1 ? slashed : slashed.slice(0, wild);
  const folderEnd = fixed.lastIndexOf('/') + 1;
  return {
    base: unescaped(fixed.slice(0, folderEnd)),
    rest: slashed.slice(folderEnd),
    matches(path, steps) {
      steps.count++;
      if (parts === undefined) return false;
      const fits = (part: Part, index: number) =>
        part !== undefined && partMatches(part, path[index] as string, steps);
      return matchRuns(parts, isAnyDepth, path.length, fits, steps);
    },
  };
}
