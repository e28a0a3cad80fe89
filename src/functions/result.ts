import { patchOf } from '../project/patch.ts';
import type { Addition } from './addition.ts';

/** What `add-function` did, or would do; prints itself as text, and goes out as it is with `--json`. */
export interface AdditionResult {
  readonly directory: string;
  readonly written: boolean;
  readonly function: {
    readonly name: string;
    readonly handler: string;
    readonly sample: string;
    readonly event: string;
  };
  readonly files: readonly { readonly path: string; readonly change: 'new' | 'changed' }[];
  /** The changes as a patch that "git apply" takes. */
  readonly diff: string;
  readonly repeat: string;
  readonly nextSteps: readonly string[];
}

/** The result of `add-function` as data. */
export function additionResult(
  directory: string,
  { function: added, sample, changes }: Addition,
  repeat: string,
  written: boolean,
): AdditionResult {
  const { name, handler, event = '' } = added;
  return {
    directory,
    written,
    function: { name, handler, sample: sample.id, event },
    files: changes.map(({ path, before }) => ({ path, change: before === undefined ? 'new' : 'changed' })),
    diff: changes.map(patchOf).join(''),
    repeat,
    nextSteps: [
      'dotnet test',
      `lambda-nativeaot invoke ${name}`,
      `lambda-nativeaot deploy ${name} --create-role`,
    ],
  };
}

/** The result of `add-function` for people. */
export function additionText(result: AdditionResult): string {
  const { function: added, written, files, diff, repeat, nextSteps } = result;
  const width = 'changed'.length;
  const lines = written
    ? [
        `Added ${added.handler} (${added.name} on Lambda), from the sample ${added.sample}:`,
        ...files.map(({ path, change }) => `  ${change.padEnd(width)}  ${path}`),
        '',
        'Next:',
        ...nextSteps.map((step) => `  ${step}`),
      ]
    : [diff.trimEnd(), '', `Would add ${added.handler} (${added.name} on Lambda); nothing was changed.`];
  return [...lines, '', 'To repeat without prompts:', `  ${repeat}`].join('\n');
}
