import { describe, expect, it } from 'vitest';
import { type ProjectFile, readProjectFile } from '../../src/dotnet/msbuild.ts';
import {
  addItems,
  addProperties,
  definitionsOf,
  removeElement,
  renameElement,
  setMetadata,
  setProperty,
} from '../../src/dotnet/project-edits.ts';
import { applyEdits, type Edit } from '../../src/dotnet/splice.ts';
import { readXml } from '../../src/dotnet/xml.ts';

const read = (text: string): ProjectFile => readProjectFile(readXml(text, 'p.csproj'));
const edit = (text: string, edits: (project: ProjectFile) => readonly Edit[]) =>
  applyEdits(text, edits(read(text)));
const first = (project: ProjectFile, name: string) => {
  const [definition] = definitionsOf(project, name);
  if (!definition) throw new Error(`no ${name}`);
  return definition.element;
};

describe('a property', () => {
  it('gets its value in every definition, whatever case its name has and however it is written', () => {
    const text = `<Project>
  <PropertyGroup Condition="'$(A)' == 'b'"><outputtype>Library</outputtype></PropertyGroup>
  <PropertyGroup>
    <OutputType Condition="x"/>
    <OutputType ><!-- why -->WinExe</OutputType >
  </PropertyGroup>
</Project>`;
    expect(edit(text, (p) => setProperty(p, 'OutputType', 'Exe').edits)).toBe(`<Project>
  <PropertyGroup Condition="'$(A)' == 'b'"><outputtype>Exe</outputtype></PropertyGroup>
  <PropertyGroup>
    <OutputType Condition="x">Exe</OutputType>
    <OutputType >Exe</OutputType >
  </PropertyGroup>
</Project>`);
  });

  it('is missing where all of its definitions depend on a condition', () => {
    const project = read('<Project><PropertyGroup Condition="a"><X>1</X></PropertyGroup></Project>');
    expect(setProperty(project, 'X', '1')).toEqual({ edits: [], missing: true });
  });

  it('takes its line and the comment about it along when it goes', () => {
    const text =
      '<Project>\r\n\t<PropertyGroup>\r\n\t\t<!-- ready to run -->\r\n\t\t<R2R>true</R2R>\r\n\t\t<!-- other -->\r\n\t\t<A/>\r\n\t</PropertyGroup>\r\n</Project>';
    const remove = (about: (comment: string) => boolean) =>
      edit(text, (p) => [removeElement(p, first(p, 'R2R'), about)]);
    expect(remove((c) => c.includes('ready'))).toBe(
      '<Project>\r\n\t<PropertyGroup>\r\n\t\t<!-- other -->\r\n\t\t<A/>\r\n\t</PropertyGroup>\r\n</Project>',
    );
    expect(remove(() => false)).toContain('<!-- ready to run -->\r\n\t\t<!-- other -->');
  });

  it('changes its name and keeps its attributes', () => {
    const text =
      '<Project><PropertyGroup><TargetFrameworks Condition="a > b">net6.0;net8.0</TargetFrameworks></PropertyGroup></Project>';
    expect(
      edit(text, (p) => [renameElement(p, first(p, 'TargetFrameworks'), 'TargetFramework', 'net10.0')]),
    ).toBe(
      '<Project><PropertyGroup><TargetFramework Condition="a > b">net10.0</TargetFramework></PropertyGroup></Project>',
    );
  });
});

