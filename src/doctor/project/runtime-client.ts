import { posix } from 'node:path';
import { error, info, ok } from '../../artifact/finding.ts';
import { isEdited } from '../../dotnet/runtime-files.ts';
import type { Check } from '../check.ts';
import type { ProjectFacts } from './facts.ts';

const missingFiles = ({ runtimeFiles }: ProjectFacts) =>
  runtimeFiles.filter(({ text }) => text === undefined);

const most = 3;
const list = (paths: readonly string[]) =>
  paths.length <= most
    ? paths.join(', ')
    : `${paths.slice(0, most).join(', ')} and ${paths.length - most} more`;

export const runtimeClientChecks: readonly Check[] = [
  {
    id: 'runtime-client',
    title: 'Runtime client',
    run({ project }) {
      if (project === undefined || project.runtimeFiles.length === 0) return undefined;
      const missing = missingFiles(project).map(({ path }) => path);
      if (missing.length > 0) {
        return error(
          `Missing: ${list(missing)}.`,
          'The runtime client does not compile without it, or does not do all that it should.',
          'Restore it from git.',
        );
      }
      const edited = project.runtimeFiles.filter(isEdited).map(({ path }) => path);
      if (edited.length > 0)
        return info(
          `Edited since it was written: ${list(edited)}. "update" merges the edits with a newer version.`,
        );
      return ok(`${posix.dirname(project.runtimeFiles[0]?.path ?? '')} is as it was written.`);
    },
    fix: ({ project }) =>
      (project ? missingFiles(project) : [])
        .filter(({ path }) => !path.startsWith('../'))
        .map(({ path, template }) => ({
          kind: 'file',
          path,
          before: undefined,
          edits: [{ start: 0, end: 0, text: template }],
        })),
  },
];
