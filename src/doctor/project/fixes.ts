import { relative } from 'node:path';
import { type LoadedProject, reevaluate } from '../../dotnet/files.ts';
import { readProjectFile } from '../../dotnet/msbuild.ts';
import { addProperties, definitionsOf, removeElement, setProperty } from '../../dotnet/project-edits.ts';
import { applyEdits, type Edit } from '../../dotnet/splice.ts';
import { readXml } from '../../dotnet/xml.ts';
import { posixPath } from '../../files/paths.ts';
import type { TreeFile } from '../../files/tree.ts';
import type { Change } from '../../functions/change.ts';
import { patchOf } from '../../project/patch.ts';
import type { ProjectFacts } from './facts.ts';

/** A property of the project file that must have a value, or must not be set (undefined). */
export interface PropertyFix {
  readonly kind: 'property';
  readonly name: string;
  readonly value: string | undefined;
}

/** Edits to one file of the project; a file that is not there yet has no text before. */
export interface FileFix {
  readonly kind: 'file';
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string;
  readonly before: string | undefined;
  readonly edits: readonly Edit[];
}

export type Fix = PropertyFix | FileFix;

/** The group of the project file that a property is added to. */
const groupLabel = 'NativeAOT';

function propertyEdits({ file }: LoadedProject, fixes: readonly PropertyFix[]): Edit[] {
  const removed = fixes
    .filter(({ value }) => value === undefined)
    .flatMap(({ name }) => definitionsOf(file, name).map(({ element }) => removeElement(file, element)));
  const wanted = fixes.flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  const set = wanted.map((property) => ({ property, ...setProperty(file, property.name, property.value) }));
  const added = set.filter(({ missing }) => missing).map(({ property }) => property);
  return [...removed, ...set.flatMap(({ edits }) => edits), ...addProperties(file, groupLabel, added)];
}

const sameValue = (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase();

/** Whether a change of the project file is enough: a file that MSBuild reads later may have the last word. */
function takesEffect(project: LoadedProject, fix: PropertyFix): boolean {
  const edits = propertyEdits(project, [fix]);
  if (edits.length === 0) return false;
  const { path, text } = project.file.xml;
  const evaluation = reevaluate(project, readProjectFile(readXml(applyEdits(text, edits), path)));
  return sameValue(evaluation.get(fix.name), fix.value);
}

/** The fixes that can be made by editing files of the project itself. */
export function possibleFixes(project: ProjectFacts, fixes: readonly Fix[]): Fix[] {
  const { dotnet } = project;
  return fixes.filter((fix) =>
    fix.kind === 'property' ? dotnet !== undefined && takesEffect(dotnet, fix) : fix.edits.length > 0,
  );
}

/** What the files of the project become with these fixes, in the order of their paths. */
export function planChanges({ dotnet, folder }: ProjectFacts, fixes: readonly Fix[]): Change[] {
  const properties = fixes.filter((fix) => fix.kind === 'property');
  const ofProject: FileFix[] =
    dotnet && properties.length > 0
      ? [
          {
            kind: 'file',
            path: posixPath(relative(folder, dotnet.path)),
            before: dotnet.file.xml.text,
            edits: propertyEdits(dotnet, properties),
          },
        ]
      : [];
  const byPath = new Map<string, FileFix>();
  for (const fix of [...ofProject, ...fixes.filter((other) => other.kind === 'file')]) {
    const known = byPath.get(fix.path);
    byPath.set(fix.path, { ...known, ...fix, edits: [...(known?.edits ?? []), ...fix.edits] });
  }
  return [...byPath.values()]
    .map(({ path, before, edits }) => ({ path, before, after: applyEdits(before ?? '', edits) }))
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The changes as files to write. */
export function fixedFiles(changes: readonly Change[]): TreeFile[] {
  return changes.map(({ path, after }) => ({ path, contents: after }));
}

/** The changes as a patch that "git apply" takes. */
export const patchText = (changes: readonly Change[]): string => changes.map(patchOf).join('');
