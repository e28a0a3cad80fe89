import { relative } from 'node:path';
import { quote } from '../cli/repeat.ts';
import type { GitResult } from './initial-commit.ts';
import type { Settings } from './settings.ts';
import type { TreeFile } from './tree.ts';

/** What `new` did, or would do; prints itself as text, and goes out as it is with `--json`. */
export interface NewResult {
  readonly directory: string;
  readonly written: boolean;
  readonly files: readonly string[];
  readonly function: { name: string; handler: string };
  readonly zip: string;
  readonly repeat: string;
  readonly nextSteps: readonly string[];
}

/** The result of `new` as data. */
export function newResult(
  directory: string,
  settings: Settings,
  files: readonly TreeFile[],
  repeat: string,
  written: boolean,
): NewResult {
  const [first] = settings.functions;
  const folder = relative(process.cwd(), directory);
  return {
    directory,
    written,
    files: files.map(({ path }) => path),
    function: { name: first?.name ?? settings.name, handler: first?.handler ?? '' },
    zip: `dist/${settings.name}.zip`,
    repeat,
    nextSteps: [
      ...(folder === '' ? [] : [`cd ${quote(folder)}`]),
      'make test',
      'make package',
      'make invoke',
      'make deploy ROLE=arn:aws:iam::ACCOUNT:role/NAME',
    ],
  };
}

/** The result of `new` for people. */
export function newResultText({ directory, written, files, zip, repeat, nextSteps }: NewResult): string {
  const lines = written
    ? [
        `Wrote ${files.length} files to ${directory}`,
        '',
        'Next:',
        ...nextSteps.map((step) => `  ${step}`),
        '',
        `"make package" leaves ${zip}, ready to upload; "make" lists everything else.`,
      ]
    : [`Would write ${files.length} files to ${directory}:`, ...files.map((file) => `  ${file}`)];
  return [...lines, '', 'The same again, without questions:', `  ${repeat}`].join('\n');
}

/** What a person should know of the git repository, or nothing. */
export const gitRemarks: Record<GitResult, string | undefined> = {
  committed: undefined,
  'inside-repository': 'The folder lies in a git repository already; nothing was committed there.',
  'no-git': 'git was not found, so there is no repository yet.',
  'not-committed':
    'git made no first commit; set user.name and user.email, then run: git add --all && git commit -m "New function"',
};
