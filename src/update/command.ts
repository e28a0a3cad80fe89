import type { FlagsOf } from '../commands/command.ts';
import type { updateCommand } from '../commands/update.ts';
import { exitCodes, InterruptedError, UserError } from '../errors.ts';
import { writeTree } from '../files/write.ts';
import { packageVersion } from '../package.ts';
import { interruptible } from '../processes/interrupt.ts';
import { dirtyError, noWayBack, type TreeState, treeState } from '../project/git.ts';
import { readSettings, type Settings } from '../project/settings.ts';
import type { Output } from '../ui/output.ts';
import { makefileRemarks } from './carry.ts';
import type { UpdatePlan } from './plan.ts';
import { type UpdateResult, updateQuestion, updateResult, updateText, writesOf } from './result.ts';
import { missingRuntimeFiles } from './runtime-client.ts';
import { isBehind, recordedVersion } from './versions.ts';

/** One run of `update`. */
export interface UpdateRun {
  readonly folder: string;
  readonly flags: FlagsOf<typeof updateCommand>;
  readonly output: Output;
  /** What is being done, on a terminal. */
  readonly status: Output['status'];
  /** The command that repeats this run. */
  readonly repeat: string;
  /** Lets the person see what is about to happen and end it. @throws InterruptedError */
  readonly approve: (summary: string) => Promise<void>;
}

/** @throws UserError when git could not bring back what is about to be written over. */
function requireUndo({ folder, flags, output }: UpdateRun, state: TreeState): void {
  if (state.kind === 'clean' || flags.force) return;
  if (state.kind === 'dirty') throw dirtyError(folder, state.paths);
  output.note(`${noWayBack(folder, state)}, so the update cannot be undone.`);
}

/** Works out the update; Ctrl-C ends npm or the old version and leaves nothing behind. */
async function plan(run: UpdateRun, settings: Settings): Promise<UpdatePlan> {
  const { folder, flags, output, status } = run;
  const doing = (text: string, remote?: 'remote') => {
    if (status) status.begin(text);
    else if (remote) output.note(`${text}.`);
  };
  const { planUpdate, writeAgain } = await import('./plan.ts');
  return await interruptible(async (signal) => {
    try {
      const source = { from: flags.from, signal, doing };
      return await planUpdate(folder, settings, await writeAgain(folder, settings, source));
    } catch (error) {
      if (signal.aborted) throw new InterruptedError();
      throw error;
    } finally {
      status?.end();
    }
  });
}

function finish({ output }: UpdateRun, result: UpdateResult, nextSteps: readonly string[]): void {
  output.print(updateText(result, nextSteps));
  output.json(result);
}

/** The error that ends a run with conflicts. */
function conflictError({ conflicts, files }: UpdateResult): UserError {
  const count = conflicts.length === 1 ? 'One file has' : `${conflicts.length} files have`;
  const isMarked = files.some(({ fate }) => fate === 'conflict');
  const advice = isMarked ? 'resolve what is between <<<<<<< and >>>>>>>' : 'compare them by hand';
  return new UserError(`${count} conflicts: ${conflicts.join(', ')}; ${advice}.`);
}

async function write(run: UpdateRun, update: UpdatePlan, state: TreeState): Promise<void> {
  const { folder, repeat, approve } = run;
  await approve(updateQuestion(updateResult(folder, update, { repeat, written: false })));
  const { written, removed } = writesOf(update.files);
  await writeTree(folder, written, removed);
  const result = updateResult(folder, update, { repeat, written: true });
  const isVersioned = state.kind === 'clean' || state.kind === 'dirty';
  finish(run, result, [...(isVersioned ? ['git diff'] : []), 'dotnet test', 'lambda-nativeaot build']);
  if (result.conflicts.length > 0) throw conflictError(result);
}

/** Shows what would be written. @throws UserError (exit code 3) with `--check`. */
function show(run: UpdateRun, update: UpdatePlan): void {
  const { folder, flags, output, repeat } = run;
  const result = updateResult(folder, update, { repeat, written: false });
  if (flags['dry-run']) output.print(`${result.diff.trimEnd()}\n`);
  finish(run, result, []);
  if (!flags.check) return;
  throw new UserError(
    `The project is behind: ${result.from} wrote it, this is ${result.to}.`,
    exitCodes.found,
  );
}

/**
 * Runs `update`.
 * @throws UserError with exit code 3 when `--check` finds the project behind, 1 when there are conflicts or it
 * cannot be updated; InterruptedError.
 */
export async function runUpdate(run: UpdateRun): Promise<void> {
  const { folder, flags, output, repeat } = run;
  const to = packageVersion();
  // Before the rest is read: a newer version may have settings that this one does not know.
  const recorded = await recordedVersion(folder);
  if (recorded !== undefined) isBehind(recorded, to);
  const settings = await readSettings(folder);
  const { version: from } = settings;
  if (!isBehind(from, to)) {
    const nothing = { from, to, files: [], remarks: [] };
    output.print(`Up to date: ${folder} was written by ${to}, and this is ${to}.`);
    for (const text of await makefileRemarks(folder, settings)) output.note(`warning: ${text}`);
    for (const path of await missingRuntimeFiles(folder, settings))
      output.note(`warning: ${path} is missing; "lambda-nativeaot doctor --fix" restores it.`);
    output.json(updateResult(folder, nothing, { repeat, written: false }));
    return;
  }
  if (flags.check || flags['dry-run']) return show(run, await plan(run, settings));
  const state = await treeState(folder);
  requireUndo(run, state);
  await write(run, await plan(run, settings), state);
}
