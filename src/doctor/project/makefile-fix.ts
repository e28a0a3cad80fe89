import { makefileDifferences, makefileEdits, type RepeatedVariable } from '../../project/makefile.ts';
import type { Facts } from '../check.ts';
import type { Fix } from './fixes.ts';

/** Writes into variables of the Makefile what the settings say: they are the source. */
export const makefileFix =
  (...variables: readonly RepeatedVariable[]) =>
  ({ project }: Facts): Fix[] => {
    if (project?.makefile === undefined) return [];
    const { makefile, settings } = project;
    const wrong = makefileDifferences(makefile.text, settings).filter(({ variable }) =>
      variables.includes(variable),
    );
    const edits = makefileEdits(makefile.text, wrong);
    return edits.length === 0 ? [] : [{ kind: 'file', path: makefile.path, before: makefile.text, edits }];
  };
