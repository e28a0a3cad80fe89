import { UserError } from '../../errors.ts';
import { type FunctionSettings, settingsFile } from '../../project/settings.ts';
import { type UnknownSetting, unknownFix, unknownProblem } from '../../project/unknown-settings.ts';

/**
 * A setting that is misspelt, or that a newer version brings about, would be missing on AWS while the deployment says
 * "done". So it is refused, rather than warned of: in CI a warning is not read. Other commands pass over it.
 * @throws UserError naming the first of them.
 */
export function refuseUnknown(
  functions: readonly FunctionSettings[],
  unknown: readonly UnknownSetting[],
): void {
  const found = unknown.find(({ fn }) => functions.some(({ name }) => name === fn));
  if (found === undefined) return;
  throw new UserError(`${settingsFile}: ${unknownProblem(found)} ${unknownFix}`);
}
