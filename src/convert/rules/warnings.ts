import type { Node } from '../../dotnet/csharp.ts';
import type { Declarations } from '../../dotnet/declarations.ts';
import type { LoadedProject } from '../../dotnet/files.ts';
import { isOlder, packageReferences } from '../../dotnet/packages.ts';
import { lineOf } from '../../dotnet/splice.ts';
import type { Element } from '../../dotnet/xml.ts';
import { isRuntimeFile } from '../plan/runtime-plan.ts';
import { shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { codeRules } from './code-rules.ts';
import { eventWarnings } from './event-packages.ts';
import { packageRules } from './package-rules.ts';
import { unpublishedFiles } from './unpublished-files.ts';
import type { Warning } from './warning.ts';

/** Warnings of one kind about one file; with the last of them goes the number of the rest. */
const mostOfOneKind = 200;

function codeWarnings({ parser, root }: ProjectFacts, file: Declarations, project: LoadedProject): Warning[] {
  const path = shown(root, file.source.path);
  const rules = codeRules.filter(
    ({ mentions, isMootIn }) => mentions.test(file.source.text) && !isMootIn?.(project),
  );
  return rules.flatMap(({ id, query, applies, isSlow, problem, wayOut }) => {
    const found = parser
      .match(query, file.source.root)
      .filter((match) => applies === undefined || applies(match, file));
    const more = found.length - mostOfOneKind;
    return found.slice(0, mostOfOneKind).map((match, i) => ({
      id,
      file: path,
      line: lineOf(file.source.text, (match.at as Node).startIndex),
      ...(isSlow ? { isSlow } : {}),
      problem: more > 0 && i === mostOfOneKind - 1 ? `${problem} (as on ${more} more lines)` : problem,
      wayOut,
    }));
  });
}

function packageWarnings(
  { root }: ProjectFacts,
  project: LoadedProject,
  removed: ReadonlySet<Element>,
): Warning[] {
  const references = packageReferences(project);
  return references.flatMap(({ id, version, reference, central }) => {
    const rule = packageRules.find((r) => r.id.test(id));
    const isFine = rule?.from !== undefined && (version === undefined || !isOlder(version, rule.from));
    const isCovered = references.some((other) => rule?.unless?.test(other.id));
    if (!rule || isFine || isCovered || removed.has(reference.element)) return [];
    const { file, element } = central ?? reference;
    return [
      {
        id: 'package',
        file: shown(root, file.path),
        line: lineOf(file.text, element.start),
        problem: `${id}${version === undefined ? '' : ` ${version}`}: ${rule.problem}`,
        wayOut: rule.wayOut,
      },
    ];
  });
}

/** Whether the SDK of a global.json is too old for the framework. */
function sdkWarnings({ sdk, root }: ProjectFacts, framework: string): Warning[] {
  const wanted = framework.replace('net', '');
  if (!sdk || sdk.takesNewer || !isOlder(sdk.version, wanted)) return [];
  return [
    {
      id: 'sdk',
      file: shown(root, sdk.path),
      line: 1,
      problem: `it asks for SDK ${sdk.version}, which does not know ${framework}`,
      wayOut: `ask for ${wanted}.100 or newer`,
    },
  ];
}

/** A parse error where it matters: the parser may have missed something in that file. */
function syntaxWarnings({ root }: ProjectFacts, file: Declarations): Warning[] {
  // A missing node alone is the grammar's way to read an empty collection expression.
  const [error] = file.source.root.hasError ? file.source.root.descendantsOfType('ERROR') : [];
  if (!error) return [];
  return [
    {
      id: 'syntax',
      file: shown(root, file.source.path),
      line: lineOf(file.source.text, error.startIndex),
      problem: 'this could not be parsed, so something near it may have been missed',
      wayOut: 'check that the project compiles; newer C# than this tool knows is harmless',
    },
  ];
}

/**
 * What will break natively, in the project and in those that it uses, by file and line; not what is removed. `planned` is
 * what was found before.
 */
export function findWarnings(
  facts: ProjectFacts,
  framework: string,
  removed: ReadonlySet<Element>,
  planned: readonly Warning[],
): Warning[] {
  const own = { project: facts.project, sources: facts.sources };
  const sources = [own, ...facts.referenced]
    .flatMap(({ project, sources }) => sources.map((file) => ({ project, file })))
    .filter(({ file }) => !isRuntimeFile(facts, file.source.path));
  const projects = [facts.project, ...facts.referenced.map((r) => r.project)];
  const all = [
    ...planned,
    ...projects.flatMap((project) => packageWarnings(facts, project, removed)),
    ...eventWarnings(
      facts,
      projects,
      sources.map(({ file }) => file),
    ),
    ...sources.flatMap(({ file, project }) => [
      ...codeWarnings(facts, file, project),
      ...syntaxWarnings(facts, file),
    ]),
    ...unpublishedFiles(facts),
    ...sdkWarnings(facts, framework),
  ];
  const key = ({ id, file, line, problem }: Warning) =>
    `${file}\0${String(line).padStart(8, '0')}\0${id}\0${problem}`;
  const unique = new Map(all.map((warning) => [key(warning), warning]));
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, warning]) => warning);
}
