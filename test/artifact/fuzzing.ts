import fc from 'fast-check';
import type { Target } from '../../src/artifact/gate.ts';

/**
 * Hostile bytes end in a finding or a typed error. A hang shows as the timeout of the test, a crash as any
 * other error. FUZZ_RUNS raises the number of runs.
 */
export const numRuns = Number(process.env.FUZZ_RUNS ?? 400);
export const timeout = 20_000 + numRuns * 50;
export const target: Target = { architecture: 'x86_64', runtime: 'provided.al2023' };

/** Values that break sizes, offsets and counts. */
export const nasty = fc.constantFrom(0x00, 0x01, 0x7f, 0x80, 0xff, 0x3f, 0x10);
