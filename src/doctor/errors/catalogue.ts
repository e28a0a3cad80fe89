import { buildErrors } from './build.ts';
import { codeErrors } from './code.ts';
import { serviceErrors } from './service.ts';
import { startErrors } from './start.ts';

/** All that is known, in the order in which docs/errors.md lists it. */
export const knownErrors = [...startErrors, ...codeErrors, ...buildErrors, ...serviceErrors] as const;
