import { join } from 'node:path';
import compare from 'semver/functions/compare.js';
import valid from 'semver/functions/valid.js';
import * as v from 'valibot';
import { UserError } from '../errors.ts';
import { readText } from '../files/text.ts';
import { packageName } from '../package.ts';
import { settingsFile, settingsKey } from '../project/settings.ts';

/** How a project stands to the version that runs; undefined where what is recorded is no version. */
export function standing(recorded: string, running: string): 'behind' | 'current' | 'ahead' | undefined {
  // What is recorded becomes a part of a package specifier: nothing but a plain version may pass.
  if (valid(recorded) !== recorded) return undefined;
  const order = compare(recorded, running);
  return order < 0 ? 'behind' : order > 0 ? 'ahead' : 'current';
}

/**
 * Whether a project was written by an older version than the one that runs.
 * @throws UserError when a newer version wrote it, or what is recorded is no version.
 */
export function isBehind(recorded: string, running: string): boolean {
  const state = standing(recorded, running);
  if (state === undefined) {
    throw new UserError(
      `${settingsFile}: version "${recorded}" is not a version such as ${running}; restore it.`,
    );
  }
  if (state === 'ahead') {
    throw new UserError(
      `The project was written by version ${recorded} and this is ${running}; update the tool first: npm install --global ${packageName}@${recorded}`,
    );
  }
  return state === 'behind';
}

/** The version that `.yo-rc.json` names, whatever else a newer version may have put there; undefined for none. */
export async function recordedVersion(folder: string): Promise<string | undefined> {
  let document: unknown;
  try {
    document = JSON.parse((await readText(join(folder, settingsFile))) ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const result = v.safeParse(v.object({ [settingsKey]: v.object({ version: v.string() }) }), document);
  return result.success ? result.output[settingsKey]?.version : undefined;
}
