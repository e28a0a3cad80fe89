import { join, posix, relative } from 'node:path';
import type { LoadedProject } from '../../dotnet/files.ts';
import { addItems, definitionsOf, type NewProperty, removeElement } from '../../dotnet/project-edits.ts';
import { runtimeReference } from '../../dotnet/runtime-reference.ts';
import { type Edit, indentBefore, lineEnding, wholeLines } from '../../dotnet/splice.ts';
import { UserError } from '../../errors.ts';
import { posixPath } from '../../files/paths.ts';
import { packageName, packageVersion } from '../../package.ts';
import type { Framework } from '../../platform/frameworks.ts';
import {
  runtimeFiles,
  runtimeProjectFile,
  runtimeTargetsFile,
  runtimeText,
} from '../../project/runtime-project.ts';
import { inFolder, shown } from '../read/locate.ts';
import type { ProjectFacts } from '../read/project-model.ts';
import { runtimePlace } from '../read/runtime-place.ts';
import type { Changes } from './changes.ts';

const name = 'LambdaRuntime';

/** The folder in which versions before 0.2.0 put the source, inside of the function's project. */
const earlierFolder = ({ folder }: ProjectFacts) => inFolder(folder, name);

/** Whether a file is a part of the runtime client that an earlier conversion wrote. */
export function isRuntimeFile(facts: ProjectFacts, path: string): boolean {
  return (
    facts.settings?.library === 'builtin' && shown(facts.root, path).startsWith(`${earlierFolder(facts)}/`)
  );
}

/** Projects that were written from templates are brought up to date by "update". */
const isConverted = ({ settings }: ProjectFacts) => settings === undefined || settings.project !== undefined;

/** Whether the runtime client has to be written: it is not there, or another version wrote it. */
function isStale(facts: ProjectFacts): boolean {
  const { settings, existing } = facts;
  const isThere = existing.has(posix.join(runtimePlace(facts), runtimeProjectFile));
  return !isThere || settings?.version !== packageVersion();
}

/** @throws UserError when something else has the name that the runtime client's project is to have. */
function requirePlace(facts: ProjectFacts): void {
  const { settings, existing } = facts;
  const path = posix.join(runtimePlace(facts), runtimeProjectFile);
  const text = existing.get(path);
  if (text === undefined || settings?.library === 'builtin') return;
  if (text.includes(packageName)) return;
  throw new UserError(`${path} is there already, and is not the runtime client's project; rename it first.`);
}

/**
 * Plans the files of the runtime client's project, and removes the source that an earlier version put into the
 * function's own. A project that refers to a package of it keeps that.
 * @returns what the user has to know.
 */
export function planRuntime(facts: ProjectFacts, changes: Changes, framework: Framework): string[] {
  const reference = runtimeReference(facts.project);
  const version = packageVersion();
  if (reference.kind === 'package') {
    const isCurrent = reference.version === version;
    return isCurrent
      ? []
      : [
          `The runtime client comes from the package ${reference.id}; pack version ${version} of it for your feed.`,
        ];
  }
  if (!isConverted(facts) || !isStale(facts)) return [];
  requirePlace(facts);
  const place = runtimePlace(facts);
  if (place.startsWith('..')) {
    return [
      `The runtime client lies in ${place}, outside of this folder; convert the folder that holds both.`,
    ];
  }
  const written = new Set<string>();
  for (const file of runtimeFiles()) {
    const path = posix.join(place, file);
    changes.write(path, facts.existing.get(path), runtimeText(file, { version, framework }));
    written.add(path);
  }
  const earlier = facts.sources.filter(({ source }) => isRuntimeFile(facts, source.path));
  for (const { source } of earlier) {
    const path = shown(facts.root, source.path);
    if (!written.has(path)) changes.remove(path, source.text);
  }
  return [];
}

/** The elements that an earlier version added for the source inside of the project. */
function removals({ project, settings }: ProjectFacts): Edit[] {
  if (settings?.library !== 'builtin') return [];
  const { file } = project;
  const { text, comments } = file.xml;
  const isExplained = (start: number) =>
    comments.some(
      ({ text: comment, end }) =>
        comment.includes(`${name}/`) && end <= start && text.slice(end, start).trim() === '',
    );
  const unsafe = definitionsOf(file, 'AllowUnsafeBlocks')
    .filter(({ element }) => isExplained(element.start))
    .map(({ element }) => removeElement(file, element, (comment) => comment.includes(`${name}/`)));
  const listed = file.items
    .filter(({ type, include }) => type === 'Compile' && /^LambdaRuntime[\\/][^\\/*]+\.cs$/.test(include))
    .map(({ element }) => ({ ...wholeLines(text, element.start, element.end), text: '' }));
  return [...unsafe, ...listed];
}

/** An Import with a comment above it, after the last element of the project file; nothing where it is there already. */
export function addImport({ file }: LoadedProject, path: string, comment: string): Edit[] {
  const { xml } = file;
  const isThere = xml.root.children.some(
    (child) => child.name === 'Import' && child.attributes.Project?.replaceAll('\\', '/') === path,
  );
  const last = xml.root.children.at(-1);
  if (isThere || last === undefined) return [];
  const ending = lineEnding(xml.text);
  const indent = indentBefore(xml.text, last.start) ?? '  ';
  // An empty line above, where the file has them between its elements.
  const gap = /\n[ \t]*\r?\n[ \t]*$/.test(xml.text.slice(0, last.start)) ? ending : '';
  const lines = [`<!-- ${comment} -->`, `<Import Project="${path}" />`];
  const text = gap + lines.map((line) => `${ending}${indent}${line}`).join('');
  return [{ start: last.end, end: last.end, text }];
}

/** How the project file comes to refer to the runtime client's project. */
export interface RuntimeReferencePlan {
  readonly edits: readonly Edit[];
  readonly properties: readonly NewProperty[];
}

/** Plans the elements by which the project file refers to the runtime client's project; none where it does. */
export function planRuntimeReference(facts: ProjectFacts): RuntimeReferencePlan {
  const { project, root, folder } = facts;
  if (!isConverted(facts) || runtimeReference(project).kind !== 'none') return { edits: [], properties: [] };
  const place = posixPath(relative(project.folder, join(root, runtimePlace(facts))));
  const reference = `<ProjectReference Include="${posix.join(place, runtimeProjectFile)}" />`;
  const targets = posix.join(place, runtimeTargetsFile);
  const exclude = {
    name: 'DefaultItemExcludes',
    value: `$(DefaultItemExcludes);${name}/**`,
    comment: 'The runtime client is a project of its own, which lies below this one.',
  };
  return {
    edits: [
      ...removals(facts),
      ...addItems(project.file, 'ProjectReference', [reference]),
      ...addImport(project, targets, 'Settings of the native compiler that go with the runtime client.'),
    ],
    properties: folder === '.' ? [exclude] : [],
  };
}
