import { UserError } from '../errors.ts';
import { nameProblem } from '../project/names.ts';
import { type Settings, settingsFile } from '../project/settings.ts';
import { allSamples } from '../samples/catalogue.ts';
import type { Sample } from '../samples/sample.ts';

/** A function that was added to a project. */
export interface AddedFunction {
  readonly handler: string;
  readonly sample: string;
}

/**
 * What a project is made from: one `new` and some `add-function`s. Two versions that follow the same recipe differ in
 * their templates alone, whatever the user has set in `.yo-rc.json` since (memory, names, deployment).
 */
export interface Recipe {
  readonly name: string;
  /** The sample of the first function. */
  readonly sample: Sample;
  readonly answers: Pick<
    Settings,
    'namespace' | 'framework' | 'architecture' | 'runtime' | 'library' | 'with'
  >;
  readonly added: readonly AddedFunction[];
}

/** The functions to add. Those that no recipe can make are the user's own: both versions leave them alone. */
const addedOf = (functions: Settings['functions']): AddedFunction[] =>
  functions.flatMap(({ handler, sample }) => {
    const known = allSamples().find(({ id }) => id === sample);
    const canAdd = known !== undefined && !known.ownProject && nameProblem(handler) === undefined;
    return canAdd ? [{ handler, sample: known.id }] : [];
  });

/**
 * The recipe of a project.
 * @throws UserError when it was not written from templates, or its first sample is no longer there.
 */
export function recipeOf(settings: Settings): Recipe {
  const { name, project, functions, version: _, ...answers } = settings;
  const [first, ...others] = functions;
  if (first?.sample === undefined || project !== undefined) {
    throw new UserError(
      'This project was converted, not written from templates; run "lambda-nativeaot convert" again, which updates its runtime client.',
    );
  }
  const sample = allSamples().find(({ id }) => id === first.sample);
  if (sample === undefined) {
    throw new UserError(
      `The sample "${first.sample}" that the project was made from is not in this version; nothing can be updated.`,
    );
  }
  const problem = nameProblem(name);
  if (problem !== undefined) throw new UserError(`${settingsFile}: name "${name}": ${problem}`);
  return { name, sample, answers, added: addedOf(others) };
}
