import { closest, distance } from 'fastest-levenshtein';
import { UserError } from '../errors.ts';
import { packageVersion } from '../package.ts';
import { type FunctionSettings, settingsFile, type UnknownSetting } from '../project/settings.ts';
import { settingRows } from '../settings/table.ts';

const names = settingRows.map(({ name }) => name);

/** Up to three edits are a slip of the finger; more is another word. */
const mostEdits = 3;

function likely(path: string): string {
  const nearest = closest(path, names);
  return distance(path, nearest) <= mostEdits ? `Did you mean "${nearest}"? ` : '';
}

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
  throw new UserError(
    `${settingsFile}: ${found.fn} has a setting "${found.path}" that version ${packageVersion()} does not know. ${likely(found.path)}Correct it, remove it, or deploy with the version that it is for.`,
  );
}
