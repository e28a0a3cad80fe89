import { join, relative } from 'node:path';
import { applyEdits as applyJsonEdits, modify } from 'jsonc-parser';
import { applyEdits, type Edit } from '../dotnet/splice.ts';
import { UserError } from '../errors.ts';
import { posixPath } from '../files/paths.ts';
import { readText } from '../files/text.ts';
import { functionOf } from '../project/answers.ts';
import { describeFunction } from '../project/infrastructure/description.ts';
import { samEntries, samLogicalId } from '../project/infrastructure/sam.ts';
import { terraformEntries } from '../project/infrastructure/terraform.ts';
import { type PlannedFile, planSample, testContextFile } from '../project/plan.ts';
import { runtimeFolder, testHost } from '../project/runtime-project.ts';
import {
  type FunctionSettings,
  readSettings,
  type Settings,
  settingsFile,
  settingsKey,
} from '../project/settings.ts';
import { classNameOf } from '../project/source.ts';
import { needsOf } from '../project/view.ts';
import { findSample } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';
import { cdkChanges } from './cdk-app.ts';
import type { Change } from './change.ts';
import { findRegistration } from './entry-point.ts';
import { newFunctionName } from './function-name.ts';
import { findJsonContext, type JsonContext, jsonContextEdits, usingEdits } from './json-context.ts';
import { launchChanges } from './launch-settings.ts';
import { newFiles } from './new-files.ts';
import { projectEdits } from './project-file.ts';
import { samTemplateEdits, samTemplateNames } from './sam-template.ts';
import { findType, type ProjectSources, readSources } from './sources.ts';
import { terraformChanges } from './terraform-files.ts';

/** A function that is to join a project: what it is, and every file that comes or changes. */
export interface Addition {
  readonly settings: Settings;
  readonly function: FunctionSettings;
  readonly sample: Sample;
  readonly changes: readonly Change[];
  /** What the user should know besides. */
  readonly notes: readonly string[];
}

function settingsChange(text: string, added: FunctionSettings): Change {
  const place = [settingsKey, 'functions', -1];
  const edits = modify(text, place, added, {
    isArrayInsertion: true,
    formattingOptions: { insertSpaces: true, tabSize: 2 },
  });
  return { path: settingsFile, before: text, after: applyJsonEdits(text, edits) };
}

async function templateChanges(
  folder: string,
  id: string,
  entries: ReturnType<typeof samEntries>,
): Promise<Change[]> {
  for (const path of samTemplateNames) {
    const before = await readText(join(folder, path));
    if (before === undefined) continue;
    const edits = samTemplateEdits(before, path, id, entries);
    if (edits.length > 0) return [{ path, before, after: applyEdits(before, edits) }];
  }
  return [];
}

/** The C# files that change; one file may be both entry point and context. */
function sourceChanges(edits: readonly { path: string; text: string; edits: readonly Edit[] }[]): Change[] {
  const byPath = new Map<string, { text: string; edits: Edit[] }>();
  for (const { path, text, edits: own } of edits) {
    const known = byPath.get(path) ?? { text, edits: [] };
    const seen = new Set(known.edits.map((edit) => JSON.stringify(edit)));
    byPath.set(path, {
      text,
      edits: [...known.edits, ...own.filter((edit) => !seen.has(JSON.stringify(edit)))],
    });
  }
  return [...byPath].map(([path, { text, edits: all }]) => ({
    path,
    before: text,
    after: applyEdits(text, all),
  }));
}

/** @throws UserError when package versions are kept in a file that is no part of the project's folder. */
function requireInside(changes: readonly Change[]): void {
  const outside = changes.find(({ path }) => path.startsWith('../'));
  if (outside === undefined) return;
  const lines = outside.after.split('\n').filter((line) => !outside.before?.includes(line));
  throw new UserError(
    `${outside.path} has the package versions and lies outside of the project; write there by hand: ${lines.map((line) => line.trim()).join(' ')}`,
  );
}

function requireLibrary({ id, libraries }: Sample, { library }: Settings): void {
  if (libraries !== undefined && !libraries.includes(library)) {
    throw new UserError(
      `The sample ${id} works with the library ${libraries.join(', ')}; this project has ${library}.`,
    );
  }
}

