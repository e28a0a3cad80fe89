import { createRequire } from 'node:module';
import type { Node, Parser, Query, Tree } from '@vscode/tree-sitter-wasm';

export type { Node } from '@vscode/tree-sitter-wasm';

/** A parsed C# source; offsets in it are UTF-16 code units, as in the text. */
export interface CSharpSource {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
}

/** A tree-sitter query's matches: the captured nodes by name, one record a match. */
export type Matches = readonly Readonly<Record<string, Node>>[];

/** The C# parser, loaded. */
export interface CSharpParser {
  parse(text: string, path: string): CSharpSource;
  /** Runs a query in tree-sitter's language; queries are compiled once. */
  match(query: string, node: Node): Matches;
}

let loading: Promise<CSharpParser> | undefined;

/** The parser; its grammar (5 MB of WebAssembly) is loaded on the first call. */
export function loadCSharp(): Promise<CSharpParser> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CSharpParser> {
  const library = await import('@vscode/tree-sitter-wasm');
  const { Language, Parser, Query } = library.default ?? library;
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve(
    '@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm',
  );
  const language = await Language.load(grammar);
  const parser: Parser = new Parser();
  parser.setLanguage(language);
  const queries = new Map<string, Query>();
  return {
    parse(text, path) {
      // A byte order mark is no part of the grammar; a blank keeps the offsets.
      const tree = parser.parse(text.replace(/^\uFEFF/, ' ')) as Tree;
      return { path, text, root: tree.rootNode };
    },
    match(query, node) {
      const compiled = queries.get(query) ?? new Query(language, query);
      queries.set(query, compiled);
      return compiled
        .matches(node)
        .map(({ captures }) => Object.fromEntries(captures.map((capture) => [capture.name, capture.node])));
    },
  };
}
