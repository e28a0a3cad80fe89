import { UsageError } from '../errors.ts';
import { agreeing } from './agreement.ts';
import { assign } from './assign.ts';
import { lostNumber } from './numbers.ts';
import { parseAssignment } from './path.ts';

/** What is wrong with a value of --set, as a sentence, or undefined. */
export const assignmentProblem = (text: string): string | undefined =>
  parseAssignment(text) === undefined
    ? 'it is not of the form PATH=VALUE; a path looks like Records[0].body or detail["a.b"].'
    : undefined;

/**
 * An event with other values, one after the other: each is `PATH=VALUE`, which assignmentProblem has accepted.
 * @throws UsageError where the event has no such place.
 */
export function withSet(event: unknown, assignments: readonly string[]): unknown {
  const after = assignments.reduce((value: unknown, text) => {
    const found = parseAssignment(text);
    if (!found) throw new UsageError(`--set "${text}": ${assignmentProblem(text)}`);
    return assign(value, found.path, found.value);
  }, event);
  return agreeing(event, after);
}

/**
 * The same of an event as JSON text.
 * @throws UsageError as well where writing it again would change a number.
 */
export function jsonWithSet(json: string, assignments: readonly string[]): string {
  if (assignments.length === 0) return json;
  const lost = lostNumber(json);
  if (lost !== undefined) {
    throw new UsageError(`--set would change the number ${lost} of the event; change the event itself.`);
  }
  return JSON.stringify(withSet(JSON.parse(json), assignments));
}
