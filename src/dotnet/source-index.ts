import type { CSharpSource, Node } from './csharp.ts';
import { codeOf, type Declarations, type TypeDeclaration } from './declarations.ts';
import { groupBy, type Place, placeInside } from './scope.ts';

/** A question about a whole source that is answered once, so that it can be asked at every node. */
export function perSource<T>(work: (file: Declarations) => T): (file: Declarations) => T {
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

const rangesOf = perSource((file): readonly Range[] =>
  file.types.map((type) => ({ start: type.node.startIndex, end: type.node.endIndex, type })),
);

/** Where the code of a node stands: inside of which types. */
export function placeAt(file: Declarations, node: Node): Place {
  const { startIndex, endIndex } = node;
  const around = rangesOf(file).findLast(({ start, end }) => start <= startIndex && endIndex <= end);
  return around ? placeInside(around.type, file) : { file, namespace: '', containers: [] };
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

const variables = perSource(({ source }) => variablesBelow(source.root));

/** The variable of that name that a file declares first. */
export const variableIn = (file: Declarations, name: string) => variables(file).get(name);

const localFunctions = perSource(({ source }) =>
  groupBy(
    source.root.descendantsOfType('local_function_statement').filter((node) => node !== null),
    (node) => node.childForFieldName('name')?.text,
  ),
);

/** The functions of that name inside of others. */
export const localFunctionsIn = (file: Declarations, name: string): readonly Node[] =>
  localFunctions(file).get(name) ?? [];
