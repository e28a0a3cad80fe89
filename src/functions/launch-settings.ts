import { join } from 'node:path';
import { applyEdits, modify, type ParseError, parse } from 'jsonc-parser';
import { readText } from '../files/text.ts';
import { renderTemplate } from '../project/render.ts';
import type { FunctionSettings } from '../project/settings.ts';
import type { Change } from './change.ts';

const template = 'templates/extras/visualstudio/src/{ns}/Properties/launchSettings.json.ejs';

interface LaunchSettings {
  readonly profiles?: Readonly<Record<string, unknown>>;
}

/** A profile for a function in the launch settings of Visual Studio and Rider, where a project has them. */
export async function launchChanges(
  folder: string,
  namespace: string,
  added: FunctionSettings,
): Promise<Change[]> {
  const path = `src/${namespace}/Properties/launchSettings.json`;
  const before = await readText(join(folder, path));
  if (before === undefined) return [];
  const errors: ParseError[] = [];
  const { profiles } = (parse(before, errors, { allowTrailingComma: true }) ?? {}) as LaunchSettings;
  // What an IDE cannot read either is left to its author.
  if (errors.length > 0 || typeof profiles !== 'object' || Object.hasOwn(profiles, added.handler)) return [];
  const own = JSON.parse(renderTemplate(template, { functions: [added] })) as Required<LaunchSettings>;
  const edits = modify(before, ['profiles', added.handler], own.profiles[added.handler], {
    formattingOptions: { insertSpaces: true, tabSize: 2 },
  });
  return [{ path, before, after: applyEdits(before, edits) }];
}
