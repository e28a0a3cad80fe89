import type { AppendedFile } from '../../files/append.ts';
import type { Paint } from '../../ui/colours.ts';
import type { Output } from '../../ui/output.ts';
import type { LogEvent } from './event.ts';
import { type LogLine, readLine } from './line.ts';
import { Requests } from './requests.ts';
import { groupText, recordOf } from './text.ts';

/** Where the lines of a log go. */
export interface Sink {
  /** Takes new lines; none, to see whether something has waited long enough. */
  take(lines: readonly LogLine[]): Promise<void>;
  /** Lets go of what it has kept back. */
  end(): void;
}

/** For people: requests with their lines together. @param patienceMs how long a line waits for the others of its request. */
export function readableSink(output: Output, paint: Paint, patienceMs: number): Sink {
  const requests = new Requests(patienceMs);
  const print = (groups: ReturnType<Requests['flush']>) => {
    for (const group of groups) output.print(groupText(group, paint));
  };
  return {
    take: async (lines) => {
      const now = Date.now();
      print(requests.push(lines, now));
      print(requests.waited(now));
    },
    end: () => print(requests.flush()),
  };
}

/** For machines: a record a line, in the order of the log. */
export function recordSink(output: Output, group: string): Sink {
  return {
    take: async (lines) => {
      for (const line of lines) output.json(recordOf(group, line), 'line');
    },
    end: () => {},
  };
}

/** The same into a file. */
export function fileSink(file: AppendedFile, group: string): Sink {
  return {
    take: async (lines) => {
      if (lines.length > 0)
        await file.append(lines.map((line) => `${JSON.stringify(recordOf(group, line))}\n`).join(''));
    },
    end: () => {},
  };
}

/** The lines of events that may be the function's. */
export const linesOf = (events: readonly LogEvent[], isWanted: (stream: string) => boolean): LogLine[] =>
  events.filter(({ stream }) => isWanted(stream)).map(readLine);
