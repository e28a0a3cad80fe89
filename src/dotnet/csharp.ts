import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Language, Node, Parser, ParseState, Query, QueryState, Tree } from '@vscode/tree-sitter-wasm';
import { measureNesting } from '../limits/nesting.ts';
import { Budget, checkLimit, limitError, parseLimits } from '../limits/parse.ts';
import { packagePathIfThere } from '../package.ts';
import { skipCSharp } from './csharp-lexis.ts';
import { syntaxDepth } from './syntax.ts';

export type { Node } from '@vscode/tree-sitter-wasm';

/** A parsed C# source; offsets in it are UTF-16 code units, as in the text. */
export interface CSharpSource {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** What the sources of one parser use of limits that they share. */
  readonly budget: Budget;
}

/** A tree-sitter query's matches: the captured nodes by name, one record a match. */
export type Matches = readonly Readonly<Record<string, Node>>[];

/** The C# parser, for the sources of one run: they share its limits. */
export interface CSharpParser {
  /** @throws UserError when the source, or all of them together, are too large, too deep or take too long. */
  parse(text: string, path: string): CSharpSource;
  /**
   * Runs a query in tree-sitter's language; queries are compiled once.
   * @throws UserError when it finds too much, or takes too long.
   */
  match(query: string, node: Node): Matches;
}

/** The library with the grammar; its memory is a WebAssembly's own. */
interface Grammar {
  readonly language: Language;
  readonly parser: Parser;
  readonly newQuery: (text: string) => Query;
  readonly queries: Map<string, Query>;
  readonly memory: WebAssembly.Memory;
  /** Whether its memory did not suffice: nothing of it can be used after that, and there is one for a process. */
  isDead: boolean;
}

let loading: Promise<Grammar> | undefined;

/** A parser with limits of its own; the grammar (5 MB of WebAssembly) is loaded on the first call. */
export async function loadCSharp(): Promise<CSharpParser> {
  loading ??= load();
  return new LimitedParser(await loading);
}

const pageBytes = 65_536;
const initialPages = 512;
/** A source is given up when the memory has grown to the limit; in between there may be need for an eighth more. */
const maximumPages = Math.floor((parseLimits.parserMegabytes.most * 1_000_000 * 8) / 7 / pageBytes);

/** Where the parser and its grammar are: the package carries the two that it needs, a clone has them from npm. */
function parserFiles(resolve: (name: string) => string): {
  readonly script: string;
  readonly grammar: string;
} {
  const carried = packagePathIfThere('dist/tree-sitter');
  const name = 'tree-sitter-c-sharp.wasm';
  return carried === undefined
    ? {
        script: resolve('@vscode/tree-sitter-wasm'),
        grammar: resolve(`@vscode/tree-sitter-wasm/wasm/${name}`),
      }
    : { script: join(carried, 'tree-sitter.cjs'), grammar: join(carried, name) };
}

async function load(): Promise<Grammar> {
  const require = createRequire(import.meta.url);
  const { script, grammar } = parserFiles((name) => require.resolve(name));
  const { Language, Parser, Query } = require(script) as typeof import('@vscode/tree-sitter-wasm');
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
  // The library hands these on to Emscripten, whatever its declarations say. It would write "Aborted()" to standard
  // error when the memory does not suffice; our error says more.
  const options: object = { wasmMemory: memory, printErr: () => undefined };
  await Parser.init(options as Parameters<typeof Parser.init>[0]);
  const language = await Language.load(grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const newQuery = (text: string) => new Query(language, text);
  return { language, parser, newQuery, queries: new Map(), memory, isDead: false };
}

/** The processor's time that this process has used, in seconds: what else the machine does counts less than by a clock. */
function secondsUsed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** Words and signs for which the library gets a second more; it parses three times as many of code that compiles. */
const tokensPerSecond = 200_000;

/** The library's time for one kind of work: some seconds, and more with every source. */
class Stopwatch {
  #left = parseLimits.parserSeconds.most;

  allow(tokens: number): void {
    this.#left += tokens / tokensPerSecond;
  }

  /** Runs something that asks from time to time whether it has to end. */
  run<T>(work: (isOver: () => boolean) => T): { result: T; isOver: boolean } {
    const start = secondsUsed();
    const result = work(() => secondsUsed() - start > this.#left);
    this.#left -= secondsUsed() - start;
    return { result, isOver: this.#left < 0 };
  }
}

class LimitedParser implements CSharpParser {
  readonly #grammar: Grammar;
  readonly #budget = new Budget();
  readonly #parsing = new Stopwatch();
  readonly #matching = new Stopwatch();
  readonly #paths = new WeakMap<Tree, string>();

  constructor(grammar: Grammar) {
    this.#grammar = grammar;
  }

  parse(text: string, path: string): CSharpSource {
    this.#budget.spend(path, parseLimits.sourceCharacters, text.length);
    const { depth, mismatches, tokens } = measureNesting(text, skipCSharp);
    this.#budget.spend(path, parseLimits.sourceTokens, tokens);
    checkLimit(path, parseLimits.sourceDepth, depth);
    checkLimit(path, parseLimits.sourceMismatches, mismatches);
    this.#parsing.allow(tokens);
    this.#matching.allow(tokens);
    // A byte order mark is no part of the grammar; a blank keeps the offsets.
    const tree = this.#limited(path, this.#parsing, (progressCallback) => {
      this.#grammar.parser.reset();
      return this.#grammar.parser.parse(text.replace(/^\uFEFF/, ' '), null, { progressCallback });
    });
    if (tree === null) throw limitError(path, parseLimits.parserSeconds);
    this.#paths.set(tree, path);
    const { rootNode: root } = tree;
    checkLimit(path, parseLimits.syntaxDepth, syntaxDepth(tree));
    return { path, text, root, budget: this.#budget };
  }

  match(query: string, node: Node): Matches {
    const { queries, newQuery } = this.#grammar;
    const path = this.#paths.get(node.tree) ?? 'A source';
    const compiled = queries.get(query) ?? newQuery(query);
    queries.set(query, compiled);
    const matchLimit = parseLimits.matches.most;
    const matches = this.#limited(path, this.#matching, (progressCallback) =>
      compiled.matches(node, { matchLimit, progressCallback }),
    );
    if (compiled.didExceedMatchLimit()) throw limitError(path, parseLimits.matches);
    checkLimit(path, parseLimits.matches, matches.length);
    return matches.map(({ captures }) =>
      Object.fromEntries(captures.map((capture) => [capture.name, capture.node])),
    );
  }

  /** Runs the library with a limit of time and of memory; both end in an error that names the source. */
  #limited<T>(
    path: string,
    stopwatch: Stopwatch,
    work: (onProgress: (state: ParseState | QueryState) => boolean) => T,
  ): T {
    const { memory } = this.#grammar;
    const { byteLength: before } = memory.buffer;
    const isFull = () =>
      memory.buffer.byteLength > Math.max(before, parseLimits.parserMegabytes.most * 1_000_000);
    if (this.#grammar.isDead) throw limitError(path, parseLimits.parserMegabytes);
    try {
      const { result, isOver } = stopwatch.run((isLate) => work(() => isLate() || isFull()));
      if (isFull()) throw limitError(path, parseLimits.parserMegabytes);
      if (isOver) throw limitError(path, parseLimits.parserSeconds);
      return result;
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      this.#grammar.isDead = true;
      throw limitError(path, parseLimits.parserMegabytes);
    }
  }
}
