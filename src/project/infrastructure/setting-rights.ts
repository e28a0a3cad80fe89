import type { Right } from '../../settings/row.ts';
import { settingRows } from '../../settings/table.ts';
import type { Members } from '../../settings/values.ts';
import type { FunctionSettings } from '../settings.ts';

/** What the settings of a function take, as its entry in `.yo-rc.json` has them. @param names of the settings; all unless given. */
export function settingRights(settings: FunctionSettings, names?: readonly string[]): Right[] {
  const rows = settingRows.filter(({ name }) => names === undefined || names.includes(name));
  return rows.flatMap((row) => {
    const { rights } = row;
    const setting = (settings as Members)[row.name];
    if (rights === 'none' || setting === undefined) return [];
    const given = { name: settings.name, fileEnvironment: {}, handlerVariables: {} };
    const wanted = row.from({}, setting, given);
    if (wanted === undefined || !rights.needed(wanted)) return [];
    return ['fixed' in rights ? rights.fixed : rights.right(wanted)];
  });
}
