import type { knownErrors } from '../../../src/doctor/errors/catalogue.ts';

export type ErrorId = (typeof knownErrors)[number]['id'];

/** A text as a tool, a service or a log printed it (names and numbers of accounts are neutral), and its explanation. */
export type Captured = readonly [id: ErrorId, text: string];
