/** Limits of the service, in bytes unless named otherwise (AWS "Lambda quotas", the Runtime API's own answers). */
export const limits = {
  /** A synchronous event. */
  syncPayload: 6 * 1024 * 1024,
  /** An asynchronous event. */
  asyncPayload: 1024 * 1024,
  /** A buffered response: 6 MB and 100 bytes. */
  response: 6 * 1024 * 1024 + 100,
  /** A streamed response. */
  streamedResponse: 200 * 1024 * 1024,
  /** An error document; AWS's own clients cut theirs at this size. */
  errorBody: 256 * 1024,
  /** The client context, before base64. */
  clientContext: 3583,
  /** What X-Amz-Log-Result carries. */
  logTail: 4 * 1024,
  /** The init phase; after it the runtime is started again at the first invocation. */
  initMs: 10_000,
  /** The time between SIGTERM and SIGKILL when a sandbox is shut down. */
  shutdownMs: 500,
  /** Invocations that may wait for a sandbox before the service throttles. */
  waiting: 10_000,
  /** One line of a function's output; longer ones are cut into several. */
  logLine: 256 * 1024,
} as const;
