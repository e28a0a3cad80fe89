import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ConvertOptions } from '../../src/convert/plan/conversion-context.ts';
import { type Conversion, planConversion } from '../../src/convert/plan/plan.ts';
import { type ProjectFacts, readProject } from '../../src/convert/read/project-model.ts';
import { writeTree } from '../../src/files/write.ts';
import { packageRoot } from '../../src/package.ts';
import { temporaryFolder } from '../support/folders.ts';

/** The projects under test/convert/fixtures, in the shapes of AWS's templates and of their labs' samples. */
export const fixtures = join(packageRoot(), 'test', 'convert', 'fixtures');

const defaultOptions: ConvertOptions = { library: 'aws', runtime: 'provided.al2023', handlers: [] };

/** A fixture of its own to change, in a folder. */
export async function copyFixture(name: string, folder: string): Promise<string> {
  const target = join(folder, name);
  await mkdir(folder, { recursive: true });
  await cp(join(fixtures, name), target, { recursive: true });
  return target;
}

export interface Planned extends Conversion {
  readonly facts: ProjectFacts;
  /** The text that a file has afterwards; fails for one that does not change. */
  textOf(path: string): string;
}

export async function plan(target: string, options: Partial<ConvertOptions> = {}): Promise<Planned> {
  const facts = await readProject(target);
  const conversion = planConversion(facts, { ...defaultOptions, ...options });
  const textOf = (path: string) => {
    const change = conversion.changes.find((c) => c.path === path);
    if (!change)
      throw new Error(`${path} does not change; these do: ${conversion.changes.map((c) => c.path)}`);
    return change.after ?? '';
  };
  return { ...conversion, facts, textOf };
}

/** Plans a fixture where it stands; nothing is written. */
export const planFixture = (name: string, options: Partial<ConvertOptions> = {}) =>
  plan(join(fixtures, name), options);

/** Converts a project for real. */
export async function convert(target: string, options: Partial<ConvertOptions> = {}): Promise<Planned> {
  const planned = await plan(target, options);
  await writeTree(
    target,
    planned.changes.flatMap(({ path, after }) => (after === undefined ? [] : [{ path, contents: after }])),
    planned.changes.filter(({ after }) => after === undefined).map(({ path }) => path),
  );
  return planned;
}

export const appProject = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <AWSProjectType>Lambda</AWSProjectType>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Amazon.Lambda.Core" Version="3.2.0" />
    <PackageReference Include="Amazon.Lambda.Serialization.SystemTextJson" Version="3.0.1" />
  </ItemGroup>
</Project>
`;

/** The same with its versions managed centrally. */
export const managedProject = appProject.replaceAll(/ Version="[^"]*"/g, '');

/** Directory.Packages.props with versions by package; a project may have its own unless `mayOverride` is false. */
export function centralPackages(versions: Readonly<Record<string, string>>, mayOverride = true): string {
  const lines = [
    '<Project>',
    '  <PropertyGroup>',
    '    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>',
    ...(mayOverride
      ? []
      : ['    <CentralPackageVersionOverrideEnabled>false</CentralPackageVersionOverrideEnabled>']),
    '  </PropertyGroup>',
    '  <ItemGroup>',
    ...Object.entries(versions).map(
      ([id, version]) => `    <PackageVersion Include="${id}" Version="${version}" />`,
    ),
    '  </ItemGroup>',
    '</Project>',
    '',
  ];
  return lines.join('\n');
}

/** aws-lambda-tools-defaults.json of one handler. */
export const defaultsOf = (handler: string) =>
  `{\n  "function-runtime": "dotnet8",\n  "function-handler": "${handler}"\n}\n`;

/** Writes these files below a folder, and returns it. */
export async function writeFilesTo(target: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, contents] of Object.entries(files)) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await writeFile(join(target, path), contents);
  }
  return target;
}

/** A folder with these files. */
export const writeFiles = async (files: Readonly<Record<string, string>>) =>
  writeFilesTo(await temporaryFolder(), files);

/** A project named App, made of these files; App.csproj is an ordinary one unless it is among them. */
export const writeProject = (files: Readonly<Record<string, string>>) =>
  writeFiles({ 'App.csproj': appProject, ...files });
