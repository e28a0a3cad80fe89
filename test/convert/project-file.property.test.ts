import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Changes } from '../../src/convert/plan/changes.ts';
import { PackagesPlan } from '../../src/convert/plan/packages-plan.ts';
import { planProjectFile } from '../../src/convert/plan/project-plan.ts';
import type { ProjectFacts } from '../../src/convert/read/project-model.ts';
import type { LoadedProject } from '../../src/dotnet/files.ts';
import { evaluate, readProjectFile } from '../../src/dotnet/msbuild.ts';
import { readXml } from '../../src/dotnet/xml.ts';

// A project file as a row of pieces: those that a conversion may touch, and those that it must not.
interface Piece {
  readonly text: string;
  readonly mayChange: boolean;
}

const root = '/project';
const path = join(root, 'P.csproj');

const kept = (text: string): Piece => ({ text, mayChange: false });
const touched = (text: string): Piece => ({ text, mayChange: true });

/** Elements that stay, in spellings that a formatter would change. */
const strangers = fc.constantFrom(
  '<Nullable>enable</Nullable>',
  '<Company  >A &amp; B &lt;C&gt;</Company >',
  "<NoWarn Condition=\"'$(A)' > 'b'\">$(NoWarn);CS1591</NoWarn>",
  '<!-- <OutputType>Library</OutputType> -->',
  '<Description><![CDATA[<PublishReadyToRun>no</PublishReadyToRun>]]></Description>',
  "<Authors\n\tLabel='x' >me</Authors>",
  '<Empty/>',
  '<Üml>ö😀</Üml>',
);

const values: Record<string, readonly string[]> = {
  OutputType: ['Library', 'exe', 'Exe'],
  AssemblyName: ['Other', 'bootstrap', '$(MSBuildProjectName)'],
  PublishAot: ['false', 'true'],
  StripSymbols: ['false'],
  InvariantGlobalization: ['false', 'true'],
  PublishReadyToRun: ['true', 'false'],
  PublishTrimmed: ['false', 'true'],
  SelfContained: ['false', 'true'],
  TargetFramework: ['net8.0', 'net10.0'],
};

const condition = fc.constantFrom('', ` Condition="'$(Configuration)' == 'Release'"`, " Condition='true'");

const ours = fc.constantFrom(...Object.keys(values)).chain((name) =>
  fc.tuple(fc.constantFrom(...(values[name] as string[])), condition).map(([value, when]) => ({
    text: `<${name}${when}>${value}</${name}>`,
    name,
  })),
);

const packageNames = [
  'Amazon.Lambda.Core',
  'Amazon.Lambda.RuntimeSupport',
  'amazon.lambda.serialization.systemtextjson',
];
const packageItem = fc
  .tuple(fc.constantFrom(...packageNames), fc.constantFrom('1.0.0', '3.2.0', '[2.0,3)'))
  .map(([id, version]) => touched(`<PackageReference Include="${id}" Version="${version}" />`));
const otherItem = fc.constantFrom(
  '<None Update="a.json" CopyToOutputDirectory="Always"/>',
  '<PackageReference Include="Other.Package"   Version="1.0" PrivateAssets="all" />',
  '<ProjectReference Include="..\\B\\B.csproj"><Private>false</Private></ProjectReference>',
);

/** The layout of one file. */
const layout = fc.record({
  ending: fc.constantFrom('\n', '\r\n'),
  unit: fc.constantFrom('  ', '    ', '\t'),
  mark: fc.constantFrom('', '\uFEFF'),
  declaration: fc.constantFrom('', '<?xml version="1.0" encoding="utf-8"?>'),
  gap: fc.boolean(),
});

const group = (name: string, element: fc.Arbitrary<Piece>) =>
  fc.record({
    name: fc.constant(name),
    condition: fc.constantFrom('', " Condition=\"'$(Configuration)' == 'Debug'\"", ' Label="Mine"'),
    elements: fc.array(element, { minLength: 1, maxLength: 5 }),
  });

