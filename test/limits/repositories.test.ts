import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lambdaNativeaot } from '../support/bin.ts';
import { BoundedReader } from '../support/bounded/bounded.ts';
import { someCases } from '../support/cases.ts';
import { temporaryFolder } from '../support/folders.ts';

const reader = new BoundedReader();
afterAll(() => reader.close());

type Files = Readonly<Record<string, string>>;

const rows = (count: number, row: (i: number) => string, separator = '') =>
  Array.from({ length: count }, (_, i) => row(i)).join(separator);
const manyFiles = (count: number, file: (i: number) => [path: string, text: string]): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => file(i)));

const projectOf = (inner: string) => `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>
  <TargetFramework>net8.0</TargetFramework><AWSProjectType>Lambda</AWSProjectType></PropertyGroup><ItemGroup>
  <PackageReference Include="Amazon.Lambda.Core" Version="2.2.0" /></ItemGroup>${inner}</Project>`;
const items = (inner: string) => ({ 'F.csproj': projectOf(`<ItemGroup>${inner}</ItemGroup>`) });

/** A function that conversion and doctor read without a word. */
const honest: Files = {
  'F.csproj': projectOf(''),
  'Function.cs':
    'using Amazon.Lambda.Core;\nnamespace F;\npublic class Function { public string Handle(string input, ILambdaContext context) => input; }\n',
  'aws-lambda-tools-defaults.json': '{ "function-handler": "F::F.Function::Handle" }',
  '.yo-rc.json': JSON.stringify({
    'generator-lambda-nativeaot': {
      version: '0.1.0',
      name: 'f',
      namespace: 'F',
      project: 'F.csproj',
      framework: 'net8.0',
      architecture: 'x86_64',
      runtime: 'provided.al2023',
      library: 'aws',
      with: [],
      functions: [{ name: 'f', handler: 'f', memorySize: 256, timeout: 30 }],
    },
  }),
};

