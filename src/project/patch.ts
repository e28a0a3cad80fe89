import { createTwoFilesPatch, FILE_HEADERS_ONLY, formatPatch } from 'diff';

/** One file before and after; undefined where it is not there. */
export interface PatchedFile {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Lines that differ at most for them to be told apart: the search takes a time that grows with their square. */
const mostEdits = 2000;

const noEnd = '\\ No newline at end of file';

/** The lines of a text with their endings, so that a missing one at the end of a file is a difference as well. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The lines of a text with a sign before each, as a hunk has them. */
const signed = (text: string, sign: string) =>
  linesOf(text).flatMap((line) => (line.endsWith('\n') ? [sign + line.slice(0, -1)] : [sign + line, noEnd]));

const countOf = (lines: readonly string[]) => lines.filter((line) => line !== noEnd).length;

/** The whole of a file as one change. */
function wholePatch(oldFileName: string, newFileName: string, before: string, after: string): string {
  const [removed, added] = [signed(before, '-'), signed(after, '+')];
  const [oldLines, newLines] = [countOf(removed), countOf(added)];
  const hunk = { oldStart: 1, oldLines, newStart: 1, newLines, lines: [...removed, ...added] };
  const headers = { oldFileName, newFileName, oldHeader: undefined, newHeader: undefined };
  return formatPatch({ ...headers, hunks: [hunk] } as Parameters<typeof formatPatch>[0], FILE_HEADERS_ONLY);
}

/** A change as a patch that "git apply" takes. Texts that hardly have a line in common are replaced as a whole. */
export function patchOf({ path, before, after }: PatchedFile): string {
  const from = before === undefined ? '/dev/null' : `a/${path}`;
  const to = after === undefined ? '/dev/null' : `b/${path}`;
  const options = { headerOptions: FILE_HEADERS_ONLY, maxEditLength: mostEdits };
  const patch = createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, options);
  return patch ?? wholePatch(from, to, before ?? '', after ?? '');
}

const modeOf = (isExecutable: boolean) => (isExecutable ? '100755' : '100644');

/** The lines by which git knows of an execute bit; none where it stays as it is. `was` is undefined for a new file. */
export function modeLines(path: string, was: boolean | undefined, is: boolean): string {
  const head = `diff --git a/${path} b/${path}\n`;
  if (was === undefined) return is ? `${head}new file mode ${modeOf(is)}\n` : '';
  return was === is ? '' : `${head}old mode ${modeOf(was)}\nnew mode ${modeOf(is)}\n`;
}
