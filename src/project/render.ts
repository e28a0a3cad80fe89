import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import { packageRoot } from '../package.ts';
import { findSample } from '../samples/catalogue.ts';
import { type PlannedFile, planProject } from './plan.ts';
import { formatSettings, type Settings, settingsFile } from './settings.ts';
import { renameSource } from './source.ts';
import { sortTree, type TreeFile } from './tree.ts';
import { type View, viewOf } from './view.ts';

type Renderers = Record<PlannedFile['kind'], (text: string, view: View, settings: Settings) => string>;

const renderers: Renderers = {
  copy: (text) => text,
  ejs: (text, view) => ejs.render(text, view),
  source: (text, view, { functions: [first] }) => {
    const { class: name } = findSample(first?.sample as string);
    return renameSource(text, { namespace: view.namespace, from: name, to: name });
  },
};

/** A whole new project, in memory. */
export function renderProject(settings: Settings): TreeFile[] {
  const view = viewOf(settings);
  const files = planProject(settings).map(({ from, to, kind }) => {
    const text = readFileSync(join(packageRoot(), from), 'utf8');
    return { path: to, contents: renderers[kind](text, view, settings) };
  });
  return sortTree([...files, { path: settingsFile, contents: formatSettings(settings) }]);
}
