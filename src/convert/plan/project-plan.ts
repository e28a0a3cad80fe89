import { reevaluate } from '../../dotnet/files.ts';
import { readProjectFile } from '../../dotnet/msbuild.ts';
import { isOlder } from '../../dotnet/packages.ts';
import {
  addProperties,
  definitionsOf,
  type NewProperty,
  removeElement,
  setProperty,
} from '../../dotnet/project-edits.ts';
import { applyEdits, type Edit, lineOf } from '../../dotnet/splice.ts';
import { isWeb } from '../../dotnet/web-sdk.ts';
import { readXml } from '../../dotnet/xml.ts';
import { UserError } from '../../errors.ts';
import type { Framework } from '../../platform/frameworks.ts';
import type { Library } from '../../platform/options.ts';
import { shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { setFramework } from './framework.ts';
import { planRuntimeReference } from './runtime-plan.ts';

const label = 'NativeAOT';

/** What a native bootstrap needs, each with the reason. */
const wantedProperties: readonly NewProperty[] = [
  { name: 'OutputType', value: 'Exe' },
  {
    name: 'AssemblyName',
    value: 'bootstrap',
    comment: 'Lambda starts the file named "bootstrap" at the root of the zip.',
  },
  {
    name: 'PublishAot',
    value: 'true',
    comment: 'Machine code instead of IL: nothing is compiled while the caller waits. Implies trimming.',
  },
  {
    name: 'StripSymbols',
    value: 'true',
    comment: 'Debug symbols go to bootstrap.dbg, which is not deployed.',
  },
  {
    name: 'InvariantGlobalization',
    value: 'true',
    comment: "Lambda's provided runtimes have no ICU: without this the program ends at start.",
  },
];

/** What a program of the Web SDK has besides. Source: Microsoft.NET.Sdk.Web, Sdk.props. */
const ownCollector: NewProperty = {
  name: 'ServerGarbageCollection',
  value: 'false',
  comment: 'The collector of servers has a heap and threads for each processor, which take time at start.',
};

/** Whether the program gets the garbage collector of servers: the Web SDK turns it on by itself. */
const hasServerCollector = ({ project }: ProjectFacts) =>
  isTrue(project.evaluation.get(ownCollector.name) ?? String(isWeb(project)));

interface Unwanted {
  readonly name: string;
  /** The value that stands against NativeAOT; undefined means any. */
  readonly value?: string;
}

/** What contradicts NativeAOT or has no meaning beside it. Source: Microsoft.NET.Publish.targets. */
const unwantedProperties: readonly Unwanted[] = [
  { name: 'PublishReadyToRun' },
  { name: 'PublishReadyToRunComposite' },
  { name: 'PublishReadyToRunShowWarnings' },
  { name: 'PublishReadyToRunEmitSymbols' },
  { name: 'PublishSingleFile' },
  { name: 'PublishTrimmed', value: 'false' },
  { name: 'SelfContained', value: 'false' },
  { name: 'UseAppHost', value: 'false' },
];

const isAboutReadyToRun = (comment: string) => /ready ?to ?run/i.test(comment);
const isTrue = (value: string | undefined) => value?.toLowerCase() === 'true';

export interface ProjectPlan {
  readonly edits: readonly Edit[];
  readonly remarks: readonly string[];
}

function removals({ project }: ProjectFacts): { edits: Edit[]; added: NewProperty[]; removed: string[] } {
  const { file, inherited } = project;
  const edits: Edit[] = [];
  const added: NewProperty[] = [];
  const removed: string[] = [];
  for (const { name, value } of unwantedProperties) {
    const found = definitionsOf(file, name).filter((d) =>
      value === undefined ? d.value.toLowerCase() !== 'false' : d.value.toLowerCase() === value,
    );
    edits.push(...found.map(({ element }) => removeElement(file, element, isAboutReadyToRun)));
    if (found.length > 0) removed.push(name);
    // What a shared file turns on is turned off here, so that other projects keep it.
    if (value === undefined && isTrue(inherited.get(name))) added.push({ name, value: 'false' });
  }
  return { edits: withoutOverlaps(edits), added, removed };
}

/** Two properties may share a line or a comment; what an earlier edit takes away is gone already. */
function withoutOverlaps(edits: readonly Edit[]): Edit[] {
  const kept: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (last && edit.start < last.end) kept[kept.length - 1] = { ...last, end: Math.max(last.end, edit.end) };
    else kept.push(edit);
  }
  return kept;
}

/**
 * @throws UserError when the project file is of the kind before the SDK, or its C# is too old for the JSON source
 * generator.
 */
