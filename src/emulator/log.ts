import type { ExtensionStatus } from './extension-state.ts';
import { type Failure, timeoutMessage } from './failures.ts';
import { limits } from './limits.ts';
import type { InvocationReport } from './types.ts';

const ms = (value: number) => `${value.toFixed(2)} ms`;

export const startLine = (requestId: string): string => `START RequestId: ${requestId} Version: $LATEST`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}`;

/** What is billed (ms): on a custom runtime the init phase too. */
export const billedMs = ({ durationMs, initDurationMs = 0 }: InvocationReport): number =>
  Math.ceil(durationMs + initDurationMs);

/** The REPORT line. */
export function reportLine(report: InvocationReport): string {
  const { requestId, durationMs, memorySize, maxMemoryUsed, initDurationMs, status, errorType } = report;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${ms(durationMs)}`,
    `Billed Duration: ${billedMs(report)} ms`,
    `Memory Size: ${memorySize} MB`,
    `Max Memory Used: ${maxMemoryUsed} MB`,
  ];
  if (initDurationMs !== undefined) fields.push(`Init Duration: ${ms(initDurationMs)}`);
  if (status === undefined) return `${fields.join('\t')}\t`;
  fields.push(`Status: ${status}`);
  if (status === 'error' && errorType !== undefined) fields.push(`Error Type: ${errorType}`);
  return fields.join('\t');
}

/** An init that failed or ran out of time; the service prints none for one that went well. */
export interface InitReport {
  readonly durationMs: number;
  /** `invoke` when the runtime was started again for a waiting invocation. */
  readonly phase: 'init' | 'invoke';
  readonly status: 'error' | 'timeout';
  readonly errorType?: string | undefined;
}

export function initReportLine({ durationMs, phase, status, errorType }: InitReport): string {
  const fields = [`INIT_REPORT Init Duration: ${ms(durationMs)}`, `Phase: ${phase}`, `Status: ${status}`];
  if (status === 'error' && errorType !== undefined) fields.push(`Error Type: ${errorType}`);
  return fields.join('\t');
}

/** What the service writes of an extension at the end of the init phase. */
export function extensionLine({ name, state, events, errorType }: ExtensionStatus): string {
  const fields = ['EXTENSION', `Name: ${name}`, `State: ${state}`, `Events: [${events.join(',')}]`];
  if (errorType !== undefined) fields.push(`Error Type: ${errorType}`);
  return fields.join('\t');
}

/** What the service writes when an extension subscribes to telemetry; it begins the types with capitals. */
export function subscriptionLine({
  name,
  state,
  types,
}: {
  readonly name: string;
  readonly state: string;
  readonly types: readonly string[];
}): string {
  const shown = types.map((type) => type.charAt(0).toUpperCase() + type.slice(1));
  return `TELEMETRY\tName: ${name}\tState: ${state}\tTypes: [${shown.join(', ')}]`;
}

/** The lines for a failure of the runtime as a whole. */
export const failureLines = (requestId: string, { message, errorType }: Failure): readonly string[] => [
  `RequestId: ${requestId} Error: ${message}`,
  errorType,
];

/** The line for a timeout (seconds); the service leaves an empty one after it. */
export const timeoutLines = (requestId: string, seconds: number, now: Date): readonly string[] => [
  `${now.toISOString()} ${requestId} ${timeoutMessage(seconds)}`,
  '',
];

/** The last 4 KB of a log, for X-Amz-Log-Result. */
export class LogTail {
  #lines: string[] = [];
  #size = 0;

  push(line: string): void {
    this.#lines.push(line);
    this.#size += line.length + 1;
    // Characters are at most as many as bytes, so what is dropped here is never needed.
    while (this.#size - (this.#lines[0] as string).length - 1 >= limits.logTail) {
      this.#size -= (this.#lines.shift() as string).length + 1;
    }
  }

  bytes(): Buffer {
    return Buffer.from(this.#lines.map((line) => `${line}\n`).join('')).subarray(-limits.logTail);
  }
}

/** Cuts a stream of bytes into lines, however the bytes arrive; a line over the limit is cut into several. */
export class LineSplitter {
  readonly #decoder = new TextDecoder();
  #rest = '';

  push(chunk: Uint8Array): string[] {
    return this.#cut(this.#rest + this.#decoder.decode(chunk, { stream: true }));
  }

  /** What is left when the stream has ended. */
  end(): string[] {
    const last = this.#cut(this.#rest + this.#decoder.decode());
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? last : [...last, rest];
  }

  #cut(text: string): string[] {
    const lines = text.split('\n');
    this.#rest = lines.pop() as string;
    while (this.#rest.length > limits.logLine) {
      lines.push(this.#rest.slice(0, limits.logLine));
      this.#rest = this.#rest.slice(limits.logLine);
    }
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  }
}
