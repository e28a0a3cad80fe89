import { expect, it } from 'vitest';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { lastNameOf } from '../../src/dotnet/syntax.ts';

it('counts the sources of a parser together, and those of another one by themselves', async () => {
  const parser = await loadCSharp();
  const large = 'class A { }\n'.repeat(60_000);
  for (let i = 0; i < 4; i++) parser.parse(large, `${i}.cs`).root.tree.delete();
  expect(() => parser.parse(large, '4.cs')).toThrow(
    '4.cs has more than 1,000,000 words and signs of C#, with the sources before it, the limit; exclude generated files from the project.',
  );
  const { root } = (await loadCSharp()).parse(large, 'a.cs');
  expect(root.namedChildCount).toBe(60_000);
});

it('reads on after a source that takes too much of its memory', async () => {
  const parser = await loadCSharp();
  // Each "a<b" may be a comparison or a type: the grammar follows both.
  expect(() => parser.parse('a<b<'.repeat(200_000), 'a.cs')).toThrow(/^a\.cs takes more than .* to parse/);
  const { root } = (await loadCSharp()).parse('class A { }', 'b.cs');
  expect(root.toString()).toContain('class_declaration');
});

it.each([
  ['a', 'a'],
  ['A.B.C', 'C'],
  ['global::A.B', 'B'],
  ['A.B<C>', 'B'],
  ['A.B()', ''],
  ['(a)', ''],
])('takes the last name of %s', async (expression, expected) => {
  const { root } = (await loadCSharp()).parse(`var x = ${expression};`, 'a.cs');
  const [declarator] = root.descendantsOfType('variable_declarator');
  expect(lastNameOf(declarator?.namedChild(1) ?? null)).toBe(expected);
});
