import type { ServerResponse } from 'node:http';
import type { ConsoleState } from './data.ts';
import type { ConsoleRecord } from './record.ts';

/** Changes of so many ms go together (ms). */
const gatherMs = 50;
/** Comments that tell both sides that the connection is there (ms). */
const aliveMs = 15_000;

/**
 * The position of a stream in the changes of one run of the emulator. Another run, or an unreadable position, begins
 * at 0: everything that is remembered comes again.
 */
export function positionOf(lastEventId: string | undefined, run: string): number {
  const [, of, change] = /^([\w-]+)\.(\d{1,15})$/.exec(lastEventId ?? '') ?? [];
  return of === run ? Number(change) : 0;
}

/** One message (WHATWG, Server-sent events). JSON has no line breaks. */
export const message = (event: string, data: unknown, id?: string): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

export interface StreamSetup {
  /** Tells this run of the emulator from others. */
  readonly run: string;
  readonly record: ConsoleRecord;
  state(): ConsoleState;
}

/**
 * Sends what changes until the client is gone: `state` where it is another one, `notices` and `invocations` as lists.
 * What is sent is the difference to what was sent last, so that a client that reads slowly is never owed more than the
 * record holds.
 */
export function streamChanges(
  { run, record, state }: StreamSetup,
  response: ServerResponse,
  from: number,
): void {
  let sent = from;
  let isFirst = true;
  let sentState = '';
  let timer: NodeJS.Timeout | undefined;
  let isFull = false;

  const flush = () => {
    timer = undefined;
    if (isFull || response.destroyed) return;
    const [notices, invocations] = [record.notices(sent), record.invocations(sent)];
    const now = JSON.stringify(state());
    const messages = [
      ...(isFirst ? [message('run', { run, from })] : []),
      ...(now === sentState ? [] : [`event: state\ndata: ${now}\n\n`]),
      ...(notices.length > 0 ? [message('notices', notices)] : []),
      ...(invocations.length > 0 ? [message('invocations', invocations)] : []),
    ];
    sent = record.change;
    isFirst = false;
    sentState = now;
    // The position comes last: what was not read to its end comes again.
    messages.push(message('position', sent, `${run}.${sent}`));
    if (response.write(messages.join(''))) return;
    isFull = true;
    response.once('drain', () => {
      isFull = false;
      if (record.change > sent) flush();
    });
  };
  const alive = setInterval(() => {
    // How many processes there are changes without an event.
    if (!isFull) flush();
  }, aliveMs);
  const stop = record.listen(() => {
    timer ??= setTimeout(flush, gatherMs);
  });
  response.once('close', () => {
    stop();
    clearTimeout(timer);
    clearInterval(alive);
  });
  flush();
}
