import { join } from 'node:path';
import { applyEdits } from '../dotnet/splice.ts';
import { readText } from '../files/text.ts';
import { type Difference, makefileDifferences, makefileEdits, makeVariables } from '../project/makefile.ts';
import { type Settings, settingsFile } from '../project/settings.ts';
import type { FileUpdate } from './file-update.ts';
import type { ThreeStates } from './moves.ts';

const path = 'Makefile';

/** What a Makefile that was not made to follow the settings says, for the user. */
const differenceText = ({ variable, setting, found, wanted }: Difference): string =>
  `${path} has ${variable} ${found} where ${settingsFile} has ${setting} ${wanted}; "lambda-nativeaot doctor" says how to make them equal.`;

/** The fates of a Makefile that can be written without the user. */
const writable: readonly string[] = ['updated', 'merged'];

/**
 * The update with what has changed in the settings since the Makefile was written: a variable that was not edited there
 * follows them, and an edited one gets a remark.
 */
export function carrySettings(
  files: readonly FileUpdate[],
  { base, mine }: ThreeStates,
  settings: Settings,
): { files: readonly FileUpdate[]; remarks: readonly string[] } {
  const own = mine.get(path);
  const update = files.find((file) => file.path === path);
  const text = update === undefined ? own?.text : update.after;
  if (own?.text === undefined || text === undefined) return { files, remarks: [] };
  const written = makeVariables(base.get(path)?.text ?? '');
  const different = makefileDifferences(text, settings);
  const canWrite = update === undefined || writable.includes(update.fate);
  const followed = different.filter(({ variable, found }) => canWrite && written.get(variable) === found);
  const remarks = different.filter((one) => !followed.includes(one)).map(differenceText);
  if (followed.length === 0) return { files, remarks };
  const { executable } = own;
  const carried: FileUpdate = {
    ...(update ?? {
      path,
      fate: 'updated',
      before: own.text,
      wasExecutable: executable,
      executable,
      conflicts: 0,
    }),
    after: applyEdits(text, makefileEdits(text, followed)),
  };
  const others = files.filter((file) => file !== update);
  return { files: [...others, carried].sort((a, b) => (a.path < b.path ? -1 : 1)), remarks };
}

/** Where the Makefile of the project in `folder` says something else than the settings, a sentence each. */
export async function makefileRemarks(folder: string, settings: Settings): Promise<string[]> {
  const text = await readText(join(folder, path));
  return text === undefined ? [] : makefileDifferences(text, settings).map(differenceText);
}
