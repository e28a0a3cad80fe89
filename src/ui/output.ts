/**
 * Where text goes: results to standard output, progress and remarks to standard error, so that
 * `--json` leaves standard output to the JSON alone.
 */
export interface Output {
  /** A result for people; silent with `--json`. */
  print(text: string): void;
  /** What is going on, or worth a remark. */
  note(text: string): void;
  /** The result for machines; silent without `--json`. */
  json(value: unknown): void;
}

/** The output of one command run. */
export function createOutput(json: boolean): Output {
  const out = (text: string) => process.stdout.write(`${text}\n`);
  return {
    print: (text) => void (json || out(text)),
    note: (text) => void process.stderr.write(`${text}\n`),
    json: (value) => void (json && out(JSON.stringify(value, null, 2))),
  };
}

/** Whether a person can be asked: a terminal on both sides, no CI, nothing that says "do not ask". */
export function canAsk(values: { yes?: boolean | undefined; json?: boolean | undefined }): boolean {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return terminal && !process.env.CI && !values.yes && !values.json;
}
