import { posix, relative } from 'node:path';
import { patchOf } from '../../project/patch.ts';
import { quote } from '../../ui/shell-word.ts';
import type { FileChange } from '../plan/changes.ts';
import type { Conversion } from '../plan/plan.ts';
import type { Warning } from '../rules/warning.ts';
import type { Restoration } from './undo.ts';

type Change = 'new' | 'changed' | 'removed';

/** What `convert` did, or would do; prints itself as text, and goes out as it is with `--json`. */
export interface ConvertResult {
  readonly directory: string;
  readonly written: boolean;
  readonly files: readonly { readonly path: string; readonly change: Change }[];
  readonly functions: readonly { readonly name: string; readonly handler: string }[];
  /** What was decided, and what the user has to do. */
  readonly remarks: readonly string[];
  /** What will break natively. */
  readonly warnings: readonly Warning[];
  /** The changes as a patch that "git apply" takes. */
  readonly diff: string;
  readonly repeat: string;
  readonly nextSteps: readonly string[];
}

function changeOf({ before, after }: Omit<Restoration, 'path'>): Change {
  return before === undefined ? 'new' : after === undefined ? 'removed' : 'changed';
}

const filesOf = (changes: readonly Restoration[]) =>
  changes.map((change) => ({ path: change.path, change: changeOf(change) }));

/** The result of `convert` as data. */
export function convertResult(
  directory: string,
  conversion: Conversion,
  repeat: string,
  written: boolean,
): ConvertResult {
  const { changes, settings, remarks, warnings, make } = conversion;
  const folder = relative(process.cwd(), directory);
  const goThere = folder === '' ? [] : [`cd ${quote(folder)}`];
  return {
    directory,
    written: written && changes.length > 0,
    files: filesOf(changes),
    functions: settings.functions.map(({ name, handler }) => ({ name, handler })),
    remarks,
    warnings,
    diff: changes.map(patchOf).join(''),
    repeat,
    nextSteps: [
      ...goThere,
      ...['build', 'package', 'invoke'].map((target) => `${make} ${target}`),
      'lambda-nativeaot convert --undo',
    ],
  };
}

/** More files of one folder than this are told by their number. */
const mostOfOne = 10;

type ListedFile = ConvertResult['files'][number];

/** A folder of which the files are told by their number. */
interface SummedFolder {
  readonly path: string;
  readonly count: number;
}

const isIn = (folder: string, { path }: ListedFile) => path.startsWith(`${folder}/`);

/**
 * For a list of files: the folder that a file is told with; undefined when it is told by its name. New files of folders
 * below it go along, which a changed file never does: its patch is to be seen.
 */
function summedUp(files: ConvertResult['files']): (file: ListedFile) => SummedFolder | undefined {
  const counts = new Map<string, Map<string, number>>();
  for (const { path, change } of files) {
    const ofChange = counts.get(change) ?? new Map<string, number>();
    counts.set(change, ofChange.set(posix.dirname(path), (ofChange.get(posix.dirname(path)) ?? 0) + 1));
  }
  const foldersOf = (change: ListedFile['change']) =>
    [...(counts.get(change) ?? [])].flatMap(([path, count]) =>
      count > mostOfOne && path !== '.' ? [path] : [],
    );
  return (file) => {
    const belongs = (path: string, other: ListedFile) =>
      other.change === file.change &&
      (file.change === 'new' ? isIn(path, other) : posix.dirname(other.path) === path);
    const path = foldersOf(file.change).find((folder) => belongs(folder, file));
    return path === undefined
      ? undefined
      : { path, count: files.filter((other) => belongs(path, other)).length };
  };
}

/** The files, one a line; the built-in runtime's many are one line together. */
function fileLines(files: ConvertResult['files']): string[] {
  const folderOf = summedUp(files);
  const lines = files.map((file) => {
    const folder = folderOf(file);
    const name = folder === undefined ? file.path : `${folder.path}/ (${folder.count} files)`;
    return `  ${file.change.padEnd('changed'.length)}  ${name}`;
  });
  return [...new Set(lines)];
}

function placeLines(places: readonly Warning[], what: string): string[] {
  if (places.length === 0) return [];
  const count = places.length === 1 ? 'One place' : `${places.length} places`;
  return [
    '',
    `${count} that ${what}:`,
    ...places.flatMap(({ file, line, problem, wayOut }) => [
      `  ${file}:${line}`,
      `    ${problem};`,
      `    ${wayOut}.`,
    ]),
  ];
}

const warningLines = (warnings: readonly Warning[]): string[] => [
  ...placeLines(
    warnings.filter(({ isSlow }) => !isSlow),
    'will fail, or behave differently, in a native program',
  ),
  ...placeLines(
    warnings.filter(({ isSlow }) => isSlow),
    'could be quicker',
  ),
];

const section = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

/** What is about to happen, for the question whether it should. */
export function convertSummary({ files, remarks, warnings, functions }: ConvertResult): string {
  return [
    ...fileLines(files),
    ...section(
      'Functions (name on Lambda, handler):',
      functions.map(({ name, handler }) => `${name}  ${handler}`),
    ),
    ...section('Decided:', remarks),
    ...warningLines(warnings),
  ].join('\n');
}

/** The patch without files that the list sums up by their number, such as the runtime client's. */
function shownPatch(files: ConvertResult['files'], changes: readonly FileChange[]): string {
  const folderOf = summedUp(files);
  const unshown = new Set(files.filter((file) => folderOf(file) !== undefined).map(({ path }) => path));
  return changes
    .filter(({ path }) => !unshown.has(path))
    .map(patchOf)
    .join('')
    .trimEnd();
}

/** The result of `convert` for people. */
export function convertText(result: ConvertResult, changes: readonly FileChange[]): string {
  const { directory, files, written, repeat, nextSteps, warnings } = result;
  if (files.length === 0) {
    return [`Nothing to change: ${directory} is converted already.`, ...warningLines(warnings)].join('\n');
  }
  const lines = written
    ? [`Converted ${directory}:`, convertSummary(result), ...section('Next:', nextSteps)]
    : [shownPatch(files, changes), '', convertSummary(result), '', 'Nothing was changed.'];
  return [...lines, '', 'To repeat without prompts:', `  ${repeat}`].join('\n');
}

/** What `convert --undo` did, or would do. */
export interface UndoResult {
  readonly directory: string;
  readonly undone: boolean;
  readonly files: ConvertResult['files'];
  readonly diff: string;
}

/** The result of `convert --undo` as data. */
export function undoResult(
  directory: string,
  restorations: readonly Restoration[],
  undone: boolean,
): UndoResult {
  return { directory, undone, files: filesOf(restorations), diff: restorations.map(patchOf).join('') };
}

/** The result of `convert --undo` for people. */
export function undoText({ directory, undone, files, diff }: UndoResult): string {
  return undone
    ? [`Undid the conversion of ${directory}:`, ...fileLines(files)].join('\n')
    : [diff.trimEnd(), '', ...fileLines(files), '', 'Nothing was changed.'].join('\n');
}
