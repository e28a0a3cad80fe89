import type { Node } from '../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../dotnet/declarations.ts';
import type { LoadedProject } from '../dotnet/files.ts';

/** Something in C# that compiles and then fails, or behaves otherwise, in a native program. */
export interface CodeRule {
  readonly id: string;
  /** What a file has in it that the rule finds something in: a query takes 25 ms to compile. */
  readonly mentions: RegExp;
  /** A tree-sitter query; the node captured as `at` is where the warning points. */
  readonly query: string;
  /** Whether a project has what makes the rule moot. */
  readonly isMootIn?: (project: LoadedProject) => boolean;
  /** What no query can say: whether a match is one after all. */
  readonly applies?: (match: Readonly<Record<string, Node>>, file: Declarations) => boolean;
  readonly problem: string;
  readonly wayOut: string;
}

export const call = (on: string, name: string) => `(invocation_expression
  function: (member_access_expression expression: (_) @on (#match? @on "${on}") name: (_) @name (#match? @name "${name}"))
  arguments: (argument_list) @arguments) @at`;

export const callOf = (name: string) => `(invocation_expression
  function: (member_access_expression name: (_) @name (#match? @name "${name}"))
  arguments: (argument_list) @arguments) @at`;

export const using = (namespace: string) => `(using_directive (_) @name (#match? @name "^${namespace}")) @at`;

export const anyOf = (...queries: readonly string[]) => queries.join('\n');

export const argumentsOf = (match: Readonly<Record<string, Node>>) =>
  (match.arguments?.namedChildren ?? []).map((argument) => codeOf(argument));

export const imports = (file: Declarations, namespace: string) =>
  file.usings.some(({ name }) => name === namespace || name.startsWith(`${namespace}.`));
