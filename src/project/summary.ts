import { relative } from 'node:path';
import type { TreeFile } from '../files/tree.ts';
import { zipOf } from '../platform/outputs.ts';
import { quote } from '../ui/shell-word.ts';
import type { GitResult } from './initial-commit.ts';
import type { Settings } from './settings.ts';

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
    zip: zipOf(settings),
    repeat,
    nextSteps: [
      ...(folder === '' ? [] : [`cd ${quote(folder)}`]),
      'dotnet test',
      'lambda-nativeaot invoke',
      'lambda-nativeaot deploy --create-role',
    ],
  };
}

/** What the project was made of, as a table of two columns. */
function contents({ function: { name, handler } }: NewResult, settings: Settings): string[] {
  const { framework, architecture, runtime, library, with: extras, functions } = settings;
  const [first] = functions;
  const rows: readonly (readonly [string, string])[] = [
    ['function', `${name} (handler ${handler}, ${first?.memorySize} MB, ${first?.timeout} s)`],
    ['sample', first?.sample ?? ''],
    ['framework', framework],
    ['architecture', architecture],
    ['runtime', runtime],
    ['library', library],
    ['extras', extras.join(', ')],
  ];
  const known = rows.filter(([, value]) => value !== '');
  const widest = Math.max(...known.map(([title]) => title.length));
  return known.map(([title, value]) => `  ${title.padEnd(widest)}  ${value}`);
}

/** The result of `new` for people. */
export function newResultText(result: NewResult, settings: Settings): string {
  const { directory, written, files, zip, repeat, nextSteps } = result;
  const what = `${files.length} files to ${directory}`;
  const lines = written
    ? [
        `Wrote ${what}`,
        '',
        ...contents(result, settings),
        '',
        'Next:',
        ...nextSteps.map((step) => `  ${step}`),
        '',
        `"invoke" builds first; "lambda-nativeaot build", or "make package" on Linux, leaves ${zip}.`,
      ]
    : [`Would write ${what}:`, ...files.map((file) => `  ${file}`), '', ...contents(result, settings)];
  return [...lines, '', 'To repeat without prompts:', `  ${repeat}`].join('\n');
}

/** What git says, in whichever words, where it does not know whose commit it is. */
const isAboutIdentity = (reason: string) => /email|ident|user\.name/i.test(reason);

/** What the user should know of the git repository, or nothing. */
export function gitRemark(result: GitResult): string | undefined {
  switch (result.kind) {
    case 'committed':
      return undefined;
    case 'inside-repository':
      return 'The folder is already in a git repository; nothing was committed there.';
    case 'no-git':
      return 'git was not found, so there is no repository yet.';
    case 'not-committed': {
      const { reason } = result;
      const fix = isAboutIdentity(reason) ? 'set user.name and user.email, then run' : 'later run';
      return `git made no first commit (${reason}); ${fix}: git init && git add --all && git commit -m "New function"`;
    }
  }
}
