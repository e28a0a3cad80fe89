import type { knownErrors } from '../../../src/doctor/errors/catalogue.ts';

export type ErrorId = (typeof knownErrors)[number]['id'];

/**
 * A text as a tool, a service or a log prints it, and its explanation. Names, paths and numbers of accounts are
 * neutral. Where only one wording of a message was seen, its sentence stands in the frame of the other tools (AWS's
 * CLI and SDKs) or in another language from MSBuild's resources.
 */
export type Captured = readonly [id: ErrorId, text: string];
