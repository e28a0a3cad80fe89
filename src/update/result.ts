import { posix } from 'node:path';
import type { TreeFile } from '../files/tree.ts';
import { modeLines, patchOf } from '../project/patch.ts';
import type { FileUpdate } from './file-update.ts';
import type { UpdatePlan } from './plan.ts';

type Fate = FileUpdate['fate'];

/** What `update` did, or would do; goes out as it is with `--json`. */
export interface UpdateResult {
  readonly directory: string;
  /** The version that wrote the project, and the one that runs. */
  readonly from: string;
  readonly to: string;
  readonly upToDate: boolean;
  readonly written: boolean;
  readonly files: readonly {
    readonly path: string;
    readonly fate: Fate;
    /** Where the user's edits were, for a file that is now in another place. */
    readonly movedFrom?: string;
    /** The places that are marked, where there are any. */
    readonly conflicts?: number;
  }[];
  /** The files that the user must settle. */
  readonly conflicts: readonly string[];
  readonly remarks: readonly string[];
  /** The changes as a patch that "git apply" takes. */
  readonly diff: string;
  readonly repeat: string;
}

/** How a fate reads, whether something is written for it, and whether the user must see to it. */
interface FateFacts {
  readonly word: string;
  readonly remark?: string;
  readonly changes: boolean;
  readonly settle?: true;
}

const fateFacts: Readonly<Record<Fate, FateFacts>> = {
  added: { word: 'new', changes: true },
  updated: { word: 'updated', changes: true },
  merged: { word: 'merged', remark: 'with your edits', changes: true },
  removed: { word: 'removed', changes: true },
  conflict: { word: 'conflict', changes: true, settle: true },
  occupied: {
    word: 'conflict',
    remark: 'yours stays; the new version has another file of that name',
    changes: false,
    settle: true,
  },
  unmergeable: {
    word: 'conflict',
    remark: 'yours stays; it is not a text that can be merged',
    changes: false,
    settle: true,
  },
  kept: { word: 'kept', remark: 'the new version no longer has it; you edited it', changes: false },
  'left-out': { word: 'left out', remark: 'you removed it', changes: false },
};

const width = Math.max(...Object.values(fateFacts).map(({ word }) => word.length));

/** Whether a file is written or removed. */
const isChange = ({ fate }: Pick<FileUpdate, 'fate'>) => fateFacts[fate].changes;

/** One file's change as a patch. */
function diffOf(file: FileUpdate): string {
  const { path, fate, before, after, wasExecutable, executable } = file;
  const was = fate === 'added' ? undefined : wasExecutable;
  const mode = fate === 'removed' ? '' : modeLines(path, was, executable);
  return mode + (before === after ? '' : patchOf(file));
}

/** The files to write, and those to remove. */
export function writesOf(files: readonly FileUpdate[]): { written: TreeFile[]; removed: string[] } {
  const changed = files.filter(isChange);
  return {
    written: changed.flatMap(({ path, after, executable }) =>
      after === undefined ? [] : [{ path, contents: after, ...(executable ? { executable } : {}) }],
    ),
    removed: changed.filter(({ after }) => after === undefined).map(({ path }) => path),
  };
}

/** The result of `update` as data. */
export function updateResult(
  directory: string,
  { from, to, files, remarks }: UpdatePlan,
  { repeat, written }: { readonly repeat: string; readonly written: boolean },
): UpdateResult {
  return {
    directory,
    from,
    to,
    upToDate: files.length === 0,
    written,
    files: files.map(({ path, fate, movedFrom, conflicts }) => ({
      path,
      fate,
      ...(movedFrom === undefined ? {} : { movedFrom }),
      ...(conflicts > 0 ? { conflicts } : {}),
    })),
    conflicts: files.filter(({ fate }) => fateFacts[fate].settle).map(({ path }) => path),
    remarks,
    diff: files.filter(isChange).map(diffOf).join(''),
    repeat,
  };
}

function fileLine({ path, fate, movedFrom, conflicts = 0 }: UpdateResult['files'][number]): string {
  const { word, remark } = fateFacts[fate];
  const places = conflicts === 0 ? undefined : conflicts === 1 ? '1 place' : `${conflicts} places`;
  const moved = movedFrom === undefined ? undefined : `your edits were in ${movedFrom}`;
  const note = [moved ?? remark, places].filter((text) => text !== undefined).join(', ') || undefined;
  return `  ${word.padEnd(width)}  ${path}${note === undefined ? '' : ` (${note})`}`;
}

/** More files of one folder that come to the same are told by their number. */
const mostOfOne = 4;

type ListedFile = UpdateResult['files'][number];

/** The files, one a line; the runtime client's many are one line together, where there is nothing to say of each. */
function fileLines(files: readonly ListedFile[]): string[] {
  const groupOf = ({ path, fate, movedFrom, conflicts }: ListedFile) =>
    movedFrom ?? conflicts ?? fateFacts[fate].remark ?? `${fate} ${posix.dirname(path)}`;
  const lines = files.map((file) => {
    const many = files.filter((other) => groupOf(other) === groupOf(file)).length;
    if (many <= mostOfOne || fateFacts[file.fate].remark !== undefined) return fileLine(file);
    return `  ${fateFacts[file.fate].word.padEnd(width)}  ${posix.dirname(file.path)}/ (${many} files)`;
  });
  return [...new Set(lines)];
}

/** The files, and what there is to remark. */
function summaryOf({ files, remarks }: UpdateResult): string {
  const lines = remarks.map((remark) => `  ${remark}`);
  return [...fileLines(files), ...(lines.length > 0 ? ['', ...lines] : [])].join('\n');
}

/** What is about to happen, for the question whether it should. */
export function updateQuestion(result: UpdateResult): string {
  return [`From ${result.from} to ${result.to}:`, summaryOf(result), ''].join('\n');
}

/** The result of `update` for people; `nextSteps` are commands to paste. */
export function updateText(result: UpdateResult, nextSteps: readonly string[]): string {
  const { directory, from, to, written } = result;
  const summary = summaryOf(result);
  if (written) {
    const next = nextSteps.map((step) => `  ${step}`);
    return [`Updated ${directory} from ${from} to ${to}:`, summary, '', 'Next:', ...next].join('\n');
  }
  const title = `Would update ${directory} from ${from} to ${to}:`;
  return [title, summary, '', 'Nothing was changed. To write it:', `  ${result.repeat}`].join('\n');
}
