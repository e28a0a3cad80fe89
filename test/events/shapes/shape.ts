import * as v from 'valibot';

/**
 * A shape in short: an object has these members and no others (`name?` may be missing), an array at least one entry, a
 * text is that text.
 */
export type Short =
  | v.GenericSchema
  | string
  | number
  | boolean
  | readonly Short[]
  | { readonly [name: string]: Short };

const isSchema = (short: Short): short is v.GenericSchema =>
  typeof short === 'object' && 'kind' in short && short.kind === 'schema';

/** The schema that a short form stands for. */
export function shape(short: Short): v.GenericSchema {
  if (typeof short !== 'object') return v.literal(short);
  if (isSchema(short)) return short;
  if (Array.isArray(short)) return v.pipe(v.array(shape(short[0] as Short)), v.minLength(1));
  const members = Object.entries(short).map(([name, inner]) =>
    name.endsWith('?') ? [name.slice(0, -1), v.exactOptional(shape(inner))] : [name, shape(inner)],
  );
  return v.strictObject(Object.fromEntries(members));
}

const matching = (pattern: RegExp) => v.pipe(v.string(), v.regex(pattern));

export const text = v.pipe(v.string(), v.nonEmpty());
export const anyText = v.string();
export const number = v.number();
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
export const flag = v.boolean();
export const anything = v.any();
export const none = v.null();
export const digits = matching(/^\d+$/);
export const uuid = v.pipe(v.string(), v.uuid());
export const account = matching(/^\d{12}$/);
export const region = matching(/^[a-z]{2}-[a-z]+-\d$/);
export const ip = v.pipe(v.string(), v.ipv4());
export const hex = (length: number) => matching(new RegExp(`^[0-9a-f]{${length}}$`));
export const iso = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/);
/** With an offset that has no colon, as CloudWatch and CodeCommit write it. */
export const offsetTime = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
export const logTime = matching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
export const seconds = v.pipe(v.number(), v.minValue(1e9), v.maxValue(1e10));
export const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(1e12), v.maxValue(1e13));
export const base64 = v.pipe(v.string(), v.base64());
export const url = v.pipe(v.string(), v.url());

/** An ARN of that service, and of a resource that begins so. */
export const arn = (service: string, resource = '') =>
  matching(new RegExp(`^arn:aws:${service}:[a-z0-9-]*:(\\d{12}|aws)?:${resource}[^\\s]+$`));

export const oneOf = (...values: string[]) => v.picklist(values);
export const nullable = (short: Short) => v.nullable(shape(short));
export const listOf = (short: Short) => v.array(shape(short));
export const mapOf = (short: Short) => v.record(v.string(), shape(short));
export const texts = mapOf(anyText);

/** A text that is JSON of a shape. */
export const jsonOf = (short: Short) =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return JSON.parse(dataset.value) as unknown;
      } catch (error) {
        addIssue({ message: (error as Error).message });
        return NEVER;
      }
    }),
    shape(short),
  );
