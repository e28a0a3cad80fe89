import { createHash } from 'node:crypto';
import { join, posix } from 'node:path';
import * as v from 'valibot';
import { UserError } from '../../errors.ts';
import { fileLimits } from '../../files/limits.ts';
import { folderIdentity, isPrivate, lstatIfThere } from '../../files/look.ts';
import { innerPathProblem } from '../../files/paths.ts';
import { readTextIfThere } from '../../files/read.ts';
import type { TreeFile } from '../../files/tree.ts';
import { privateFolder, removeEmptyFolders, removeFolder, writeTree } from '../../files/write.ts';
import { sdkOutputs } from '../../platform/outputs.ts';
import { git } from '../../processes/git.ts';
import type { FileChange } from '../plan/changes.ts';

/** A folder that git ignores; it holds what is needed to take conversions back. */
const folder = '.lambda-nativeaot';
const recordFile = `${folder}/undo.json`;
const ignoreFile = `${folder}/.gitignore`;

const recordSchema = v.object({
  /** Which folder it was written into: a copy of it, as a clone or an archive has one, is not believed. */
  folder: v.string(),
  /** The runs that can be taken back, the latest last. */
  runs: v.array(
    v.object({
      files: v.array(
        v.object({
          path: v.pipe(
            v.string(),
            v.check((path) => innerPathProblem(path) === undefined, 'a path leads out of the project'),
          ),
          /** The text before the run; null where there was no such file. */
          before: v.nullable(v.string()),
          /** SHA-256 (hex) of the text after it; null where the run removed the file. */
          after: v.nullable(v.string()),
        }),
      ),
    }),
  ),
});

type UndoRecord = v.InferOutput<typeof recordSchema>;
type Run = UndoRecord['runs'][number];

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

/** The text of a file that is put back; it may be as large as the record itself. */
const textOf = (path: string) => readTextIfThere(path, fileLimits.undo);

/**
 * Whether the record is this user's own, of this folder on this machine. What it says is done: files are written and
 * removed, so that one from a repository or an archive must not count.
 */
async function isOwn(root: string, record: UndoRecord): Promise<boolean> {
  const info = await lstatIfThere(join(root, recordFile));
  const identity = await folderIdentity(join(root, folder));
  if (!info?.isFile() || !isPrivate(info) || record.folder !== identity) return false;
  const { outcome } = await git(root, ['ls-files', '--error-unmatch', '--', recordFile]);
  return outcome !== 'done';
}

/** The runs that can be taken back, the latest last. @throws UserError when the record is damaged or not ours. */
async function readRuns(root: string): Promise<readonly Run[]> {
  const path = join(root, recordFile);
  const text = await textOf(path);
  if (text === undefined) return [];
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new UserError(`${path} is damaged, so it cannot be used to undo; use git, and remove the file.`);
  }
  const result = v.safeParse(recordSchema, document);
  if (!result.success) {
    throw new UserError(`${path} is damaged (${result.issues[0].message}); use git, and remove the file.`);
  }
  if (await isOwn(root, result.output)) return result.output.runs;
  throw new UserError(
    `${path} was not written here by this user, so it is not trusted; use git, and remove the file.`,
  );
}

/** The record as files, for a folder that is there. */
async function recordFiles(root: string, runs: readonly Run[]): Promise<TreeFile[]> {
  const record = { folder: await privateFolder(root, folder), runs };
  return [
    { path: recordFile, contents: `${JSON.stringify(record, null, 2)}\n`, isPrivate: true },
    { path: ignoreFile, contents: '*\n' },
  ];
}

/**
 * Writes the changes and the record that takes them back, all of it or nothing.
 * @throws UserError when the disk or its permissions do not allow it; InterruptedError after a signal.
 */
export async function applyChanges(root: string, changes: readonly FileChange[]): Promise<void> {
  const runs = await readRuns(root);
  const files = changes.map(({ path, before, after }) => ({
    path,
    before: before ?? null,
    after: after === undefined ? null : hash(after),
  }));
  const written = changes.flatMap(({ path, after }) =>
    after === undefined ? [] : [{ path, contents: after }],
  );
  const removed = changes.filter(({ after }) => after === undefined).map(({ path }) => path);
  try {
    await writeTree(root, [...written, ...(await recordFiles(root, [...runs, { files }]))], removed);
  } finally {
    // Of a run that failed nothing is left, not even the folder.
    await removeEmptyFolders(root, recordFile);
  }
}

/** What taking the last run back comes to; a change whose `after` is undefined removes the file. */
export interface Restoration {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * Works out how to take the last conversion back.
 * @throws UserError when there is none, or a file was edited since, unless `force` says that this is meant.
 */
export async function planUndo(root: string, force: boolean): Promise<Restoration[]> {
  const last = (await readRuns(root)).at(-1);
  if (!last) throw new UserError(`${root} has no conversion to undo (${recordFile} is not there).`);
  const restorations = await Promise.all(
    last.files.map(async ({ path, before, after }) => {
      const now = await textOf(join(root, path));
      const isEdited = now !== undefined && (after === null || hash(now) !== after);
      return { path, before: now, after: before ?? undefined, isEdited };
    }),
  );
  const edited = restorations.filter(({ isEdited }) => isEdited).map(({ path }) => path);
  if (edited.length > 0 && !force) {
    throw new UserError(
      `Edited since the conversion: ${edited.join(', ')}; --undo would lose that; give --force to undo anyway.`,
    );
  }
  return restorations.map(({ path, before, after }) => ({ path, before, after }));
}

/**
 * Puts the files back as they were before the last conversion and removes those that it made.
 * @throws UserError when the disk or its permissions do not allow it.
 */
export async function applyUndo(root: string, restorations: readonly Restoration[]): Promise<void> {
  const remaining = (await readRuns(root)).slice(0, -1);
  const restored = restorations.flatMap(({ path, after }) =>
    after === undefined ? [] : [{ path, contents: after }],
  );
  const gone = restorations.filter(({ after }) => after === undefined).map(({ path }) => path);
  if (remaining.length === 0) await writeTree(root, restored, [...gone, recordFile, ignoreFile]);
  else await writeTree(root, [...restored, ...(await recordFiles(root, remaining))], gone);
  await removeBuilds(root, gone);
}

/** What was built meanwhile from projects that are gone: the project above would compile the sources that a build writes. */
async function removeBuilds(root: string, gone: readonly string[]): Promise<void> {
  for (const project of gone.filter((path) => path.includes('/') && path.endsWith('.csproj'))) {
    for (const name of sdkOutputs) await removeFolder(root, `${posix.dirname(project)}/${name}`);
    await removeEmptyFolders(root, project);
  }
}