describe('new properties', () => {
  const added = [{ name: 'A', value: 'a & b', comment: 'why' }];

  it('make a group of their own, indented as the file is', () => {
    expect(
      edit('<Project>\n\t<PropertyGroup>\n\t</PropertyGroup>\n</Project>\n', (p) =>
        addProperties(p, 'L', added),
      ),
    ).toBe(
      '<Project>\n\t<PropertyGroup>\n\t</PropertyGroup>\n\n\t<PropertyGroup Label="L">\n\t\t<!-- why -->\n\t\t<A>a &amp; b</A>\n\t</PropertyGroup>\n</Project>\n',
    );
  });

  it.each([
    [
      '<Project Sdk="x" />',
      '<Project Sdk="x">\n  <PropertyGroup Label="L">\n    <!-- why -->\n    <A>a &amp; b</A>\n  </PropertyGroup>\n</Project>',
    ],
    [
      '<Project></Project>',
      '<Project>\n  <PropertyGroup Label="L">\n    <!-- why -->\n    <A>a &amp; b</A>\n  </PropertyGroup>\n</Project>',
    ],
  ])('find a place in %s', (text, expected) => {
    expect(edit(text, (p) => addProperties(p, 'L', added))).toBe(expected);
  });

  it('come first where there is no group, before the comment on what was first, spaced as the file is', () => {
    const items = '  <!-- what it needs -->\n  <ItemGroup>\n    <P Include="A" />\n  </ItemGroup>\n';
    const group = '  <PropertyGroup Label="L">\n    <A>1</A>\n  </PropertyGroup>\n';
    const add = (p: ProjectFile) => addProperties(p, 'L', [{ name: 'A', value: '1' }]);
    expect(edit(`<Project>\n\n${items}\n</Project>`, add)).toBe(
      `<Project>\n\n${group}\n${items}\n</Project>`,
    );
    expect(edit(`<Project>\n${items}</Project>`, add)).toBe(`<Project>\n${group}${items}</Project>`);
  });

  it('join the group of that label', () => {
    const text = '<Project>\n  <PropertyGroup Label="L">\n    <B />\n  </PropertyGroup>\n</Project>';
    expect(edit(text, (p) => addProperties(p, 'L', [{ name: 'A', value: '1' }]))).toBe(
      '<Project>\n  <PropertyGroup Label="L">\n    <B />\n    <A>1</A>\n  </PropertyGroup>\n</Project>',
    );
  });
});

describe('items', () => {
  it('go beside the last of their type that no condition holds', () => {
    const text = `<Project>
  <ItemGroup>
    <PackageReference Include="A" />
  </ItemGroup>
  <ItemGroup Condition="c">
    <PackageReference Include="B" />
  </ItemGroup>
</Project>`;
    const result = edit(text, (p) => addItems(p, 'PackageReference', ['<PackageReference Include="C" />']));
    expect(result).toContain(
      '<PackageReference Include="A" />\n    <PackageReference Include="C" />\n  </ItemGroup>',
    );
  });

  it('go beside what is akin, and before what is taken away where that was all', () => {
    const text = `<Project>
  <ItemGroup>
    <P Include="X.One" />
  </ItemGroup>
  <ItemGroup>
    <P Include="Y" />
  </ItemGroup>
</Project>`;
    const isX = ({ include }: { include: string }) => include.startsWith('X.');
    expect(edit(text, (p) => addItems(p, 'P', ['<P Include="X.Two" />'], new Set(), isX))).toBe(
      text.replace('<P Include="X.One" />', '<P Include="X.One" />\n    <P Include="X.Two" />'),
    );
    const replaced = edit(text, (p) => {
      const elements = p.items.map(({ element }) => element);
      return [
        ...elements.map((element) => removeElement(p, element)),
        ...addItems(p, 'P', ['<P Include="Z" />'], new Set(elements)),
      ];
    });
    expect(replaced).toContain('  <ItemGroup>\n    <P Include="Z" />\n  </ItemGroup>\n</Project>');
    expect(replaced).not.toMatch(/"[XY]/);
  });

  it('change metadata where it stands: attribute, element, or not there yet', () => {
    const text = `<Project><ItemGroup><P Include="A" Version='1.0' /><P Include="B"><Version>1.0</Version></P><P Include="C" /></ItemGroup></Project>`;
    expect(edit(text, (p) => p.items.flatMap((item) => setMetadata(p, item, 'Version', '2.0')))).toBe(
      `<Project><ItemGroup><P Include="A" Version="2.0" /><P Include="B"><Version>2.0</Version></P><P Include="C" Version="2.0" /></ItemGroup></Project>`,
    );
  });
});
