import ejs from 'ejs';
import { sortTree, type TreeFile } from '../files/tree.ts';
import { packageText } from '../package.ts';
import { cdkFiles } from './infrastructure/cdk-files.ts';
import { describeFunctions } from './infrastructure/describe-functions.ts';
import { type PlannedFile, planProject } from './plan.ts';
import { stampRuntime } from './runtime-project.ts';
import { formatSettings, type Settings, settingsFile } from './settings.ts';
import { renameNamespace, renameSource } from './source.ts';
import { type View, viewOf } from './view.ts';

const textOf = ({ from }: PlannedFile) => packageText(from);

const treeFile = ({ to: path }: PlannedFile, contents: string): TreeFile => ({ path, contents });

/** A planned file that needs no view: it is copied, or has names replaced. */
export function renderSource(file: PlannedFile, namespace: string): TreeFile {
  const text = textOf(file);
  const { kind, renaming } = file;
  if (kind === 'copy') return treeFile(file, text);
  return treeFile(
    file,
    renaming === undefined ? renameNamespace(text, namespace) : renameSource(text, renaming),
  );
}

function renderFile(file: PlannedFile, view: View): TreeFile {
  if (file.kind === 'runtime') return treeFile(file, stampRuntime(textOf(file), view));
  if (file.kind !== 'ejs') return renderSource(file, view.namespace);
  return treeFile(file, ejs.render(textOf(file), view));
}

/** One template of the package, by its path, with what it interpolates. */
export const renderTemplate = (path: string, view: Readonly<Record<string, unknown>>): string =>
  ejs.render(packageText(path), view);

/** The constructs of functions, and their tests. */
const constructFiles = (settings: Settings): TreeFile[] =>
  settings.with.includes('cdk') ? describeFunctions(settings).flatMap(cdkFiles) : [];

/** The files of a new project that come from templates, in memory. @param wanted by their path; all unless given. */
export function renderTemplates(
  settings: Settings,
  wanted: (path: string) => boolean = () => true,
): TreeFile[] {
  const view = viewOf(settings);
  const planned = planProject(settings).filter(({ to }) => wanted(to));
  return planned.map((file) => renderFile(file, view));
}

/** A whole new project, in memory. */
export function renderProject(settings: Settings): TreeFile[] {
  const files = renderTemplates(settings);
  return sortTree([
    ...files,
    ...constructFiles(settings),
    { path: settingsFile, contents: formatSettings(settings) },
  ]);
}
