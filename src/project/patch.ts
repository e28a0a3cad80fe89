import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** One file before and after; undefined where it is not there. */
export interface PatchedFile {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** A change as a patch that "git apply" takes. */
export function patchOf({ path, before, after }: PatchedFile): string {
  const from = before === undefined ? '/dev/null' : `a/${path}`;
  const to = after === undefined ? '/dev/null' : `b/${path}`;
  return createTwoFilesPatch(from, to, before ?? '', after ?? '', undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}
