import { hasDefaultItems, projectReferences } from '../../dotnet/files.ts';
import { addItems } from '../../dotnet/project-edits.ts';
import type { Edit } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import type { Framework } from '../../platform/frameworks.ts';
import { zipOf } from '../../platform/outputs.ts';
import { isRuntime } from '../../platform/runtimes.ts';
import { formatSettings, type Settings, settingsFile } from '../../project/settings.ts';
import { type EntryPoint, findEntryPoint } from '../read/executable.ts';
import { isOutside, shown } from '../read/locate.ts';
import { insideRoot, type ProjectFacts } from '../read/project-model.ts';
import type { Warning } from '../rules/warning.ts';
import { findWarnings } from '../rules/warnings.ts';
import { builtinObstacle } from './builtin-library.ts';
import { Changes, type FileChange } from './changes.ts';
import type { CodePlan, ConversionContext, ConvertOptions } from './conversion-context.ts';
import { planDeployment } from './deployment-plan.ts';
import { requireNotDurable, requirePlainDeployments } from './durable.ts';
import { planExecutable } from './executable-plan.ts';
import { decideFramework, raiseTests } from './framework.ts';
import { planLibrary } from './library-plan.ts';
import { PackagesPlan } from './packages-plan.ts';
import { planProjectFile, requireConvertible } from './project-plan.ts';
import { decideRuntime } from './runtime-decision.ts';
import { planRuntime } from './runtime-plan.ts';
import { decideArchitecture, planSettings } from './settings-plan.ts';
import { makeCommand, planTopFiles } from './top-files.ts';

/** All that a conversion would do, as data. */
export interface Conversion {
  readonly changes: readonly FileChange[];
  /** What will break natively, by file and line. */
  readonly warnings: readonly Warning[];
  /** What was decided, and what the user has to do. */
  readonly remarks: readonly string[];
  readonly settings: Settings;
  /** How the targets are made: `make`, but for a project that has a Makefile of its own. */
  readonly make: string;
}

function decideLibrary(facts: ProjectFacts, options: ConvertOptions, entryPoint: EntryPoint | undefined) {
  if (entryPoint?.speaks === 'builtin') return 'builtin';
  if (options.library === 'aws') return 'aws';
  const obstacle = builtinObstacle(facts, entryPoint);
  if (obstacle) throw new UserError(`--library builtin does not fit: ${obstacle}; use --library aws.`);
  return 'builtin';
}

/** New sources are listed where the project lists its sources itself. */
function compileItems({ facts: { project, folder }, changes }: ConversionContext): Edit[] {
  if (hasDefaultItems(project)) return [];
  const added = changes
    .all()
    .filter(({ path, before }) => before === undefined && path.endsWith('.cs'))
    .map(({ path }) => (folder === '.' ? path : path.slice(folder.length + 1)));
  return addItems(
    project.file,
    'Compile',
    added.map((path) => `<Compile Include="${path}" />`),
  );
}

/** Test projects are raised with the function, which they could not refer to otherwise. */
function planTests({ facts, changes, remarks }: ConversionContext, framework: Framework): void {
  for (const test of facts.tests) {
    const edits = raiseTests(test, framework);
    if (edits.length === 0) continue;
    changes.edit(test.file.xml, edits);
    remarks.push(`${test.name} moves to ${framework} as well, since it refers to ${facts.project.name}.`);
  }
}

/** What a build in a container would lack: it sees the converted folder alone. */
function sayOutside({ facts, remarks }: ConversionContext): void {
  const files = facts.project.files.map(({ xml }) => xml.path);
  const outside = [...files, ...projectReferences(facts.project)].filter((path) =>
    isOutside(facts.root, path),
  );
  if (outside.length === 0) return;
  const names = [...new Set(outside.map((path) => shown(facts.root, path)))].join(', ');
  const make = makeCommand(facts);
  remarks.push(
    `"${make} docker-package" copies only this folder and would miss ${names}; convert the folder that holds them all, or build with "${make} package".`,
  );
}

/** A runtime that functions of this project have on AWS and that they shall not keep. */
function sayRuntime({ runtime, remarks }: ConversionContext, { redeployments }: CodePlan): void {
  const others = new Set(
    redeployments.map(({ deployed }) => deployed.runtime).filter((own) => isRuntime(own) && own !== runtime),
  );
  for (const other of others)
    remarks.push(`Runtime ${other} becomes ${runtime}; --runtime ${other} keeps it.`);
}

function planEvents({ facts, changes }: ConversionContext, { events }: CodePlan): void {
  if (facts.settings) return;
  for (const [path, contents] of events) {
    if (!facts.existing.has(path)) changes.write(path, undefined, contents);
  }
}

/**
 * Plans the conversion of a project: every file that changes, and everything that is to be said. Nothing is
 * written.
 * @throws UserError when anything is ambiguous or cannot be converted.
 */
export function planConversion(facts: ProjectFacts, options: ConvertOptions): Conversion {
  requireConvertible(facts);
  requireNotDurable(facts);
  const entryPoint = findEntryPoint(facts);
  const library = decideLibrary(facts, options, entryPoint);
  const { framework, remark } = decideFramework(facts.project, options.framework);
  const architecture = decideArchitecture(facts, options.architecture);
  const { runtime, remark: kept } = decideRuntime(facts, options.runtime);
  const changes = new Changes(facts);
  const packages = new PackagesPlan(facts, changes);
  const remarks = [remark, kept].filter((text) => text !== undefined);
  const conversion: ConversionContext = {
    facts,
    options,
    changes,
    packages,
    library,
    runtime,
    remarks,
    warnings: [],
  };

  packages.leaveToSdk();
  const code = entryPoint ? planExecutable(conversion, entryPoint) : planLibrary(conversion);
  requirePlainDeployments(code.redeployments.map(({ deployed }) => deployed));
  const project = planProjectFile(facts, framework, library, code.startupObject);
  changes.edit(facts.project.file.xml, project.edits);
  changes.edit(facts.project.file.xml, compileItems(conversion));
  const client = library === 'builtin' ? planRuntime(facts, changes, framework) : [];
  planTests(conversion, framework);
  const decisions = { framework, architecture, runtime, library, namespace: code.namespace } as const;
  const settings = planSettings(facts, decisions, code.handlers);
  insideRoot(facts, facts.project.path);
  const settingsText = formatSettings(settings, facts.settingsText);
  changes.write(settingsFile, facts.settingsText, settingsText);
  planEvents(conversion, code);
  const zip = zipOf(settings);
  const target = { framework, runtime, architecture, zip, root: facts.root, make: makeCommand(facts) };
  const deployment = planDeployment(facts, changes, code.redeployments, target);
  const top = planTopFiles(facts, changes, settings);
  sayOutside(conversion);
  sayRuntime(conversion, code);
  return {
    changes: changes.all(),
    warnings: findWarnings(facts, framework, packages.removed, conversion.warnings),
    remarks: [...remarks, ...project.remarks, ...packages.remarks, ...client, ...deployment, ...top],
    settings,
    make: makeCommand(facts),
  };
}
