import { showFailure } from '../background.ts';
import type { LambdaService } from '../service.ts';
import type { EventSink } from '../types.ts';
import type { Clock } from './clock.ts';
import { deliver } from './deliver.ts';
import type { ScheduleSource } from './flag.ts';
import { scheduledEvent } from './schedule-event.ts';
import { Slots } from './slots.ts';

export interface TimerSetup {
  readonly source: Pick<ScheduleSource, 'expression' | 'schedule'>;
  readonly functionName: string;
  readonly service: LambdaService;
  readonly emit: EventSink;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Sends the event of a scheduled rule whenever it is due, until the signal aborts; resolves when the last one is done. As on
 * AWS, an event is sent though the one before may still be at work. Times that pass while the machine sleeps are left out.
 */
export async function runSchedule(setup: TimerSetup): Promise<void> {
  const { source, clock, signal, emit, functionName } = setup;
  const atWork = new Slots(Number.POSITIVE_INFINITY);
  const notice = (text: string) => emit({ type: 'notice', text });
  let due = source.schedule.next(clock.now());
  while (due !== undefined && !signal.aborted) {
    await clock.wait(due - clock.now(), signal);
    if (signal.aborted) break;
    const at = due;
    atWork.start(() => send(setup, at).catch((error: unknown) => showFailure(error, notice)));
    // From when it was due, so that a rate does not drift; from now, when that is long past.
    const next = source.schedule.next(due);
    due = next !== undefined && next <= clock.now() ? source.schedule.next(clock.now()) : next;
  }
  if (due === undefined) notice(`${functionName}: ${source.expression} never comes again.`);
  await atWork.idle();
}

/** EventBridge calls asynchronously: the response is dropped, and a failure is shown. */
async function send({ service, emit, functionName, source }: TimerSetup, due: number): Promise<void> {
  const payload = Buffer.from(JSON.stringify(scheduledEvent(service.account, functionName, due)));
  const outcome = await deliver(service, emit, {
    functionName,
    payload,
    what: `EventBridge ${source.expression}`,
  });
  if (outcome.kind === 'error')
    emit({ type: 'notice', text: `${functionName}: the scheduled event failed: ${outcome.body.toString()}` });
}
