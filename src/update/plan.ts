import { join } from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { inTemporary, makeFolder } from '../files/temporary.ts';
import { readText } from '../files/text.ts';
import { packageName, packageVersion } from '../package.ts';
import { type Settings, settingsFile, settingsKey } from '../project/settings.ts';
import { carrySettings } from './carry.ts';
import type { FileUpdate } from './file-update.ts';
import { fetchOldVersion, oldVersionIn } from './locate.ts';
import { decide } from './merge-decisions.ts';
import { type Files, type Move, movesOf, type ThreeStates } from './moves.ts';
import { type OldVersion, writeWithOldVersion } from './old-version.ts';
import { type Recipe, recipeOf } from './recipe.ts';
import { writeWithThisVersion } from './rewrite.ts';
import { findRuntimeClient, moveRemarks, packageRemarks, withoutRuntime } from './runtime-client.ts';
import { readStored, readWritten, type StoredFile } from './text.ts';

/** What brings a project up to date. Nothing is written yet. */
export interface UpdatePlan {
  /** The version that wrote the project, and the one that would write it now. */
  readonly from: string;
  readonly to: string;
  readonly files: readonly FileUpdate[];
  readonly remarks: readonly string[];
}

/** What both versions write for one project. */
export interface Writings {
  readonly base: Files;
  readonly theirs: Files;
  readonly remarks: readonly string[];
}

/** Where the old version comes from: a folder, or the registry when there is none. */
export interface Source {
  readonly from: string | undefined;
  readonly signal: AbortSignal;
  /** What is being done, for the person who waits; `remote` is said to everybody. */
  readonly doing: (text: string, remote?: 'remote') => void;
}

/** The old version, on disk. */
async function obtain(
  version: string,
  { from, doing, signal }: Source,
  scratch: string,
  project: string,
): Promise<OldVersion> {
  if (from !== undefined) return await oldVersionIn(from, version);
  doing(`Fetching ${packageName} ${version}, which wrote this project`, 'remote');
  const folder = await makeFolder(scratch, 'fetched');
  return await fetchOldVersion(version, folder, project, signal);
}

/** Has both versions write the project, below `scratch`. */
async function write(
  old: OldVersion,
  recipe: Recipe,
  scratch: string,
  signal: AbortSignal,
): Promise<Writings> {
  const [oldFolder, newFolder] = [join(scratch, 'old'), join(scratch, 'new')];
  const { recipe: followed, remarks } = await writeWithOldVersion(old, recipe, oldFolder, signal);
  await writeWithThisVersion(followed, newFolder);
  return { base: await readWritten(oldFolder), theirs: await readWritten(newFolder), remarks };
}

/** The settings with the version that has updated the project; everything else stays byte for byte. */
function settingsUpdate(before: string, version: string): FileUpdate {
  const after = applyEdits(before, modify(before, [settingsKey, 'version'], version, {}));
  const modes = { wasExecutable: false, executable: false };
  return { path: settingsFile, fate: 'updated', before, after, ...modes, conflicts: 0 };
}

const theirLabel = () => `${packageName} ${packageVersion()}`;

/** One file of the project, or undefined when nothing becomes of it. */
function fileUpdate(path: string, { base, mine, theirs }: ThreeStates): FileUpdate | undefined {
  const own = mine.get(path);
  const sides = { base: base.get(path), mine: own, theirs: theirs.get(path) };
  const { fate, after, conflicts = 0 } = decide(sides, theirLabel());
  if (fate === 'unchanged') return undefined;
  const modes = { wasExecutable: own?.executable ?? false, executable: after?.executable ?? false };
  return { path, fate, before: own?.text, after: after?.text, ...modes, conflicts };
}

/** An edited file that the new version has elsewhere: the edits are merged there, and the old file goes. */
function moveUpdates({ from, to }: Move, { base, mine, theirs }: ThreeStates): FileUpdate[] {
  const own = mine.get(from);
  const sides = { base: base.get(from), mine: own, theirs: theirs.get(to) };
  const { fate, after, conflicts = 0 } = decide(sides, theirLabel());
  const modes = { wasExecutable: false, executable: after?.executable ?? false };
  return [
    { path: from, fate: 'removed', before: own?.text, after: undefined, ...modes, conflicts: 0 },
    {
      path: to,
      movedFrom: from,
      fate: fate === 'conflict' ? 'conflict' : 'merged',
      before: undefined,
      // Edits that are what the new version has anyway leave nothing to merge.
      after: after?.text ?? own?.text,
      ...modes,
      conflicts,
    },
  ];
}

/**
 * Has both versions write a project again, in a folder that goes away afterwards.
 * @throws UserError when the project was not written from templates, or the old version cannot be had or fails.
 */
export async function writeAgain(folder: string, settings: Settings, source: Source): Promise<Writings> {
  const recipe = recipeOf(settings);
  const { version } = settings;
  return await inTemporary(async (scratch) => {
    const old = await obtain(version, source, scratch, folder);
    source.doing(`Writing the project again with ${version} and ${packageVersion()}`);
    return await write(old, recipe, scratch, source.signal);
  });
}

/** The files of the project that one of the versions writes as well. */
async function readOwn(folder: string, paths: readonly string[]): Promise<Files> {
  const files = new Map<string, StoredFile>();
  for (const path of paths) {
    const file = await readStored(folder, path);
    if (file) files.set(path, file);
  }
  return files;
}

/** Compares the project in `folder` with what both versions write for it. */
export async function planUpdate(
  folder: string,
  settings: Settings,
  writings: Writings,
): Promise<UpdatePlan> {
  const { version, namespace } = settings;
  const client = await findRuntimeClient(folder, settings);
  const [base, theirs] =
    client.kind === 'package'
      ? [withoutRuntime(writings.base), withoutRuntime(writings.theirs)]
      : [writings.base, writings.theirs];
  const paths = [...new Set([...base.keys(), ...theirs.keys()])].sort();
  const states = { base, theirs, mine: await readOwn(folder, paths) };
  const moves = movesOf(states, namespace);
  const moved = new Set(moves.flatMap(({ from, to }) => [from, to]));
  const files = [
    ...moves.flatMap((move) => moveUpdates(move, states)),
    ...paths.filter((path) => !moved.has(path)).flatMap((path) => fileUpdate(path, states) ?? []),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const carried = carrySettings(files, states, settings);
  const text = (await readText(join(folder, settingsFile))) ?? '';
  const to = packageVersion();
  return {
    from: version,
    to,
    files: [settingsUpdate(text, to), ...carried.files],
    remarks: [
      ...writings.remarks,
      ...carried.remarks,
      ...packageRemarks(client),
      ...(await moveRemarks(folder, namespace, base)),
    ],
  };
}
