import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type CSharpSource, loadCSharp, type Node } from '../../src/dotnet/csharp.ts';
import { type Answers, settingsOf } from '../../src/project/answers.ts';
import { nameProblem } from '../../src/project/names.ts';
import { defaultSample } from '../../src/samples/catalogue.ts';

/** Where a source names a type without its namespace. */
const types = `
  (_ type: (identifier) @name)
  (_ returns: (identifier) @name)
  (generic_name . (identifier) @name)
  (attribute name: (identifier) @name)
  (base_list (identifier) @name)
  (type_argument_list (identifier) @name)
`;
/** Where a source names a type or one of its own members, in front of a dot. */
const owners = '(member_access_expression expression: (identifier) @name)';
const members = `
  (property_declaration name: (identifier) @name)
  (variable_declarator name: (identifier) @name)
  (method_declaration name: (identifier) @name)
  (enum_member_declaration name: (identifier) @name)
`;
const typeParameters = '(type_parameter name: (identifier) @name)';
const declarations = '(_ name: (identifier) @name body: (_))';
const isRuntime = ({ path }: CSharpSource) => path.includes('/LambdaRuntime/');

const parser = await loadCSharp();
const sources: CSharpSource[] = readdirSync('examples', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/(src|test)\/.*\.cs$/.test(path))
  .map((path) => parser.parse(readFileSync(join('examples', path), 'utf8'), path));

function names(query: string, from: readonly CSharpSource[]): Set<string> {
  const nodes = from.flatMap(({ root }) => parser.match(query, root).map(({ name }) => name as Node));
  return new Set(nodes.filter((node) => !isMember(node)).map((node) => node.text));
}

/** `Cast` of `list.Cast<T>()`: looked up in the object, never among namespaces. */
function isMember({ parent }: Node): boolean {
  return parent?.type === 'generic_name' && parent.parent?.type === 'member_access_expression';
}

test('a project may have any name: its namespace hides no type that a source names', () => {
  const own = names(members, sources);
  const used = new Set([
    ...names(types, sources),
    ...[...names(owners, sources)].filter((name) => !own.has(name)),
  ]);
  for (const name of names(typeParameters, sources)) used.delete(name);
  // LambdaRuntime/ finds what it declares before it looks further.
  const runtime = names(declarations, sources.filter(isRuntime));
  const outside = names(
    types,
    sources.filter((source) => !isRuntime(source)),
  );
  for (const name of runtime) if (!outside.has(name)) used.delete(name);
  expect(used).toContain('CancellationToken');

  const answers: Answers = {
    sample: defaultSample,
    framework: 'net10.0',
    architecture: 'x86_64',
    runtime: 'provided.al2023',
    library: 'builtin',
    with: [],
  };
  const hiding = [...used].filter(
    (name) => nameProblem(name) === undefined && settingsOf(name, answers, '1.0.0').namespace === name,
  );
  expect(hiding.sort().join(' ')).toEqual('');
});
