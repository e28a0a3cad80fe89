import type { Node } from '../../dotnet/csharp.ts';
import { codeOf, type Declarations } from '../../dotnet/declarations.ts';
import type { LoadedProject } from '../../dotnet/files.ts';
import { perSource } from '../../dotnet/source-index.ts';

/** Something in C# that compiles and then fails, behaves otherwise, or takes longer than it has to, in a native program. */
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
  /** Whether it works as well as before, and could be quicker. */
  readonly isSlow?: true;
  readonly problem: string;
  readonly wayOut: string;
}

/** A call on something that ends in a name: of that alone the text is looked at, however long the chain before it is. */
export const call = (on: string, name: string) => `(invocation_expression
  function: (member_access_expression
    expression: [
      (identifier) @on
      (member_access_expression name: (_) @on)
      (member_binding_expression name: (_) @on)
    ]
    name: (_) @name)
  arguments: (argument_list) @arguments
  (#match? @name "${name}") (#match? @on "${on}")) @at`;

/** A call on something whose full name begins in a way. */
export const callBelow = (namespace: string) => `(invocation_expression
  function: (member_access_expression expression: (_) @on name: (_) @name)
  arguments: (argument_list) @arguments
  (#match? @on "^${namespace}")) @at`;

export const callOf = (name: string) => `(invocation_expression
  function: (member_access_expression name: (_) @name (#match? @name "${name}"))
  arguments: (argument_list) @arguments) @at`;

export const using = (namespace: string) => `(using_directive (_) @name (#match? @name "^${namespace}")) @at`;

export const anyOf = (...queries: readonly string[]) => queries.join('\n');

/** What a rule looks for in an argument stands at its beginning; it may be code of many pages. */
const longestArgument = 10_000;

export const argumentsOf = (match: Readonly<Record<string, Node>>) =>
  (match.arguments?.namedChildren ?? []).map((argument) => codeOf(argument, longestArgument));

/** Whether a text has something in it, asked for many of its calls and answered once. */
export const whetherFile = (pattern: RegExp) => perSource(({ source }) => pattern.test(source.text));

export const imports = (file: Declarations, namespace: string) =>
  file.usings.some(({ name }) => name === namespace || name.startsWith(`${namespace}.`));
