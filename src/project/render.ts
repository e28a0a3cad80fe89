import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import { packageRoot } from '../package.ts';
import { type PlannedFile, planProject } from './plan.ts';
import { formatSettings, type Settings, settingsFile } from './settings.ts';
import { renameNamespace, renameSource } from './source.ts';
import { sortTree, type TreeFile } from './tree.ts';
import { type View, viewOf } from './view.ts';

type Renderers = Record<PlannedFile['kind'], (text: string, view: View, file: PlannedFile) => string>;

const renderers: Renderers = {
  copy: (text) => text,
  ejs: (text, view) => ejs.render(text, view),
  source: (text, { namespace }, { renaming }) =>
    renaming === undefined ? renameNamespace(text, namespace) : renameSource(text, renaming),
};

/** A planned file with its text. */
export function renderFile(file: PlannedFile, view: View): TreeFile {
  const text = readFileSync(join(packageRoot(), file.from), 'utf8');
  return { path: file.to, contents: renderers[file.kind](text, view, file) };
}

/** A whole new project, in memory. */
export function renderProject(settings: Settings): TreeFile[] {
  const view = viewOf(settings);
  const files = planProject(settings).map((file) => renderFile(file, view));
  return sortTree([...files, { path: settingsFile, contents: formatSettings(settings) }]);
}
