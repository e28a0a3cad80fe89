/**
 * Whether a run takes every case of the slow tests. The usual run leaves out those that differ from others in little;
 * `TEST_CASES=all` is for a release, and for a change of what they test.
 */
export const takesAllCases = process.env.TEST_CASES === 'all';

/** Every nth of some cases, the first among them, or all. */
export const someCases = <T>(cases: readonly T[], nth: number): T[] =>
  cases.filter((_, i) => takesAllCases || i % nth === 0);

/** The first of some cases, or all. */
export const firstCases = <T>(cases: readonly T[], count: number): T[] =>
  takesAllCases ? [...cases] : cases.slice(0, count);
