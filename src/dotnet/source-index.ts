import type { CSharpSource, Node } from './csharp.ts';
import { codeOf, type Declarations, type TypeDeclaration } from './declarations.ts';
import { type Place, placeIn } from './scope.ts';

/** Keeps what is worked out for a source, so that asking for it at every node costs no more than once. */
function once<T>(work: (file: Declarations) => T): (file: Declarations) => T {
  const known = new WeakMap<CSharpSource, T>();
  return (file) => {
    if (known.has(file.source)) return known.get(file.source) as T;
    const result = work(file);
    known.set(file.source, result);
    return result;
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly type: TypeDeclaration;
}

const rangesOf = once((file): readonly Range[] =>
  file.types.map((type) => ({ start: type.node.startIndex, end: type.node.endIndex, type })),
);

/** Where the code of a node stands: inside of which types. */
export function placeAt(file: Declarations, node: Node): Place {
  const { startIndex, endIndex } = node;
  const around = rangesOf(file).findLast(({ start, end }) => start <= startIndex && endIndex <= end);
  return around ? placeIn(around.type, [file]) : { file, namespace: '', containers: [] };
}

/** What a variable is declared with: its type, unless that is `var`, and its first value. */
export interface Variable {
  readonly type: string | undefined;
  readonly value: Node | undefined;
}

/** The variables that are declared below a node, by name; the first of a name counts. */
export function variablesBelow(root: Node): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const declaration of root.descendantsOfType('variable_declaration')) {
    if (declaration === null) continue;
    const type = codeOf(declaration.childForFieldName('type'));
    for (const declarator of declaration.namedChildren) {
      if (declarator?.type !== 'variable_declarator') continue;
      const name = declarator.childForFieldName('name')?.text ?? '';
      if (variables.has(name)) continue;
      const value = declarator.namedChildren.slice(1).findLast((child) => child !== null) ?? undefined;
      variables.set(name, { type: type === 'var' ? undefined : type, value });
    }
  }
  return variables;
}

const variables = once(({ source }) => variablesBelow(source.root));

/** The variable of that name that a file declares first. */
export const variableIn = (file: Declarations, name: string) => variables(file).get(name);

const localFunctions = once(({ source }) => {
  const functions = new Map<string, Node[]>();
  for (const node of source.root.descendantsOfType('local_function_statement')) {
    const name = node?.childForFieldName('name')?.text;
    if (node === null || name === undefined) continue;
    functions.set(name, functions.get(name) ?? []);
    functions.get(name)?.push(node);
  }
  return functions;
});

/** The functions of that name inside of others. */
export const localFunctionsIn = (file: Declarations, name: string): readonly Node[] =>
  localFunctions(file).get(name) ?? [];

/** A question about a whole text that is answered once for each source. */
export const perSource = once;
