import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { packageRoot } from '../../src/package.ts';
import { samplesFolder } from '../../src/samples/catalogue.ts';

const samples = join(packageRoot(), samplesFolder);

const texts = v.record(v.string(), v.string());

const httpSchema = v.strictObject({
  request: v.strictObject({ method: v.string(), path: v.string(), body: v.optional(v.string()) }),
  /** What is left out may be anything. */
  response: v.strictObject({ status: v.number(), headers: v.optional(texts), body: v.optional(v.string()) }),
});

/** What a sample's expected.json says: how the native function answers its event. */
const expectedSchema = v.pipe(
  v.strictObject({
    /** What the sample's event is answered with, through the Invoke API. */
    answer: v.optional(v.unknown()),
    /** What is in the log afterwards. */
    log: v.optional(v.array(v.string())),
    /** A request to the function's URL, and its response. */
    http: v.optional(httpSchema),
  }),
  v.check((expected) => Object.keys(expected).length > 0, 'It expects nothing'),
);

export type Expected = v.InferOutput<typeof expectedSchema>;

export function expectedOf(sample: string): Expected {
  return v.parse(expectedSchema, JSON.parse(readFileSync(join(samples, sample, 'expected.json'), 'utf8')));
}

export function eventOf(sample: string): string {
  return readFileSync(join(samples, sample, 'event.json'), 'utf8');
}