export function requireConvertible({ project, root }: ProjectFacts): void {
  const { xml } = project.file;
  const hasSdk = xml.root.attributes.Sdk !== undefined || xml.root.children.some(isSdkElement);
  if (!hasSdk) {
    throw new UserError(
      `${project.path} is not an SDK-style project; move it to one first ("dotnet new classlib").`,
    );
  }
  const language = project.evaluation.get('LangVersion');
  if (language && /^\d/.test(language) && isOlder(language, leastLanguage)) {
    const path = shown(root, project.path);
    throw new UserError(
      `${path} asks for C# ${language}, and the source generator for JSON needs ${leastLanguage} or newer; raise LangVersion.`,
    );
  }
}

const isSdkElement = ({ name, attributes }: { name: string; attributes: Readonly<Record<string, string>> }) =>
  name === 'Sdk' || (name === 'Import' && attributes.Sdk !== undefined);

/** What System.Text.Json's source generator asks for (SYSLIB1220). */
const leastLanguage = '9';

/** The edits that make the project file one of a native bootstrap, and what is said about them. */
export function planProjectFile(
  facts: ProjectFacts,
  framework: Framework,
  library: Library,
  startupObject: string | undefined,
): ProjectPlan {
  const { project } = facts;
  const { file, inherited } = project;
  const { edits, added, removed } = removals(facts);
  const startup = startupObject === undefined ? [] : [{ name: 'StartupObject', value: startupObject }];
  // The web's SDK makes an executable by itself.
  const isGiven = ({ name }: NewProperty) =>
    name === 'OutputType' && isWeb(project) && project.evaluation.get(name) === undefined;
  const collector = hasServerCollector(facts) ? [ownCollector] : [];
  const wanted = [...wantedProperties.filter((p) => !isGiven(p)), ...collector, ...startup];
  const changed: string[] = [];
  for (const property of wanted) {
    const { name, value } = property;
    const set = setProperty(file, name, value);
    edits.push(...set.edits);
    if (set.edits.length > 0) changed.push(name);
    const isInherited = inherited.get(name)?.toLowerCase() === value.toLowerCase();
    if (set.missing && !(isInherited && definitionsOf(file, name).length === 0)) added.push(property);
  }
  const target = setFramework(project, framework);
  edits.push(...target.edits);
  if (target.missing) {
    added.push({ name: 'TargetFramework', value: framework });
    if (inherited.get('TargetFrameworks')) added.push({ name: 'TargetFrameworks', value: '' });
  }
  const newOnes = added.filter(({ name, value }) => !isTurnedOff(facts, name, value));
  const runtime = library === 'builtin' ? planRuntimeReference(facts) : undefined;
  edits.push(...addProperties(file, label, [...newOnes, ...(runtime?.properties ?? [])]));
  edits.push(...(runtime?.edits ?? []));
  requireEffect(facts, edits, [...wanted, { name: 'TargetFramework', value: framework }]);
  return { edits, remarks: remarksOf(facts, removed, changed) };
}

const isTurnedOff = ({ project }: ProjectFacts, name: string, value: string) =>
  value === 'false' && project.evaluation.get(name)?.toLowerCase() === 'false';

function remarksOf(facts: ProjectFacts, removed: readonly string[], changed: readonly string[]): string[] {
  const { evaluation, file } = facts.project;
  const hadCultures =
    changed.includes('InvariantGlobalization') || file.xml.text.includes('System.Globalization.AppLocalIcu');
  const cultures =
    hadCultures && !isTrue(evaluation.get('InvariantGlobalization'))
      ? [
          'Cultures: the function now runs with InvariantGlobalization, since Lambda has no ICU and the zip holds only bootstrap; dates, numbers and comparisons are those of the invariant culture.',
        ]
      : [];
  const name = evaluation.get('AssemblyName');
  const renamed =
    changed.includes('AssemblyName') || (name === undefined && facts.project.name !== 'bootstrap')
      ? [`The assembly is now named bootstrap (it was ${name ?? facts.project.name}).`]
      : [];
  return [
    ...(removed.length > 0 ? [`Removed from the project file: ${removed.join(', ')}.`] : []),
    ...renamed,
    ...cultures,
  ];
}

/** Reads the edited project once more: a file that MSBuild imports later may have the last word. */
function requireEffect(facts: ProjectFacts, edits: readonly Edit[], wanted: readonly NewProperty[]): void {
  const { project } = facts;
  const text = applyEdits(project.file.xml.text, edits);
  const evaluation = reevaluate(project, readProjectFile(readXml(text, project.path)));
  for (const { name, value } of wanted) {
    if (evaluation.get(name)?.toLowerCase() === value.toLowerCase()) continue;
    const culprit = project.files
      .flatMap(({ properties }) => properties)
      .findLast((p) => p.name.toLowerCase() === name.toLowerCase() && p.file !== project.file.xml);
    const place = culprit
      ? `${shown(facts.root, culprit.file.path)}:${lineOf(culprit.file.text, culprit.element.start)} overrides it`
      : 'something that MSBuild imports overrides it';
    throw new UserError(`${name} has to be ${value}, but ${place}; change it there.`);
  }
}
