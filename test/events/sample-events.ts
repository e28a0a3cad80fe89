import { allSamples } from '../../src/samples/catalogue.ts';
import { eventOf } from '../samples/expected.ts';

/** Members that only services put into an event. */
const marks = /"(eventSource|EventSource|requestContext|detail-type)"/;

/** The events of the samples that a service sends. */
export const sampleEvents: readonly { readonly name: string; readonly event: unknown }[] = allSamples()
  .map(({ id }) => ({ name: `sample ${id}`, text: eventOf(id) }))
  .filter(({ text }) => marks.test(text))
  .map(({ name, text }) => ({ name, event: JSON.parse(text) as unknown }));

/** An event for each record of one, so that records of several kinds can be looked at by themselves. */
export function eachRecord(event: unknown): unknown[] {
  const { Records } = Object(event) as { Records?: unknown[] };
  return Records?.map((record) => ({ Records: [record] })) ?? [event];
}
