import * as v from 'valibot';

const line = v.pipe(v.string(), v.nonEmpty(), v.regex(/^[^\n]+$/));

/** What a file of templates/events says; the file's name is the event's. */
export const eventSchema = v.strictObject({
  /** What happened, in few words: a row of the list has 80 columns. */
  title: line,
  /** The service that sends it, by the name that AWS's users say. */
  service: line,
  /** The page of AWS's documentation that has the shape. */
  documentation: v.pipe(v.string(), v.url()),
  /** Its C# type in AWS's packages of event types, where they have one. */
  type: v.optional(v.pipe(v.string(), v.regex(/^Amazon\.Lambda\.\w+Events(\.\w+)+$/))),
  event: v.unknown(),
});

/** A sample event: its file's name and what the file says. */
export type LibraryEvent = v.InferOutput<typeof eventSchema> & { readonly name: string };
