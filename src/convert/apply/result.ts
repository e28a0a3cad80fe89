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
  /** What was decided, and what a person has to do. */
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

const folderOf = ({ path, change }: ConvertResult['files'][number]) => `${change} ${posix.dirname(path)}`;

/** For a list of files: how many of its folder a file is told with by their number; undefined when by its name. */
function summedUp(files: ConvertResult['files']) {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(folderOf(file), (counts.get(folderOf(file)) ?? 0) + 1);
  return (file: ConvertResult['files'][number]): number | undefined => {
    const count = counts.get(folderOf(file)) ?? 0;
    return count > mostOfOne && posix.dirname(file.path) !== '.' ? count : undefined;
  };
}

/** The files, one a line; the built-in runtime's many are one line together. */
function fileLines(files: ConvertResult['files']): string[] {
  const countOf = summedUp(files);
  const lines = files.map((file) => {
    const count = countOf(file);
    const name = count === undefined ? file.path : `${posix.dirname(file.path)}/ (${count} files)`;
    return `  ${file.change.padEnd('changed'.length)}  ${name}`;
  });
  return [...new Set(lines)];
}

function warningLines(warnings: readonly Warning[]): string[] {
  if (warnings.length === 0) return [];
  const count = warnings.length === 1 ? 'One place' : `${warnings.length} places`;
  return [
    '',
    `${count} that will break, or behave otherwise, in a native program:`,
    ...warnings.flatMap(({ file, line, problem, wayOut }) => [
      `  ${file}:${line}`,
      `    ${problem};`,
      `    ${wayOut}.`,
    ]),
  ];
}

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
  const countOf = summedUp(files);
  const unshown = new Set(files.filter((file) => countOf(file) !== undefined).map(({ path }) => path));
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
