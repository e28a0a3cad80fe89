/**
 * What one listener takes from outside. Lambda's own limits are in limits.ts; these keep a program or a page that
 * opens many connections, or is slow with them, from holding the emulator's memory.
 */
export interface BorderLimits {
  /** For the head of a request, from the opening of its connection or its first byte (ms). */
  readonly headersMs: number;
  /** A body that is read may be without a new byte (ms). */
  readonly bodyIdleMs: number;
  /** For a whole body (ms). */
  readonly bodyMs: number;
  /** A client may leave an answer unread (ms). */
  readonly answerIdleMs: number;
  /** A connection may be idle between two requests (ms); 0 is without a limit. */
  readonly keepAliveMs: number;
  /** How often the times above are looked at (ms). */
  readonly sweepMs: number;
  /** Connections that are open at one time; more are closed at once. */
  readonly connections: number;
  /** What all bodies that are being read may hold together, besides `freeBytes` of each. */
  readonly bodyBytes: number;
  /** What the events of all invocations under way may hold together; more are throttled. */
  readonly eventBytes: number;
  /** So much of a body is always taken, so that small requests are answered while large ones fill the budget. */
  readonly freeBytes: number;
}

export const borderLimits: BorderLimits = {
  headersMs: 10_000,
  bodyIdleMs: 30_000,
  bodyMs: 300_000,
  answerIdleMs: 300_000,
  keepAliveMs: 75_000,
  sweepMs: 2_000,
  connections: 4096,
  bodyBytes: 256 * 1024 * 1024,
  eventBytes: 1024 * 1024 * 1024,
  freeBytes: 64 * 1024,
};

/** A runtime needs one connection, or one for each invocation that it handles at a time. */
export const sandboxConnections = 256;
