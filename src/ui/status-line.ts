import { toTerminal } from './colours.ts';
import { type Sink, toSink } from './fold.ts';

/** The part of a terminal that is written to. */
export interface Terminal extends Sink {
  write(text: string): unknown;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
const clear = '\r\x1b[K';

/** Seconds with one decimal, as durations are read. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/**
 * Lines of text, and below them one line that says what is being done and for how long. Without a terminal, and
 * in CI, each task is a plain line at its start and another at its end.
 */
export class StatusLine {
  readonly #terminal: Terminal;
  readonly #live: boolean;
  #task: { readonly text: string; readonly begun: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  constructor(terminal: Terminal = process.stderr, env: NodeJS.ProcessEnv = process.env) {
    this.#terminal = terminal;
    this.#live = terminal.isTTY === true && !env.CI && env.TERM !== 'dumb';
  }

  /** Writes lines, above the status if there is one. What is `raw`, a function's log, is not folded. */
  print(text: string, kind?: 'raw'): void {
    const shown = kind === 'raw' ? toTerminal(text) : toSink(text, this.#terminal);
    this.#terminal.write(this.#task && this.#live ? `${clear}${shown}\n${this.#status()}` : `${shown}\n`);
  }

  /** Says what is being done, until `end`. */
  begin(text: string): void {
    this.end();
    this.#task = { text, begun: performance.now() };
    if (!this.#live) {
      this.#terminal.write(`${toTerminal(text)}…\n`);
      return;
    }
    this.#terminal.write(this.#status());
    this.#timer = setInterval(() => this.#terminal.write(`\r${this.#status()}`), frameMs);
    this.#timer.unref();
  }

  /** Takes the status away, and writes a line in its place. */
  end(text?: string): void {
    clearInterval(this.#timer);
    if (this.#task && this.#live) this.#terminal.write(clear);
    this.#task = undefined;
    if (text !== undefined) this.print(text);
  }

  #status(): string {
    const { text: asked, begun } = this.#task as { text: string; begun: number };
    const text = toTerminal(asked);
    const frame = frames[this.#frame++ % frames.length] as string;
    const took = seconds(performance.now() - begun);
    // The time stays in sight when the text is longer than the line.
    const room = (this.#terminal.columns ?? 80) - frame.length - took.length - 3;
    const shown = text.length > room ? `${text.slice(0, Math.max(room - 1, 0))}…` : text;
    return `${frame} ${shown} ${took}\x1b[K`;
  }
}
