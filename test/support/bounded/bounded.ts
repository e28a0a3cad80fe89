import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { childProgram } from '../child-program.ts';
import type { InputOf, ReaderName } from './readers.ts';

export interface Request {
  readonly reader: ReaderName;
  readonly input: unknown;
}

/** What became of a text: read, refused with an error for the user, or neither. */
export interface Answer {
  readonly kind: 'read' | 'refused' | 'failed';
  readonly message?: string;
}

/** More of the processor's time than this is a hang; of the clock's, where the system does not tell the other. */
const mostSeconds = 10;
/** What a process of ours may take. */
const mostMegabytes = 500;
/** A process that took more than this for one text is not used for another one. */
const freshMegabytes = 300;
/** Whether a text is read is looked at this often, in milliseconds. */
const interval = 250;

/** The seconds that a process has used the processor for, or undefined where the system does not tell. */
function processorSeconds(pid: number): number | undefined {
  try {
    // Fields 14 and 15 of proc(5), behind the name in brackets; in hundredths of a second.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

/** Reads texts in a process of its own, so that one that hangs, or takes all memory, fails a test and ends none. */
export class BoundedReader {
  #child: ChildProcess | undefined;

  /** @returns what became of the text. @throws when it hangs, takes too much memory or fails in another way. */
  async read<Name extends ReaderName>(reader: Name, input: InputOf<Name>): Promise<Answer> {
    const program = await childProgram(fileURLToPath(new URL('child.ts', import.meta.url)));
    this.#child ??= fork(program, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const answer = await this.#ask(this.#child, { reader, input });
    if (answer.kind === 'failed') throw new Error(`${reader} failed: ${answer.message}`);
    // What one text took is no fault of the next one.
    if (answer.megabytes > freshMegabytes) this.close();
    if (answer.megabytes > mostMegabytes)
      throw new Error(`${reader} took ${Math.round(answer.megabytes)} MB`);
    return answer;
  }

  #ask(child: ChildProcess, request: Request): Promise<Answer & { megabytes: number }> {
    const seconds = () => processorSeconds(child.pid ?? 0) ?? Date.now() / 1000;
    const start = seconds();
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        clearInterval(watch);
        child.removeAllListeners();
        finish();
      };
      const fail = (what: string) => () => {
        this.close();
        reject(new Error(`${request.reader} ${what}: ${JSON.stringify(request.input).slice(0, 100)}`));
      };
      const watch = setInterval(() => {
        if (seconds() - start > mostSeconds) end(fail('hangs'));
      }, interval);
      child.once('message', (message) => end(() => resolve(message as Answer & { megabytes: number })));
      child.once('exit', (code, signal) => end(fail(`ended with ${signal ?? code}`)));
      child.send(request);
    });
  }

  /** Ends the process; the next text starts another one. */
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
