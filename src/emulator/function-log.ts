import type { LogTail } from './log.ts';
import type { EventSink } from './types.ts';

/** The log of a function, as its sandboxes and the programs that are attached to it write it. */
export class FunctionLog {
  readonly #functionName: string;
  readonly #emit: EventSink;
  /** Of the invocation under way, which gets the lines as well. */
  tail: LogTail | undefined;

  constructor(functionName: string, emit: EventSink) {
    this.#functionName = functionName;
    this.#emit = emit;
  }

  write(lines: readonly string[]): void {
    for (const line of lines) {
      this.tail?.push(line);
      this.#emit({ type: 'log', functionName: this.#functionName, line });
    }
  }
}
