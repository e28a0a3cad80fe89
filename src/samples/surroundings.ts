import * as v from 'valibot';

/**
 * What a function works with on AWS beside its own settings: what starts it, the tables and queues that it needs, and what
 * its role must allow. SAM, CDK, Terraform, the plan of `deploy` and the role of `--create-role` are made from it.
 *
 * A name here is a word in C#'s casing. A template puts the function's class before it (`Queue` of `Payments` is
 * `PaymentsQueue`), a name on AWS has the function's name before it (`orders-queue`).
 */

const name = v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z0-9]*$/));
const line = v.pipe(v.string(), v.nonEmpty(), v.regex(/^[^\n]+$/));
const wholeNumber = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

/** Limits are those of the services' APIs: CreateQueue (seconds), CreateTable, CreateEventSourceMapping. */
const resourceSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('queue'),
    /** Why it is there, for a reader of the template. */
    comment: v.exactOptional(line),
    retentionSeconds: v.exactOptional(wholeNumber(60, 1_209_600)),
    /** Where messages go that were received so often and not deleted. */
    deadLetter: v.exactOptional(v.strictObject({ queue: name, maxReceives: wholeNumber(1, 1000) })),
  }),
  v.strictObject({
    type: v.literal('table'),
    comment: v.exactOptional(line),
    key: v.strictObject({ name: line, type: v.picklist(['S', 'N', 'B']) }),
    stream: v.exactOptional(v.picklist(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'])),
  }),
  v.strictObject({ type: v.literal('stream'), comment: v.exactOptional(line) }),
  v.strictObject({ type: v.literal('topic'), comment: v.exactOptional(line) }),
  v.strictObject({ type: v.literal('bucket'), comment: v.exactOptional(line) }),
]);

/** What Lambda fetches in batches. Source: Lambda API, CreateEventSourceMapping. */
const batches = {
  from: name,
  batchSize: wholeNumber(1, 10_000),
  windowSeconds: v.exactOptional(wholeNumber(0, 300)),
  /** The response names what failed, and only that is delivered again. */
  reportsItemFailures: v.boolean(),
};

/** A stream keeps its order, so that a record that fails holds up those behind it. */
const ordered = {
  ...batches,
  startingPosition: v.picklist(['LATEST', 'TRIM_HORIZON']),
  retries: wholeNumber(0, 10_000),
  /** The queue that is told of records that failed for good. */
  failures: v.exactOptional(name),
};

const eventSchema = v.variant('type', [
  v.strictObject({ type: v.literal('queue'), ...batches }),
  v.strictObject({ type: v.literal('table'), ...ordered }),
  v.strictObject({ type: v.literal('stream'), ...ordered }),
  v.strictObject({ type: v.literal('topic'), from: name }),
  v.strictObject({
    type: v.literal('bucket'),
    from: name,
    events: v.pipe(v.array(v.pipe(v.string(), v.regex(/^s3:\w+:[\w*]+$/))), v.minLength(1)),
  }),
  v.strictObject({
    type: v.literal('schedule'),
    description: line,
    /** EventBridge's: `cron(0 3 * * ? *)` or `rate(1 hour)`. */
    expression: v.pipe(v.string(), v.regex(/^(cron|rate)\(.+\)$/)),
  }),
]);

/** What the code calls a resource with, as IAM has it: `dynamodb:GetItem`. */
const grantSchema = v.strictObject({
  on: name,
  actions: v.pipe(v.array(v.pipe(v.string(), v.regex(/^[a-z0-9]+:[A-Z]\w+$/))), v.minLength(1)),
});

export type SurroundingResource = v.InferOutput<typeof resourceSchema>;
export type SurroundingEvent = v.InferOutput<typeof eventSchema>;

/** The type that a resource must have where something refers to it. */
interface Reference {
  readonly to: string;
  readonly type?: string;
}

/** With all of its parts, also those that are empty. */
export interface Surroundings {
  readonly resources: Readonly<Record<string, SurroundingResource>>;
  readonly events: Readonly<Record<string, SurroundingEvent>>;
  readonly grants: readonly v.InferOutput<typeof grantSchema>[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a sample.json leaves out is empty. */
export const complete = (parts: Partial<Surroundings> = {}): Surroundings => ({
  resources: {},
  events: {},
  grants: [],
  environment: {},
  ...parts,
});

function references({ resources, events, grants, environment }: Surroundings): Reference[] {
  const ofEvents = Object.values(events).flatMap((event) => {
    if (event.type === 'schedule') return [];
    const failures = 'failures' in event && event.failures !== undefined ? [event.failures] : [];
    return [{ to: event.from, type: event.type }, ...failures.map((to) => ({ to, type: 'queue' }))];
  });
  const ofQueues = Object.values(resources).flatMap((resource) =>
    resource.type === 'queue' && resource.deadLetter
      ? [{ to: resource.deadLetter.queue, type: 'queue' }]
      : [],
  );
  const ofVariables = Object.values(environment).map((to) => ({ to, type: 'table' }));
  return [...ofEvents, ...ofQueues, ...ofVariables, ...grants.map(({ on }) => ({ to: on }))];
}

export const surroundingsSchema = v.pipe(
  v.strictObject({
    resources: v.exactOptional(v.record(name, resourceSchema)),
    /** What starts the function, under the names that SAM has for them. */
    events: v.exactOptional(v.record(name, eventSchema)),
    grants: v.exactOptional(v.array(grantSchema)),
    /** Variables that hold the name of a table. */
    environment: v.exactOptional(v.record(v.string(), name)),
  }),
  v.check(
    (parts) =>
      references(complete(parts)).every(({ to, type }) => {
        const found = parts.resources?.[to];
        return found !== undefined && (type === undefined || found.type === type);
      }),
    'It refers to a resource that is not there, or is of another type',
  ),
  v.check((parts) => {
    const { resources, events } = complete(parts);
    return Object.values(events).every((event) => {
      const table = event.type === 'table' ? resources[event.from] : undefined;
      return table?.type !== 'table' || table.stream !== undefined;
    });
  }, 'An event comes from a table that has no stream'),
);

/** As a sample.json has it. */
export type SampleSurroundings = v.InferOutput<typeof surroundingsSchema>;

/** How long a message is hidden that was received, in timeouts of the function. Source: Lambda guide, "Using Lambda with Amazon SQS". */
const visibilityTimeouts = 6;

/** The key of AWS that encrypts a stream where nothing else is chosen: it costs nothing and needs no right. */
export const kinesisKey = 'alias/aws/kinesis';

/** Why some values are as they are, for a reader of a template. */
export const reasons = {
  visibilityTimeout: "AWS advises six times the function's timeout.",
  itemFailures: 'Without it, one failure brings the whole batch back.',
  retries: 'A record that can never be read must not hold up its shard forever.',
} as const;

/** The queues that a function is started by. */
const triggeringQueues = ({ events }: Surroundings): ReadonlySet<string> =>
  new Set(Object.values(events).flatMap((event) => (event.type === 'queue' ? [event.from] : [])));

/** For how long a message of a queue is hidden that a function with this timeout gets, in seconds. */
export const visibilitySecondsOf = (
  surroundings: Surroundings,
  queue: string,
  timeoutSeconds: number,
): number | undefined =>
  triggeringQueues(surroundings).has(queue) ? timeoutSeconds * visibilityTimeouts : undefined;