const property = fc.oneof(
  strangers.map(kept),
  ours.map(({ text }) => touched(text)),
);
const item = fc.oneof(packageItem, otherItem.map(kept));

const projects = fc
  .tuple(
    layout,
    fc.array(fc.oneof(group('PropertyGroup', property), group('ItemGroup', item)), { maxLength: 6 }),
    fc.constantFrom('', '<Import Project="$(Missing)/x.targets" Condition="Exists(\'x\')" />'),
  )
  .map(([{ ending, unit, mark, declaration, gap }, groups, last]) => {
    const line = (text: string, depth: number) => `${unit.repeat(depth)}${text}${ending}`;
    const pieces: Piece[] = [
      kept(`${mark}${declaration}${declaration ? ending : ''}<Project Sdk="Microsoft.NET.Sdk">${ending}`),
    ];
    for (const { name, condition: when, elements } of groups) {
      pieces.push(kept(`${gap ? ending : ''}${line(`<${name}${when}>`, 1)}`));
      for (const { text, mayChange } of elements) pieces.push({ text: line(text, 2), mayChange });
      pieces.push(kept(line(`</${name}>`, 1)));
    }
    return [...pieces, kept(last === '' ? '' : line(last, 1)), kept(`</Project>${ending}`)];
  });

function factsOf(text: string): ProjectFacts {
  const file = readProjectFile(readXml(text, path));
  const known = { MSBuildProjectName: 'P' };
  const project: LoadedProject = {
    path,
    folder: root,
    name: 'P',
    file,
    files: [file],
    packages: undefined,
    evaluation: evaluate([file], known),
    inherited: evaluate([], known),
  };
  return { root, folder: '.', project, tests: [] as readonly LoadedProject[] } as ProjectFacts;
}

function converted(text: string): string {
  const facts = factsOf(text);
  const changes = new Changes(facts);
  new PackagesPlan(facts, changes).requireAws(true);
  changes.edit(facts.project.file.xml, planProjectFile(facts, 'net10.0', 'aws', undefined).edits);
  return changes.textOf(path) ?? text;
}

/** What may stand between pieces that stay: our elements, comments and groups, and blanks. */
const oursOnly = new RegExp(
  `^(\\s|<!--.*?-->|</?(PropertyGroup|ItemGroup)( Label="NativeAOT")?>|<(${Object.keys(values).join('|')})[^>]*>[^<]*</\\w+>|<PackageReference Include="Amazon\\.Lambda[^>]*/>|<PackageReference Include="amazon\\.lambda[^>]*/>)*$`,
  's',
);

it('keeps byte for byte whatever it has no business with, and has its effect', () => {
  fc.assert(
    fc.property(projects, (pieces) => {
      const before = pieces.map(({ text }) => text).join('');
      const after = converted(before);
      let position = 0;
      for (const { text } of pieces.filter(({ mayChange }) => !mayChange)) {
        const found = after.indexOf(text, position);
        expect(found, `lost: ${text}\nin: ${after}`).toBeGreaterThanOrEqual(0);
        expect(after.slice(position, found)).toMatch(oursOnly);
        position = found + text.length;
      }
      expect(after.slice(position)).toBe('');
      const { evaluation } = factsOf(after).project;
      const names = [
        'OutputType',
        'AssemblyName',
        'PublishAot',
        'StripSymbols',
        'TargetFramework',
        'PublishReadyToRun',
      ];
      expect(names.map((name) => evaluation.get(name)?.toLowerCase())).toEqual([
        'exe',
        'bootstrap',
        'true',
        'true',
        'net10.0',
        evaluation.get('PublishReadyToRun') === undefined ? undefined : 'false',
      ]);
      if (before.includes('\r\n'))
        expect(after.replaceAll('\r\n', '').replaceAll('<Authors\n', '')).not.toContain('\n');
      expect(converted(after)).toBe(after);
    }),
    { numRuns: 300 },
  );
});