/** The files of the function, its tests left out where there is no test project or the tests could not see the context. */
function plannedFiles(
  sample: Sample,
  sources: ProjectSources,
  context: JsonContext,
  place: { namespace: string; handler: string; className: string; hasTestHost: boolean },
): PlannedFile[] {
  const tests = context.isPublic ? sources.tests : undefined;
  const folders = { sources: sources.sources, tests: tests?.folder };
  const planned = planSample(sample, { ...place, ...folders, context: context.name });
  const needsContext = tests !== undefined && findType(tests.files, 'TestLambdaContext') === undefined;
  return needsContext ? [...planned, testContextFile(tests.folder)] : planned;
}

/**
 * Works out what it takes to add a function to the project in `folder`. Nothing is written.
 * @throws UserError, UsageError when the folder is no project of ours, the name is taken or none, or a place to
 * edit is not found; the message says what to do.
 */
export async function planAddition(folder: string, handler: string, sampleId: string): Promise<Addition> {
  const settings = await readSettings(folder);
  const { namespace, library } = settings;
  const sample = findSample(sampleId);
  const name = newFunctionName(settings, handler);
  requireLibrary(sample, settings);
  const added = functionOf(name, handler, sample);
  const className = classNameOf(sample, { handler, namespace });

  const sources = await readSources(folder, settings);
  const context = findJsonContext(sources.files, namespace);
  const needs = needsOf(sample, handler, settings, context.name);
  const entry = findRegistration(sources.parser, sources.files, library, needs.registration);
  if (entry.names.includes(handler)) {
    throw new UserError(`${entry.file.source.path} registers "${handler}" already; choose another name.`);
  }
  const hasTestHost =
    library === 'builtin' && (await readText(join(folder, runtimeFolder, testHost))) !== undefined;
  const created = await newFiles(
    sources,
    plannedFiles(sample, sources, context, { namespace, handler, className, hasTestHost }),
    settings,
  );

  const described = describeFunction(settings, added, sample, className);
  const { project, packages } = projectEdits(sources.project, needs);
  const entryUsings = [`${namespace}.Functions`, ...(library === 'aws' ? needs.namespaces : [])];
  const xmlEdits = [
    { file: sources.project.file, edits: project },
    ...(sources.project.packages ? [{ file: sources.project.packages, edits: packages }] : []),
  ].map(({ file: { xml }, edits }) => ({
    path: posixPath(relative(folder, xml.path)),
    text: xml.text,
    edits,
  }));
  const changes: Change[] = [
    ...created.map(({ path, contents }) => ({ path, before: undefined, after: contents })),
    ...sourceChanges([
      ...xmlEdits,
      {
        ...entry.file.source,
        edits: [...usingEdits(entry.file, entryUsings), ...entry.edits(needs.registration)],
      },
      { ...context.file.source, edits: jsonContextEdits(context, needs.jsonTypes, needs.namespaces) },
    ]),
    ...(await templateChanges(folder, samLogicalId(className), samEntries(described))),
    ...(settings.with.includes('cdk') ? await cdkChanges(folder, sources.parser, described) : []),
    ...(settings.with.includes('terraform')
      ? await terraformChanges(folder, terraformEntries(described))
      : []),
    ...(await launchChanges(folder, namespace, added)),
    settingsChange((await readText(join(folder, settingsFile))) as string, added),
  ];
  const real = changes.filter(({ before, after }) => before !== after);
  requireInside(real);
  return {
    settings,
    function: added,
    sample,
    changes: real.sort((a, b) => (a.path < b.path ? -1 : 1)),
    notes: [
      ...(sample.notice === undefined ? [] : [sample.notice]),
      ...(sources.tests === undefined
        ? [`No tests were written: there is no test/${namespace}.Tests with xunit.`]
        : []),
      ...(sources.tests !== undefined && !context.isPublic
        ? [`No tests were written: ${context.name} is not public, so that tests cannot use it.`]
        : []),
    ],
  };
}
