import { buildErrors } from './build.ts';
import { codeErrors } from './code.ts';
import { restoreErrors } from './restore.ts';
import { runErrors } from './run.ts';
import { serviceErrors } from './service.ts';
import { startErrors } from './start.ts';
import { toolErrors } from './tools.ts';

/** All that is known, in the order in which docs/errors.md lists it. */
export const knownErrors = [
  ...startErrors,
  ...codeErrors,
  ...restoreErrors,
  ...buildErrors,
  ...toolErrors,
  ...serviceErrors,
  ...runErrors,
] as const;
