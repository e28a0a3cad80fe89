import { UserError } from '../../errors.ts';
import { type FunctionSettings, settingsFile } from '../../project/settings.ts';
import type { Stage } from '../../project/stages.ts';
import { type UnknownSetting, unknownFix, unknownProblem } from '../../project/unknown-settings.ts';

/** Whether an unknown setting is one of these functions, or of this stage. */
export const concerning =
  (functions: readonly FunctionSettings[], stage: Stage | undefined) =>
  (one: UnknownSetting): boolean =>
    one.stage === undefined ? functions.some(({ name }) => name === one.fn) : one.stage === stage?.name;

/**
 * A setting that is misspelt, or that a newer version brings about, would be missing on AWS while the deployment says
 * "done". So it is refused, rather than warned of: in CI a warning is not read. Other commands pass over it.
 * @param functions those of the run, under the names that they have in the project.
 * @param stage the stage of the run.
 * @throws UserError naming the first of them.
 */
export function refuseUnknown(
  functions: readonly FunctionSettings[],
  unknown: readonly UnknownSetting[],
  stage: Stage | undefined,
): void {
  const found = unknown.find(concerning(functions, stage));
  if (found === undefined) return;
  throw new UserError(`${settingsFile}: ${unknownProblem(found)} ${unknownFix}`);
}
