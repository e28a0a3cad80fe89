const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/**
 * Limits of the service, in bytes unless named otherwise.
 * Source: AWS, "Lambda quotas" and the API reference; the Runtime API's own answers.
 */
export const lambdaLimits = {
  functionNameLength: 64,
  memoryMB: { min: 128, max: 10_240 },
  timeoutSeconds: { min: 1, max: 900 },
  ephemeralStorageMB: { min: 512, max: 10_240 },
  /** Sandboxes that a function may have at most; what the account has in all is its own quota. */
  reservedConcurrency: { min: 0, max: 2_147_483_647 },
  /** Layers of a function. */
  layers: 5,
  descriptionLength: 256,
  logGroupLength: 512,
  /** The folder that a file system is mounted at, as a path. */
  mountPathLength: 160,
  /** The time in seconds that a browser may keep what a function URL says of CORS. */
  corsMaxAgeSeconds: { min: 0, max: 86_400 },
  /** The environment variables as JSON. */
  environment: 4 * kilobyte,
  /** A zip within the request that creates or updates a function must be smaller. */
  zippedDirect: 50 * megabyte,
  /** Everything in the zip after unpacking must be smaller, whichever way it was uploaded. */
  unzipped: 250 * megabyte,
  /** A synchronous event. */
  syncPayload: 6 * megabyte,
  /** An asynchronous event. */
  asyncPayload: megabyte,
  /** A buffered response: 6 MB and 100 bytes. */
  response: 6 * megabyte + 100,
  /** A streamed response. */
  streamedResponse: 200 * megabyte,
  /** The client context, before base64. */
  clientContext: 3583,
  /** What X-Amz-Log-Result carries. */
  logTail: 4 * kilobyte,
  /** The init phase in ms; after it the runtime is started again at the first invocation. */
  initMs: 10_000,
  /**
   * The time in ms that a sandbox has to end, before SIGKILL: with internal extensions alone, and with external ones.
   * Source: AWS, "Lambda Extensions API", shutdown phase.
   */
  shutdownMs: { internal: 500, external: 2000 },
} as const;

/**
 * The processor of a sandbox from its first event on. A vCPU belongs to so many MB of memory, in time slices of so many µs:
 * at 128 MB a function runs for 1.4 ms of each 20. The init phase has two vCPUs, whatever the memory is.
 * Source: AWS, "Configure Lambda function memory" (1,769 MB are one vCPU); the period as measured on Lambda by many, in AWS's
 * own words the CFS bandwidth control of Linux.
 */
export const lambdaProcessor = { memoryPerVcpuMB: 1769, periodUs: 20_000, initVcpus: 2 } as const;

/**
 * Limits of a queue as an event source. Source: Lambda API reference, CreateEventSourceMapping; SQS API reference,
 * ReceiveMessage and DeleteMessageBatch.
 */
export const queueSourceLimits = {
  /** Messages in an event. */
  batch: { min: 1, max: 10_000, withoutWindow: 10, fifo: 10 },
  /** The time in seconds that a batch is gathered for. */
  windowSeconds: { min: 0, max: 300 },
  /** Batches that are worked on at one time; Lambda itself begins with five. */
  concurrency: { min: 1, max: 1000, first: 5 },
  /** Messages in one call of SQS. */
  messagesPerCall: 10,
  /** The time in seconds that a call waits for the first message. */
  receiveSeconds: 20,
} as const;

/**
 * Limits of a stream as an event source. Source: Lambda API reference, CreateEventSourceMapping; Kinesis and DynamoDB Streams
 * API references, GetRecords.
 */
export const streamSourceLimits = {
  /** Records in an event; `first` is Lambda's own choice. */
  batch: { min: 1, max: 10_000, first: 100 },
  windowSeconds: { min: 0, max: 300 },
  /** Attempts after the first one; Lambda itself goes on until the record is gone from the stream. */
  retries: { min: 0, max: 10_000 },
  /** Records in one call. */
  recordsPerCall: { kinesis: 10_000, dynamodb: 1000 },
} as const;

/**
 * The days that CloudWatch Logs keeps a group's entries; it takes no others.
 * Source: CloudWatch Logs API, PutRetentionPolicy.
 */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
