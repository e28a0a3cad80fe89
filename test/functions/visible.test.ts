import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCSharp } from '../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../src/dotnet/declarations.ts';
import { loadProject } from '../../src/dotnet/files.ts';
import { withImports } from '../../src/functions/visible.ts';
import type { Library } from '../../src/platform/options.ts';
import { temporaryFolder } from '../support/folders.ts';

const parser = await loadCSharp();
const source = 'using Shop.Events;\n\nnamespace Shop.Functions;\n\nclass A { void B(ILambdaContext c) {} }\n';

async function imported(properties: string, contents = source, globals = '', library: Library = 'builtin') {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'src'));
  const path = join(folder, 'src', 'App.csproj');
  await writeFile(path, `<Project Sdk="Microsoft.NET.Sdk">${properties}</Project>\n`);
  const sources = [readDeclarations(parser.parse(globals, 'Globals.cs'))];
  return withImports(parser, { path: 'A.cs', contents }, await loadProject(path), sources, library).contents;
}

const modern =
  '<PropertyGroup><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>';

describe('a sample’s source in a project that is set up in another way', () => {
  test('stays as it is where everything is in sight', async () => {
    const using = '<ItemGroup><Using Include="LambdaRuntime" /></ItemGroup>';

    expect(await imported(modern + using)).toBe(source);
    expect(await imported(modern, source, 'global using LambdaRuntime;\n')).toBe(source);
  });

  test.each([
    ['builtin', 'using LambdaRuntime;\nusing Shop.Events;\n'],
    ['aws', 'using Amazon.Lambda.Core;\nusing Shop.Events;\n'],
  ] as const)('imports the context of the library %s', async (library, usings) => {
    expect(await imported(modern, source, '', library)).toBe(source.replace('using Shop.Events;\n', usings));
  });

  test('imports nothing for a source that has no use for it', async () => {
    const plain = 'namespace Shop.Functions;\n\nrecord A;\n';

    expect(await imported(modern, plain)).toBe(plain);
  });

  test('brings what ImplicitUsings and Nullable would', async () => {
    const contents = await imported('', 'namespace Shop.Functions;\n\nrecord A;\n');

    expect(contents).toBe(
      '#nullable enable\n\nusing System;\nusing System.Collections.Generic;\nusing System.IO;\nusing System.Linq;\nusing System.Net.Http;\nusing System.Threading;\nusing System.Threading.Tasks;\n\nnamespace Shop.Functions;\n\nrecord A;\n',
    );
  });

  test('leaves files alone that are no C#', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'App.csproj');
    await writeFile(path, '<Project Sdk="Microsoft.NET.Sdk" />\n');
    const file = { path: 'docs/a.md', contents: '# ILambdaContext\n' };

    expect(withImports(parser, file, await loadProject(path), [], 'aws')).toBe(file);
  });
});
