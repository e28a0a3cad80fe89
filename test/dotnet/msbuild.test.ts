import { expect, it } from 'vitest';
import { evaluate, holds, readProjectFile } from '../../src/dotnet/msbuild.ts';
import { readXml } from '../../src/dotnet/xml.ts';

const read = (text: string) => readProjectFile(readXml(`<Project>${text}</Project>`, 'p.csproj'));

it('decides once whether a group counts, as MSBuild does, whatever its own properties change', () => {
  const file = read(`<PropertyGroup Condition="'$(A)' == ''"><A>a</A><B>$(A)b</B></PropertyGroup>
    <Choose><When Condition="'$(C)' == ''"><PropertyGroup><C>c</C></PropertyGroup>
    <PropertyGroup><D>d</D></PropertyGroup></When></Choose>`);
  const { values } = evaluate([file], {});
  expect(['a', 'b', 'c', 'd'].map((name) => values.get(name))).toEqual(['a', 'ab', 'c', 'd']);
});

it('looks at the condition of a property with the values that came before it', () => {
  const file = read(
    `<PropertyGroup><A>a</A><A Condition="'$(A)' == 'a'">b</A><A Condition="'$(A)' == 'a'">c</A></PropertyGroup>`,
  );
  expect(evaluate([file], {}).get('A')).toBe('b');
});

it('knows of the conditions of items and of the groups around them', () => {
  const file = read(
    `<ItemGroup Condition="'$(A)' == 'a'"><Compile Include="x" Condition="Exists('x')" /><Compile Include="y" /></ItemGroup>`,
  );
  const of = (value: string) => {
    const { values } = evaluate([read(`<PropertyGroup><A>${value}</A></PropertyGroup>`)], {});
    return file.items.map(({ conditions }) => holds(conditions, values));
  };
  expect(of('a')).toEqual([undefined, true]);
  expect(of('b')).toEqual([false, false]);
});
