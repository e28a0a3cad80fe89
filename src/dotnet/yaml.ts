import { type Document, isScalar, type Pair, parseDocument, visit, type YAMLMap, YAMLParseError } from 'yaml';
import { measureNesting, skipNothing } from '../limits/nesting.ts';
import { checkLimit, limitError, parseLimits } from '../limits/parse.ts';
import { lineOf } from './splice.ts';

/** The pairs of maps by their keys, worked out once for each; the first of a key counts. */
export function keyIndex(): (map: YAMLMap) => ReadonlyMap<unknown, Pair> {
  const indexes = new WeakMap<YAMLMap, Map<unknown, Pair>>();
  return (map) => {
    const known = indexes.get(map);
    if (known) return known;
    const index = new Map<unknown, Pair>();
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? pair.key.value : pair.key;
      if (!index.has(key)) index.set(key, pair);
    }
    indexes.set(map, index);
    return index;
  };
}

/** An error for each key that a map has twice. The library's own check compares every key with every other. */
function repeatedKeys(document: Document.Parsed): YAMLParseError[] {
  const errors: YAMLParseError[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const [start = 0, end = start] = key.range ?? [];
        if (seen.has(key.value))
          errors.push(new YAMLParseError([start, end], 'DUPLICATE_KEY', 'Map keys must be unique'));
        seen.add(key.value);
      }
    },
  });
  return errors;
}

/** The library's document, with errors for keys that are there twice. */
function read(text: string): Document.Parsed {
  const document = parseDocument(text, {
    // Unknown tags are no reason for a warning.
    logLevel: 'silent',
    // Both take a time that grows with the square of what they look at.
    prettyErrors: false,
    uniqueKeys: false,
  });
  if (document.errors.length === 0) document.errors.push(...repeatedKeys(document));
  return document;
}

/**
 * Parses YAML, tags of CloudFormation among it. What is wrong with it stands in the document's errors; aliases are
 * not resolved, so that none can multiply what is there.
 * @throws UserError when it has too much in it, or is nested too deeply.
 */
export function parseYaml(text: string, path: string): { document: Document.Parsed; tokens: number } {
  checkLimit(path, parseLimits.documentCharacters, text.length);
  const { tokens } = measureNesting(text, skipNothing);
  checkLimit(path, parseLimits.documentTokens, tokens);
  checkLimit(path, parseLimits.documentLines, lineOf(text, text.length));
  try {
    const document = read(text);
    const tooDeep = document.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
    if (!tooDeep) return { document, tokens };
    throw limitError(`${path}:${lineOf(text, tooDeep.pos[0])}`, parseLimits.documentDepth);
  } catch (error) {
    // The library calls itself for each level. It says so when that is too much for the stack, but not everywhere;
    // how deep a text is takes a parser to tell, and the stack has room for several times the limit.
    if (error instanceof RangeError) throw limitError(path, parseLimits.documentDepth);
    throw error;
  }
}
