import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { toUserError } from '../cli/failure.ts';
import { UserError } from '../errors.ts';
import type { TreeFile } from '../project/tree.ts';
import { removeEmptyFolders, writeTree } from '../project/write.ts';
import type { FileChange } from './changes.ts';

/** A folder that git ignores; it holds what is needed to take conversions back. */
const folder = '.lambda-nativeaot';
const recordFile = `${folder}/undo.json`;
const ignoreFile = `${folder}/.gitignore`;

const staysInside = (path: string) => !/^([A-Za-z]:|[\\/])/.test(path) && !path.split(/[\\/]/).includes('..');

const recordSchema = v.object({
  /** The runs that can be taken back, the latest last. */
  runs: v.array(
    v.object({
      files: v.array(
        v.object({
          path: v.pipe(v.string(), v.check(staysInside, 'it leads out of the project')),
          /** The text before the run; null where there was no such file. */
          before: v.nullable(v.string()),
          /** SHA-256 (hex) of the text after it. */
          after: v.string(),
        }),
      ),
    }),
  ),
});

type Runs = v.InferOutput<typeof recordSchema>;

const hash = (text: string) => createHash('sha256').update(text).digest('hex');

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw toUserError(error);
  }
}

async function readRecord(root: string): Promise<Runs> {
  const path = join(root, recordFile);
  const text = await textOf(path);
  if (text === undefined) return { runs: [] };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new UserError(
      `${path} is damaged, so nothing can be taken back with it; use git, and remove the file.`,
    );
  }
  const result = v.safeParse(recordSchema, document);
  if (result.success) return result.output;
  throw new UserError(`${path} is damaged (${result.issues[0].message}); use git, and remove the file.`);
}

const recordOf = (record: Runs): TreeFile[] => [
  { path: recordFile, contents: `${JSON.stringify(record, null, 2)}\n` },
  { path: ignoreFile, contents: '*\n' },
];

/**
 * Writes the changes and the record that takes them back, all of it or nothing.
 * @throws UserError when the disk or its permissions do not allow it; InterruptedError after a signal.
 */
export async function applyChanges(root: string, changes: readonly FileChange[]): Promise<void> {
  const { runs } = await readRecord(root);
  const files = changes.map(({ path, before, after }) => ({
    path,
    before: before ?? null,
    after: hash(after),
  }));
  await writeTree(root, [
    ...changes.map(({ path, after, executable }) => ({
      path,
      contents: after,
      ...(executable && { executable }),
    })),
    ...recordOf({ runs: [...runs, { files }] }),
  ]);
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
  const last = (await readRecord(root)).runs.at(-1);
  if (!last) throw new UserError(`${root} has no conversion to undo (${recordFile} is not there).`);
  const restorations = await Promise.all(
    last.files.map(async ({ path, before, after }) => {
      const now = await textOf(join(root, path));
      const isEdited = now !== undefined && hash(now) !== after;
      return { path, before: now, after: before ?? undefined, isEdited };
    }),
  );
  const edited = restorations.filter(({ isEdited }) => isEdited).map(({ path }) => path);
  if (edited.length > 0 && !force) {
    throw new UserError(
      `Edited since the conversion: ${edited.join(', ')}; --undo would lose that, give --force to do it all the same.`,
    );
  }
  return restorations.map(({ path, before, after }) => ({ path, before, after }));
}

/**
 * Puts the files back as they were before the last conversion and removes those that it made.
 * @throws UserError when the disk or its permissions do not allow it.
 */
export async function applyUndo(root: string, restorations: readonly Restoration[]): Promise<void> {
  const record = await readRecord(root);
  const remaining = { runs: record.runs.slice(0, -1) };
  const restored = restorations.flatMap(({ path, after }) =>
    after === undefined ? [] : [{ path, contents: after }],
  );
  await writeTree(root, [...restored, ...recordOf(remaining)]);
  const gone = restorations.filter(({ after }) => after === undefined).map(({ path }) => path);
  const own = remaining.runs.length === 0 ? [recordFile, ignoreFile] : [];
  for (const path of [...gone, ...own]) {
    await rm(join(root, path), { force: true });
    await removeEmptyFolders(root, path);
  }
}
