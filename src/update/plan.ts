import { join } from 'node:path';
import { modify } from 'jsonc-parser';
import { applyEdits } from '../dotnet/splice.ts';
import { inTemporary, makeFolder } from '../files/temporary.ts';
import { readText } from '../files/text.ts';
import { packageVersion } from '../package.ts';
import { type Settings, settingsFile, settingsKey } from '../project/settings.ts';
import { decide, type Fate } from './fates.ts';
import { fetchOldVersion, oldVersionIn } from './locate.ts';
import { type OldVersion, writeWithOldVersion } from './old-version.ts';
import { type Recipe, recipeOf } from './recipe.ts';
import { writeWithThisVersion } from './rewrite.ts';
import { readStored, readWritten, type StoredFile } from './text.ts';
import { packageName } from './versions.ts';

/** A file that the update has something to say about. */
export interface FileUpdate {
  /** Relative to the project's folder, with forward slashes. */
  readonly path: string;
  readonly fate: Exclude<Fate, 'unchanged'>;
  /** The text as it stands; undefined where there is no file, or no text. */
  readonly before: string | undefined;
  /** The text to write; undefined where nothing is written. */
  readonly after: string | undefined;
  /** The execute bit before and after. */
  readonly wasExecutable: boolean;
  readonly executable: boolean;
  /** How many places a person must settle. */
  readonly conflicts: number;
}

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
  readonly base: ReadonlyMap<string, StoredFile>;
  readonly theirs: ReadonlyMap<string, StoredFile>;
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
  const edits = modify(before, [settingsKey, 'version'], version, {});
  const spliced = edits.map(({ offset, length, content }) => ({
    start: offset,
    end: offset + length,
    text: content,
  }));
  const after = applyEdits(before, spliced);
  const modes = { wasExecutable: false, executable: false };
  return { path: settingsFile, fate: 'updated', before, after, ...modes, conflicts: 0 };
}

/** One file of the project, or undefined when nothing becomes of it. */
async function fileUpdate(
  folder: string,
  path: string,
  { base, theirs }: Writings,
): Promise<FileUpdate | undefined> {
  const mine = await readStored(folder, path);
  const sides = { base: base.get(path), mine, theirs: theirs.get(path) };
  const { fate, after, conflicts = 0 } = decide(sides, `${packageName} ${packageVersion()}`);
  if (fate === 'unchanged') return undefined;
  const modes = { wasExecutable: mine?.executable ?? false, executable: after?.executable ?? false };
  return { path, fate, before: mine?.text, after: after?.text, ...modes, conflicts };
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

/** Compares the project in `folder` with what both versions write for it. */
export async function planUpdate(
  folder: string,
  { version }: Settings,
  writings: Writings,
): Promise<UpdatePlan> {
  const paths = [...new Set([...writings.base.keys(), ...writings.theirs.keys()])].sort();
  const files: FileUpdate[] = [];
  for (const path of paths) {
    const update = await fileUpdate(folder, path, writings);
    if (update) files.push(update);
  }
  const text = (await readText(join(folder, settingsFile))) ?? '';
  const to = packageVersion();
  return { from: version, to, files: [settingsUpdate(text, to), ...files], remarks: writings.remarks };
}
