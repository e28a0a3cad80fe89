import type { WrittenAt } from '../../convert/read/json-graph.ts';
import { signatureOf } from '../../convert/read/signature.ts';
import { insideQuotes, startsBootstrap } from '../../dotnet/bootstrap-chain.ts';
import type { CSharpParser, Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../../dotnet/declarations.ts';
import { placeIn, type Scope } from '../../dotnet/scope.ts';
import { perSource, placeAt } from '../../dotnet/source-index.ts';
import { lastNameOf } from '../../dotnet/syntax.ts';
import { checkLimit, parseLimits } from '../../limits/parse.ts';
import type { Library } from '../../platform/options.ts';

/** A call that makes a handler known to Lambda. */
export interface Registration {
  /** The string that Lambda's Handler setting is compared with; undefined where no name is given. */
  readonly name: string | undefined;
  /** Whether a name is given that is no literal. */
  readonly isComputed: boolean;
  readonly file: Declarations;
  readonly node: Node;
  /** What goes in and out; undefined where the source here does not say. */
  readonly types: readonly WrittenAt[] | undefined;
}

/** The sources of a project, parsed. */
export interface Sources {
  readonly parser: CSharpParser;
  readonly files: readonly Declarations[];
  readonly scope: Scope;
}

const calls = `(invocation_expression
  function: (member_access_expression expression: (_) @on name: (_) @name)
  arguments: (argument_list) @arguments) @call`;

interface Call {
  readonly on: Node;
  readonly name: Node;
  readonly node: Node;
  readonly arguments: readonly Node[];
}

/** The calls of a method in a file that names what it is called on at all. */
function callsIn(parser: CSharpParser, file: Declarations, on: string, method: string): Call[] {
  if (!file.source.text.includes(on)) return [];
  const found = parser
    .match(calls, file.source.root)
    .filter((match) => lastNameOf(match.name ?? null) === method);
  return found.map((match) => {
    const { on, name, call } = match as { on: Node; name: Node; call: Node };
    // The value of `name: value` comes last.
    const values = (match.arguments?.namedChildren ?? []).map((argument) => argument?.namedChildren.at(-1));
    return { on, name, node: call, arguments: values.filter((node): node is Node => node != null) };
  });
}

/** The value of a string literal; undefined for any other expression. */
const literal = (node: Node | undefined) =>
  node !== undefined && /string_literal$/.test(node.type) ? insideQuotes(node.text) : undefined;

/** What a method group such as `Orders.Handle` takes and gives; undefined for anything less plain. */
function typesOf(
  { files, scope }: Sources,
  file: Declarations,
  handler: Node | undefined,
): WrittenAt[] | undefined {
  if (handler?.type !== 'member_access_expression') return undefined;
  const target = codeOf(handler.childForFieldName('expression'));
  const method = handler.childForFieldName('name')?.text;
  const types = scope.find(target.replace(/^global::/, ''), placeAt(file, handler));
  const methods = types.flatMap((type) =>
    type.methods.filter(({ name }) => name === method).map((found) => ({ type, found })),
  );
  const [only] = methods;
  if (only === undefined || methods.length > 1) return undefined;
  const { input, output } = signatureOf(only.found);
  const place = placeIn(only.type, files);
  return [input, output].flatMap((written) => (written === undefined ? [] : [{ written, place }]));
}

/** `Create<Order, Receipt>(…)` says it itself. */
function typeArguments(file: Declarations, { name, node }: Call): WrittenAt[] | undefined {
  const list = name.namedChildren.find((child) => child?.type === 'type_argument_list');
  return list?.namedChildren.map((child) => ({ written: codeOf(child), place: placeAt(file, node) }));
}

/** The offset before which a text has only characters of a kind, going back from `end`. */
function back(text: string, end: number, isOfKind: RegExp): number {
  let start = end;
  while (start > 0 && isOfKind.test(text[start - 1] as string)) start--;
  return start;
}

/** The variables of a file that are set to a bootstrap of the built-in runtime. */
const bootstrapVariables = perSource(({ source: { text } }): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { index } of text.matchAll(/\bLambdaBootstrap\s*\.\s*Create\(/g)) {
    // Back over the namespace, the sign and the blanks around it to the variable.
    const sign = back(text, back(text, index, /[\w.:]/), /\s/) - 1;
    const end = back(text, Math.max(0, sign), /\s/);
    if (text[sign] === '=') names.add(text.slice(back(text, end, /[\w@]/), end));
  }
  return names;
});

/** Whether a call is made on the built-in runtime's bootstrap, in one chain or through a variable. */
const isBuiltin = (file: Declarations, on: Node) =>
  on.type === 'identifier' ? bootstrapVariables(file).has(on.text) : startsBootstrap(on);

/** What is written of a streamed sequence: its elements, one after the other. */
const elementOf = ({ written, place }: WrittenAt): WrittenAt => ({
  written: /^(?:[\w.]+\.)?IAsyncEnumerable\s*<(.*)>\??$/s.exec(written)?.[1]?.trim() ?? written,
  place,
});

function builtinRegistrations(sources: Sources, file: Declarations): Registration[] {
  return callsIn(sources.parser, file, 'LambdaBootstrap', 'Handle')
    .filter(({ on, arguments: args }) => args.length > 1 && isBuiltin(file, on))
    .map((call) => {
      const [first, handler] = call.arguments;
      const name = literal(first);
      const types = typesOf(sources, file, handler)?.map(elementOf);
      // A text that stays a text needs no JSON type.
      const isText = types?.every(({ written }) => /^(string|String|System\.String)\??$/.test(written));
      return { name, isComputed: name === undefined, file, node: call.name, types: isText ? [] : types };
    });
}

/** The string that a builder stands under in a table: `["name"] = …` or `{ "name", … }`. */
function tableKey(node: Node): { key: Node | undefined } | undefined {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (/statement|declaration$/.test(parent.type)) return undefined;
    if (parent.type === 'assignment_expression') {
      const key = parent.childForFieldName('left')?.descendantsOfType('argument')[0]?.namedChildren.at(-1);
      if (key) return { key };
      const strings = parent
        .childForFieldName('left')
        ?.descendantsOfType(['string_literal', 'verbatim_string_literal']);
      return { key: strings?.[0] ?? undefined };
    }
    if (
      parent.type === 'initializer_expression' &&
      parent.namedChildCount === 2 &&
      parent.namedChild(1)?.id === current.id
    )
      return { key: parent.namedChild(0) ?? undefined };
  }
  return undefined;
}

function awsRegistrations(sources: Sources, file: Declarations): Registration[] {
  return callsIn(sources.parser, file, 'LambdaBootstrapBuilder', 'Create')
    .filter(({ on }) => lastNameOf(on) === 'LambdaBootstrapBuilder')
    .map((call) => {
      const [handler, serializer] = call.arguments;
      const entry = tableKey(call.node);
      const name = literal(entry?.key);
      const types = typeArguments(file, call) ?? typesOf(sources, file, handler);
      return {
        name,
        isComputed: entry !== undefined && name === undefined,
        file,
        node: call.name,
        types: serializer === undefined ? [] : types,
      };
    });
}

const readers: Record<Library, typeof awsRegistrations> = {
  builtin: builtinRegistrations,
  aws: awsRegistrations,
};

/**
 * Every registration of a handler in a project's sources, in the order of files and lines.
 * @throws UserError when a file has too many.
 */
export function findRegistrations(sources: Sources, library: Library): Registration[] {
  return sources.files.flatMap((file) => {
    const found = readers[library](sources, file);
    checkLimit(file.source.path, parseLimits.registrations, found.length);
    return found;
  });
}
