import type { LogTail } from './log.ts';
import type { EventSink } from './types.ts';

/** The invocation under way. */
interface UnderWay {
  readonly request: { readonly requestId: string };
  readonly log: LogTail;
}

/** The log of a function, as its sandboxes and the programs that are attached to it write it. */
export class FunctionLog {
  readonly #functionName: string;
  readonly #emit: EventSink;
  /** It gets the lines as well. */
  invocation: UnderWay | undefined;

  constructor(functionName: string, emit: EventSink) {
    this.#functionName = functionName;
    this.#emit = emit;
  }

  write(lines: readonly string[]): void {
    const requestId = this.invocation?.request.requestId;
    for (const line of lines) {
      this.invocation?.log.push(line);
      this.#emit({ type: 'log', functionName: this.#functionName, line, requestId });
    }
  }
}