async function write(files: Files): Promise<string> {
  // Two folders deep, so that patterns which lead out of the project meet nothing of this machine's.
  const folder = join(await temporaryFolder(), 'outer', 'project');
  for (const [path, text] of Object.entries({ ...honest, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** What a stranger's repository has beside an honest function, and what the conversion says of it. */
const repositories: readonly { what: string; files: Files; refusal?: RegExp }[] = [
  { what: 'nothing else', files: {} },
  {
    what: 'patterns of many folders over nested ones (S10)',
    files: {
      ...items(
        `<Compile Include="../${'**/'.repeat(24)}x.cs" /><Compile Remove="${'**/'.repeat(24)}z.cs;${'*a'.repeat(25)}" />`,
      ),
      [`${'d/'.repeat(40)}${'a'.repeat(200)}.cs`]: 'class X { }',
    },
  },
  {
    what: 'thousands of patterns over thousands of files',
    files: {
      ...items(`<Compile Remove="${rows(20_000, (i) => `**/*a*b*${i}*.cs`, ';')}" />`),
      ...manyFiles(1500, (i) => [`src/${'ab'.repeat(50)}${i}.cs`, `class C${i} { }`]),
    },
  },
  {
    what: 'a pattern for each folder outside',
    files: items(rows(30, (i) => `<Compile Include="../f${i}/*.cs" />`)),
    refusal: /F\.csproj has more than 10 folders outside of the project that patterns search/,
  },
  {
    what: 'more files to compile than there are',
    files: items(`<Compile Include="${rows(30_000, (i) => `a${i}.cs`, ';')}" />`),
    refusal: /F\.csproj has more than 20,000 files to compile/,
  },
  {
    what: 'imports of what is no project file',
    files: {
      'F.csproj': projectOf('<Import Project="/dev/zero" /><Import Project="." /><Import Project=".." />'),
    },
    refusal: /\/dev\/zero/,
  },
  {
    what: 'an import of a file with secrets',
    files: {
      'F.csproj': projectOf('<Import Project="secrets" />'),
      secrets: 'user:hunter2\n<password>hunter2</password>',
    },
    refusal: /secrets:1 is not well-formed XML: (?!.*hunter2)/,
  },
  {
    what: 'imports that lead in a circle',
    files: {
      'F.csproj': projectOf('<Import Project="a.props" />'),
      'a.props': '<Project><Import Project="b.props" /><Import Project="F.csproj" /></Project>',
      'b.props': '<Project><Import Project="a.props" /></Project>',
    },
  },
  {
    what: 'a shared file that imports the project itself',
    files: { 'Directory.Build.props': '<Project><Import Project="F.csproj" /></Project>' },
  },
  {
    what: 'imports from above, thousands of them',
    files: {
      'F.csproj': projectOf(
        `<Import Project="$([MSBuild]::GetPathOfFileAbove('none.props', 'x'))" />`.repeat(5000),
      ),
    },
    refusal: /F\.csproj has more than 200 imports/,
  },
  {
    what: 'imports of large files',
    files: {
      'F.csproj': projectOf(rows(8, (i) => `<Import Project="p${i}.props" />`)),
      ...manyFiles(8, (i) => [`p${i}.props`, `<Project>${' '.repeat(3_000_000)}</Project>`]),
    },
    refusal: /p\d\.props has more than 16,777,216 characters in project files/,
  },
  {
    what: 'properties that double (S10)',
    files: {
      'F.csproj': projectOf(
        `<PropertyGroup><A0>12345678</A0>${rows(39, (i) => `<A${i + 1}>$(A${i})$(A${i})</A${i + 1}>`)}</PropertyGroup>`,
      ),
    },
    refusal: /F\.csproj:3: the property A14 has more than 65,536 characters when its properties are expanded/,
  },
  {
    what: '100,000 negations (S10)',
    files: { 'F.csproj': projectOf(`<PropertyGroup Condition="${'!'.repeat(100_000)}true" />`) },
    refusal: /F\.csproj:3: the condition has more than 16,384 characters/,
  },
  {
    what: 'versions that are long when they are expanded',
    files: {
      'F.csproj': projectOf(
        `<PropertyGroup><V>${'1'.repeat(60_000)}</V></PropertyGroup><ItemGroup>${'<PackageReference Include="P" Version="$(V)" />'.repeat(5000)}</ItemGroup>`,
      ),
    },
    refusal: /F\.csproj:3: the version has more than 256 characters/,
  },
  {
    what: 'packages with versions elsewhere, many of both',
    files: {
      'F.csproj': projectOf(
        `<PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup>${rows(15_000, (i) => `<PackageReference Include="P${i}" />`)}</ItemGroup>`,
      ),
      'Directory.Packages.props': `<Project><ItemGroup>${rows(15_000, (i) => `<PackageVersion Include="P${i}" Version="1.0" />`)}</ItemGroup></Project>`,
    },
  },
  {
    what: 'projects that refer to each other in a chain',
    files: {
      ...items('<ProjectReference Include="../r/R0.csproj" />'),
      ...manyFiles(150, (i) => [
        `../r/R${i}.csproj`,
        projectOf(`<ItemGroup><ProjectReference Include="R${i + 1}.csproj" /></ItemGroup>`),
      ]),
    },
    refusal: /F\.csproj has more than 100 referenced projects/,
  },
  {
    what: 'many projects that share many properties',
    files: {
      ...manyFiles(300, (i) => [`p${i}/P.csproj`, projectOf('')]),
      'Directory.Build.props': `<Project><PropertyGroup>${rows(20_000, (i) => `<A${i}>1</A${i}>`)}</PropertyGroup></Project>`,
    },
    refusal: /more than 1,000,000 properties to evaluate/,
  },
  {
    what: 'deep JSON (S10)',
    files: { 'aws-lambda-tools-defaults.json': `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}` },
    refusal:
      /^aws-lambda-tools-defaults\.json has more than 200 levels of nesting, the limit; simplify it\.$/,
  },
  {
    what: 'deep settings',
    files: {
      '.yo-rc.json': `{"generator-lambda-nativeaot":{},"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    },
    refusal: /^\.yo-rc\.json has more than 200 levels of nesting/,
  },
  {
    what: 'deep code',
    files: { 'X.cs': `class X { void Y() ${'{'.repeat(100_000)}${'}'.repeat(100_000)} }` },
    refusal: /X\.cs has more than 250 levels of nested brackets/,
  },
  {
    what: 'more code than can be looked at',
    files: manyFiles(20, (i) => [`X${i}.cs`, `class X${i} { void Y() { ${'a();\n'.repeat(20_000)} } }`]),
    refusal: /X\d+\.cs has more than 1,000,000 words and signs of C#, with the sources before it/,
  },
  {
    what: 'a handler of which there are thousands',
    files: {
      'serverless.template': `{"Resources":{${rows(4000, (i) => `"F${i}":{"Type":"AWS::Serverless::Function","Properties":{"Handler":"F::F.Function::H${i}"}}`, ',')}}}`,
    },
    refusal: /F\.csproj has more than 1,000 handlers/,
  },
  {
    what: 'type arguments that double from base to base',
    files: {
      'aws-lambda-tools-defaults.json': '{ "function-handler": "F::A0::Handle" }',
      'A.cs': `public class A0 : A1<int> { } ${rows(40, (i) => `public class A${i + 1}<T> : A${i + 2}<Pair<T, T>> { }\n`)} public class A41<T> { public T Handle(T x) => x; }`,
    },
    refusal: /A\.cs: a type argument has more than 1,024 characters/,
  },
  {
    what: 'an event whose type has itself for members',
    files: {
      'aws-lambda-tools-defaults.json': '{ "function-handler": "F::A::Handle" }',
      'A.cs': `public class A { public string Handle(A a) => ""; ${rows(3000, (i) => `public A P${i} { get; set; }\n`)} }`,
    },
  },
  {
    what: 'files that name a handler again and again',
    files: manyFiles(60, (i) => [`m${i}.json`, 'F::F.Function::Handle '.repeat(20_000)]),
  },
  {
    what: 'a path without end',
    files: items(`<None Update="${'/'.repeat(1_000_000)}x" CopyToOutputDirectory="Always" />`),
  },
  {
    what: 'a tag with blanks without end',
    files: {
      'F.csproj': `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework><OutputType${' '.repeat(1_000_000)}Label="x" /></PropertyGroup></Project>`,
    },
  },
];

describe("a stranger's repository with", () => {
  it.each(someCases(repositories, 2))('$what', async ({ files, refusal }) => {
    const folder = await write(files);
    const answer = await reader.read('conversion', folder);
    if (refusal === undefined) expect(answer).toMatchObject({ kind: 'read' });
    else expect(answer).toMatchObject({ kind: 'refused', message: expect.stringMatching(refusal) });
    expect(answer.message ?? '').toMatch(/^.{0,400}$/);
    // The doctor looks at all there is, and what it cannot read is one of its findings.
    expect(await reader.read('examination', folder)).toMatchObject({ kind: 'read' });
  });

  it('several of them, by the commands themselves', async () => {
    const folder = await write({
      'F.csproj': projectOf(`<PropertyGroup Condition="${'('.repeat(5000)}" />`),
    });
    const problem = 'F.csproj:3: the condition has more than 100 levels of brackets, the limit; simplify it.';
    const convert = await lambdaNativeaot(folder, ['convert', '--dry-run']);
    expect(convert).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(problem) });
    const add = await lambdaNativeaot(folder, ['add-function', 'more', '--dry-run']);
    expect(add).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(problem) });
    const doctor = await lambdaNativeaot(folder, ['doctor', '--json']);
    expect(doctor).toMatchObject({ exitCode: 3, stdout: expect.stringContaining(problem) });
  });
});
