import { toTerminal } from './colours.ts';
import { toSink } from './fold.ts';
import { StatusLine } from './status-line.ts';

/**
 * Where text goes: results to standard output, progress and remarks to standard error, so that
 * `--json` prints only JSON on standard output.
 */
export interface Output {
  /**
   * A result as text; silent with `--json`. One that is `raw`, a function's response, goes into a file or a pipe to
   * the byte.
   */
  print(text: string, kind?: 'raw'): void;
  /** What is going on, or worth a remark. */
  note(text: string): void;
  /** The result for machines; silent without `--json`. One of many is a `line`. */
  json(value: unknown, kind?: 'line'): void;
  /** Says on a terminal what is being done and for how long; notes go above it. Undefined elsewhere. */
  readonly status?: Pick<StatusLine, 'begin' | 'end'> | undefined;
}

/** The output of one command run. */
export function createOutput(json: boolean): Output {
  const out = (text: string) => process.stdout.write(`${toSink(text, process.stdout)}\n`);
  const unfolded = (text: string) => process.stdout.write(`${toTerminal(text)}\n`);
  const asIs = (text: string) => (process.stdout.isTTY ? unfolded(text) : process.stdout.write(`${text}\n`));
  const status = process.stderr.isTTY ? new StatusLine() : undefined;
  return {
    print: (text, kind) => void (json || (kind === 'raw' ? asIs : out)(text)),
    note: (text) => void (status ? status.print(text) : process.stderr.write(`${toTerminal(text)}\n`)),
    json: (value, kind) => void (json && unfolded(JSON.stringify(value, null, kind === 'line' ? 0 : 2))),
    status,
  };
}

/** Runs a work that may take more than a second, and says so on a terminal. */
export async function during<T>(status: Output['status'], text: string, work: () => Promise<T>): Promise<T> {
  status?.begin(text);
  try {
    return await work();
  } finally {
    status?.end();
  }
}

/** Whether the user can be asked: a terminal on both sides, no CI, nothing that says "do not ask". */
export function canAsk(values: { yes?: boolean | undefined; json?: boolean | undefined }): boolean {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return terminal && !process.env.CI && !values.yes && !values.json;
}
