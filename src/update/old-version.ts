import { dirname } from 'node:path';
import { UserError } from '../errors.ts';
import { run as runProgram } from '../processes/run.ts';
import { readSettings, settingsFile } from '../project/settings.ts';
import type { AddedFunction, Recipe } from './recipe.ts';

/** An older version of this package, installed somewhere. */
export interface OldVersion {
  readonly version: string;
  /** The script of its bin. */
  readonly bin: string;
}

/** A write takes a second; this is for machines that are very busy. */
const patienceMs = 120_000;

/** Runs the bin of the old version; returns its complaint when it fails. */
async function run(
  { bin }: OldVersion,
  args: readonly string[],
  cwd: string,
  cancelSignal: AbortSignal,
): Promise<string | undefined> {
  const result = await runProgram(process.execPath, [bin, ...args], {
    cwd,
    timeoutMs: patienceMs,
    signal: cancelSignal,
    extra: { NO_COLOR: '1' },
  });
  cancelSignal.throwIfAborted();
  if (result.ok) return undefined;
  if (/ERR_MODULE_NOT_FOUND|Cannot find (module|package)/.test(result.stderr)) {
    return 'what it needs is not installed beside it; run "npm install --omit=dev" in its folder.';
  }
  const said = /^error: (.*)$/m.exec(result.stderr)?.[1];
  return said ?? `it ended with ${result.exitCode ?? result.endSignal}.`;
}

/** The flags of `new` that give a recipe's answers. */
function flagsOf({ sample, answers }: Recipe): string[] {
  const { framework, architecture, runtime, library, with: extras } = answers;
  return [
    ['--sample', sample.id],
    // A sample that is about one framework refuses the flag.
    sample.framework === undefined ? ['--framework', framework] : [],
    ['--architecture', architecture],
    ['--runtime', runtime],
    ['--library', library],
    extras.length === 0 ? [] : ['--with', extras.join(',')],
  ].flat();
}

/** What became of a recipe in the hands of the old version. */
export interface OldWriting {
  /** The recipe as far as the old version could follow it. */
  readonly recipe: Recipe;
  /** What it could not write, for the person. */
  readonly remarks: readonly string[];
}

/**
 * Follows a recipe with the templates of an old version, by its own bin, into a folder that is not there yet.
 * @throws UserError when it cannot write the project, or writes it under another namespace.
 */
export async function writeWithOldVersion(
  old: OldVersion,
  recipe: Recipe,
  folder: string,
  signal: AbortSignal,
): Promise<OldWriting> {
  const words = ['new', recipe.name, ...flagsOf(recipe), '--output', folder, '--skip-git', '--yes'];
  const failure = await run(old, words, dirname(folder), signal);
  if (failure !== undefined) {
    throw new UserError(`Version ${old.version} could not write this project again: ${failure}`);
  }
  const { namespace } = await readSettings(folder);
  if (namespace !== recipe.answers.namespace) {
    throw new UserError(
      `Version ${old.version} gives "${recipe.name}" the namespace ${namespace}, and ${settingsFile} says ${recipe.answers.namespace}; only a project that kept its namespace can be updated.`,
    );
  }
  const added: AddedFunction[] = [];
  const remarks: string[] = [];
  for (const fn of recipe.added) {
    const problem = await run(
      old,
      ['add-function', fn.handler, '--sample', fn.sample, '--yes'],
      folder,
      signal,
    );
    if (problem === undefined) added.push(fn);
    else remarks.push(`${fn.handler} is left as it is: version ${old.version} did not write it (${problem})`);
  }
  return { recipe: { ...recipe, added }, remarks };
}
