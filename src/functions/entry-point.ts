import { insideQuotes, startsBootstrap } from '../dotnet/bootstrap-chain.ts';
import type { CSharpParser, Node } from '../dotnet/csharp.ts';
import type { Declarations } from '../dotnet/declarations.ts';
import { type Edit, indentBefore, lineEnding } from '../dotnet/splice.ts';
import { UserError } from '../errors.ts';
import type { Library } from '../platform/options.ts';

/** Where a handler's line goes: the file, and how the text changes. */
export interface Registration {
  readonly file: Declarations;
  readonly edits: (lines: readonly string[]) => Edit[];
  /** The handlers that the file registers already. */
  readonly names: readonly string[];
}

const chains = `(invocation_expression function:
  (member_access_expression expression: (invocation_expression) @on name: (identifier) @name)) @call`;
const tables = `[
  (object_creation_expression type: (_) @type initializer: (initializer_expression) @table)
  (variable_declaration type: (_) @type
    (variable_declarator (implicit_object_creation_expression (initializer_expression) @table)))
]`;

/** The value of a string literal as it stands in the source, quotes and all. */
const strings = '[(string_literal) (verbatim_string_literal) (raw_string_literal)] @text';

const stringsIn = (parser: CSharpParser, node: Node) =>
  parser.match(strings, node).map(({ text }) => insideQuotes((text as Node).text));

/** `LambdaBootstrap.Create().Handle(…).Run()`: the line goes before `.Run()`. */
function builtinPlaces(parser: CSharpParser, file: Declarations): Registration[] {
  const { text, root } = file.source;
  return parser
    .match(chains, root)
    .filter(({ on, name }) => /^Run(Async)?$/.test((name as Node).text) && startsBootstrap(on as Node))
    .map(({ on, name }) => {
      const chain = on as Node;
      const dot = text.lastIndexOf('.', (name as Node).startIndex);
      const indent = indentBefore(text, dot);
      const ending = lineEnding(text);
      const edits = (lines: readonly string[]): Edit[] => {
        if (indent !== undefined) {
          return [{ start: dot, end: dot, text: lines.map((line) => `${line}${ending}${indent}`).join('') }];
        }
        const statement = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', chain.startIndex) + 1))?.[0] ?? '';
        const added = lines.map((line) => `${ending}${statement}    ${line}`).join('');
        return [{ start: chain.endIndex, end: chain.endIndex, text: added }];
      };
      return { file, edits, names: stringsIn(parser, chain) };
    });
}

/** `new Dictionary<string, LambdaBootstrapBuilder> { ["name"] = …, }`: the line goes to the end of it. */
function awsPlaces(parser: CSharpParser, file: Declarations): Registration[] {
  const { text, root } = file.source;
  return parser
    .match(tables, root)
    .filter(({ type }) =>
      /Dictionary\s*<\s*string\s*,\s*(\w+\.)*LambdaBootstrapBuilder\s*>/.test((type as Node).text),
    )
    .map(({ table }) => {
      const node = table as Node;
      const close = node.endIndex - 1;
      const last = node.namedChildren.findLast((child) => child !== null && child.type !== 'comment');
      const ending = lineEnding(text);
      const edits = (lines: readonly string[]): Edit[] => {
        const comma =
          last && !/^\s*,/.test(text.slice(last.endIndex, close))
            ? [{ start: last.endIndex, end: last.endIndex, text: ',' }]
            : [];
        const outer = indentBefore(text, close);
        if (outer === undefined)
          return [
            ...comma,
            {
              start: close,
              end: close,
              text: `${/\s/.test(text[close - 1] ?? '') ? '' : ' '}${lines.join(' ')} `,
            },
          ];
        const inner = (last && indentBefore(text, last.startIndex)) ?? `${outer}    `;
        const start = close - outer.length;
        return [
          ...comma,
          { start, end: start, text: lines.map((line) => `${inner}${line}${ending}`).join('') },
        ];
      };
      const keys = node.namedChildren.flatMap((child) => (child ? stringsIn(parser, child).slice(0, 1) : []));
      return { file, edits, names: keys };
    });
}

const shapes: Record<Library, { places: typeof awsPlaces; anchor: string }> = {
  builtin: { places: builtinPlaces, anchor: 'LambdaBootstrap.Create()….Run()' },
  aws: { places: awsPlaces, anchor: 'a Dictionary<string, LambdaBootstrapBuilder>' },
};

/**
 * Finds the one place in a project's sources where handlers are registered.
 * @throws UserError when there is none or more than one; it says what line to add by hand.
 */
export function findRegistration(
  parser: CSharpParser,
  files: readonly Declarations[],
  library: Library,
  lines: readonly string[],
): Registration {
  const { places, anchor } = shapes[library];
  const found = files.flatMap((file) => places(parser, file));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const where =
    found.length === 0
      ? `No source has ${anchor}`
      : `Several sources have ${anchor}: ${found.map(({ file }) => file.source.path).join(', ')}`;
  throw new UserError(
    `${where}, so the handler cannot be registered; write it there by hand: ${lines.map((line) => line.trim()).join(' ')}`,
  );
}
