import { planConversion } from '../../../src/convert/plan/plan.ts';
import { defaultsFunctions, templateFunctions } from '../../../src/convert/read/deployment.ts';
import { readStructured } from '../../../src/convert/read/document.ts';
import { findEntryPoint } from '../../../src/convert/read/executable.ts';
import { type ProjectFacts, readProject } from '../../../src/convert/read/project-model.ts';
import { keptSerializer, serializerUses } from '../../../src/convert/read/serializers.ts';
import { terraformFunctions } from '../../../src/convert/read/terraform.ts';
import { codeRules } from '../../../src/convert/rules/code-rules.ts';
import { explain } from '../../../src/doctor/explain.ts';
import { gatherProject } from '../../../src/doctor/project/gather.ts';
import { coverageOf } from '../../../src/doctor/project/json-coverage.ts';
import { findRegistrations } from '../../../src/doctor/project/registrations.ts';
import { evaluateCondition } from '../../../src/dotnet/condition.ts';
import { loadCSharp } from '../../../src/dotnet/csharp.ts';
import { readDeclarations } from '../../../src/dotnet/declarations.ts';
import { pathParts, readGlob } from '../../../src/dotnet/glob.ts';
import { evaluate, holds, readProjectFile } from '../../../src/dotnet/msbuild.ts';
import { createScope } from '../../../src/dotnet/scope.ts';
import { formatTypeName, parseTypeName } from '../../../src/dotnet/type-names.ts';
import { readXml } from '../../../src/dotnet/xml.ts';
import { samTemplateEdits } from '../../../src/functions/sam-template.ts';
import { patchOf } from '../../../src/project/patch.ts';
import { formatSettings, parseSettings } from '../../../src/project/settings.ts';
import { mergeTexts } from '../../../src/update/merge.ts';

const values = new Map([
  ['a', 'x'.repeat(200)],
  ['b', ''],
  ['configuration', 'Release'],
]);

/** All that is asked of C#, by conversion, doctor and add-function. */
async function readCSharp(text: string): Promise<void> {
  const parser = await loadCSharp();
  const source = parser.parse(text, 'a.cs');
  try {
    const file = readDeclarations(source);
    const scope = createScope([file]);
    const project = { evaluation: { get: () => 'bootstrap' }, file: { xml: { root: { attributes: {} } } } };
    const lists = { sources: [file], referenced: [], own: [], mentions: [] };
    const facts = { root: '/', project, ...lists, scope, parser } as unknown as ProjectFacts;
    keptSerializer(facts, serializerUses(facts));
    findEntryPoint(facts);
    for (const { mentions, query, applies } of codeRules)
      if (mentions.test(text)) for (const match of parser.match(query, source.root)) applies?.(match, file);
    const sources = { parser, files: [file], scope };
    for (const library of ['builtin', 'aws'] as const) findRegistrations(sources, library);
    for (const type of file.types.slice(0, 100)) coverageOf(sources, type);
  } finally {
    // The library does not know when nothing refers to a tree any more.
    source.root.tree.delete();
  }
}

/**
 * Everything of ours that reads a stranger's text, by name. Each takes one value that goes through JSON, and gives
 * nothing: what counts is that it comes to an end.
 */
export const readers = {
  condition: (text: string) => void evaluateCondition(text, values),
  project(text: string) {
    const file = readProjectFile(readXml(text, 'p.csproj'));
    const evaluation = evaluate([file], { MSBuildProjectName: 'P' });
    for (const { conditions } of file.items) holds(conditions, evaluation.values);
  },
  glob: ({ pattern, path }: { pattern: string; path: string }) =>
    void readGlob(pattern).matches(pathParts(path), { count: 0 }),
  json(text: string) {
    const file = readStructured(text, 'a.json');
    templateFunctions(file);
    defaultsFunctions(file);
    file.set(['function-runtime'], 'provided.al2023');
  },
  yaml(text: string) {
    const file = readStructured(text, 'a.yaml');
    for (const { places } of templateFunctions(file)) for (const place of places) file.lineOf(place);
  },
  terraform: (text: string) => void terraformFunctions(text, 'main.tf'),
  sam: (text: string) =>
    void samTemplateEdits(text, 'template.yaml', 'Added', {
      resources: 'Added:\n  Type: X\n',
      outputs: 'Y: 1\n',
    }),
  settings: (text: string) => void formatSettings(parseSettings(text), text),
  csharp: readCSharp,
  type: (text: string) => void formatTypeName(parseTypeName(text)),
  explain: (text: string) => void explain(text),
  merge: (texts: { base: string; mine: string; theirs: string }) => void mergeTexts(texts, 'theirs'),
  patch: (texts: { before: string; after: string }) => void patchOf({ path: 'a', ...texts }),
  /** A folder as `convert --dry-run` reads it. */
  async conversion(folder: string) {
    planConversion(await readProject(folder), { library: 'aws', runtime: 'provided.al2023', handlers: [] });
  },
  /** A folder as `doctor` reads it; what it refuses becomes a finding. */
  async examination(folder: string) {
    await gatherProject(folder);
  },
};

export type ReaderName = keyof typeof readers;
export type InputOf<Name extends ReaderName> = Parameters<(typeof readers)[Name]>[0];
