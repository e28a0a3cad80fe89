import { join } from 'node:path';
import type { Finding } from '../../src/artifact/finding.ts';
import type { Check, Facts } from '../../src/doctor/check.ts';
import { applyChecks } from '../../src/doctor/examine.ts';
import type { MachineFacts, Tool, ToolName } from '../../src/doctor/machine/facts.ts';
import type { CopiedFile, ProjectFacts } from '../../src/doctor/project/facts.ts';
import { type LoadedProject, reevaluate } from '../../src/dotnet/files.ts';
import { evaluate, readProjectFile } from '../../src/dotnet/msbuild.ts';
import { readXml } from '../../src/dotnet/xml.ts';
import type { Settings } from '../../src/project/settings.ts';

/** The day on which these tests take place. */
const today = '2026-11-24';

export const toolsOf = (...names: ToolName[]): Partial<Record<ToolName, Tool>> =>
  Object.fromEntries(names.map((name) => [name, { path: `/usr/bin/${name}`, version: '1.0' }]));

/** A Linux machine on which everything builds; `changes` take from it. */
export function machineOf(changes: Partial<MachineFacts> = {}): MachineFacts {
  return {
    platform: 'linux',
    architecture: 'x86_64',
    isRoot: false,
    sdkPaths: undefined,
    refusedPaths: [],
    node: '22.11.0',
    memory: 16 * 1024 ** 3,
    glibc: '2.34',
    packageManager: 'apt-get',
    tools: toolsOf('dotnet', 'clang', 'readelf', 'make', 'ld.lld', 'zig', 'docker', 'aws'),
    sdks: ['10.0.401'],
    sdk: { text: '10.0.401' },
    daemon: { text: '28.2.2' },
    hasZlib: true,
    runs: ['x86_64'],
    aws: {
      source: 'environment variables',
      profile: 'default',
      profileIsMissing: false,
      region: 'eu-central-1',
    },
    ...changes,
  };
}

export const settingsOf = (changes: Partial<Settings> = {}): Settings => ({
  version: '0.1.0',
  name: 'hello',
  namespace: 'Hello',
  framework: 'net10.0',
  architecture: 'x86_64',
  runtime: 'provided.al2023',
  library: 'builtin',
  with: [],
  functions: [
    { name: 'hello', handler: 'uppercase', event: 'events/uppercase.json', memorySize: 256, timeout: 30 },
  ],
  ...changes,
});

/** A healthy project file; `more` goes to the end of its properties. */
export const projectXml = (more = '', framework = 'net10.0') => `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>${framework}</TargetFramework>
    <AssemblyName>bootstrap</AssemblyName>
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>${more}
  </PropertyGroup>
</Project>
`;

/** A project file as if it had been loaded, with another one that MSBuild reads after it. */
export function loaded(xml: string, targets?: string): LoadedProject {
  const folder = '/project/src/Hello';
  const file = readProjectFile(readXml(xml, join(folder, 'Hello.csproj')));
  const after =
    targets === undefined ? [] : [readProjectFile(readXml(targets, '/project/Directory.Build.targets'))];
  const files = [file, ...after];
  const project = {
    path: join(folder, 'Hello.csproj'),
    folder,
    name: 'Hello',
    file,
    files,
    packages: undefined,
    evaluation: evaluate(files, {}),
    inherited: evaluate(after, {}),
  };
  return { ...project, evaluation: reevaluate(project, file) };
}

export const copyOf = (changes: Partial<CopiedFile>): CopiedFile => ({
  path: 'Dockerfile.al2',
  purpose: '"make docker-package" builds with it.',
  text: 'FROM scratch\n',
  template: undefined,
  ...changes,
});

/** A healthy project; `changes` take from it. */
export function projectOf(changes: Partial<ProjectFacts> = {}): ProjectFacts {
  return {
    folder: '/project',
    settings: settingsOf(),
    unknownSettings: [],
    runtimeFiles: [],
    dotnet: loaded(projectXml()),
    problem: undefined,
    code: {
      registered: [{ name: 'uppercase', path: 'src/Hello/Program.cs', line: 5 }],
      hasComputedNames: false,
      context: { name: 'FunctionJsonContext', path: 'src/Hello/FunctionJsonContext.cs' },
      missingTypes: [],
      contextFix: undefined,
    },
    makefile: { path: 'Makefile', text: 'NAME := hello\nARCH := x86_64\nRUNTIME := provided.al2023\n' },
    copies: [copyOf({})],
    events: [{ path: 'events/uppercase.json', functions: ['hello'], problem: undefined }],
    deployed: [],
    unreadable: [],
    ...changes,
  };
}

export const factsOf = (changes: Partial<Facts> = {}): Facts => ({
  machine: machineOf(),
  project: projectOf(),
  today,
  ...changes,
});

/** What one check of a table says. */
export function verdictOf(checks: readonly Check[], id: string, facts: Facts): Finding | undefined {
  const check = checks.filter((row) => row.id === id);
  if (check.length !== 1) throw new Error(`${check.length} checks are called ${id}`);
  return applyChecks('project', check, facts).findings[0];
}
