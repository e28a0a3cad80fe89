import type { FlagsOf } from '../../commands/command.ts';
import type { tuneCommand } from '../../commands/tune.ts';
import { readPayload } from '../../emulator/payload.ts';
import { UsageError } from '../../errors.ts';
import type { FunctionSettings } from '../../project/settings.ts';

/** An event, and how often it comes beside the others. */
export interface WeightedEvent {
  readonly weight: number;
  readonly payload: Buffer;
}

/** A value with the weight that is written before it; 1 without one. No JSON begins with a number and a colon. */
export function readWeighted(text: string): { readonly weight: number; readonly value: string } {
  const [, weight = '1', value = text] = /^(\d{1,4}):(.*)$/s.exec(text) ?? [];
  return { weight: Number(weight), value };
}

/**
 * The events of the flags, else the function's sample event.
 * @throws UsageError when one cannot be read, or has no weight.
 */
export async function readEvents(
  flags: FlagsOf<typeof tuneCommand>,
  fn: Pick<FunctionSettings, 'event'>,
  folder: string,
): Promise<WeightedEvent[]> {
  const { payload = [], event = [], set } = flags;
  const sources = [
    ...payload.map((text) => ({ flag: 'payload', ...readWeighted(text) })),
    ...event.map((text) => ({ flag: 'event', ...readWeighted(text) })),
  ];
  if (sources.filter(({ flag, value }) => flag === 'payload' && value === '-').length > 1) {
    throw new UsageError('--payload - reads standard input, which can be done once.');
  }
  const none = sources.find(({ weight }) => weight === 0);
  if (none) throw new UsageError(`--${none.flag} 0:${none.value} has the weight 0; leave it out.`);
  if (sources.length === 0)
    return [{ weight: 1, payload: Buffer.from(await readPayload({ set }, fn, folder)) }];
  const events: WeightedEvent[] = [];
  for (const { flag, weight, value } of sources) {
    events.push({ weight, payload: Buffer.from(await readPayload({ [flag]: value, set }, fn, folder)) });
  }
  return events;
}

/**
 * The first `count` events of an endless sequence in which each comes as often as its weight says, spread as evenly as that
 * allows: each time the one that is furthest behind.
 */
export function sequenceOf<T extends { readonly weight: number }>(events: readonly T[], count: number): T[] {
  const total = events.reduce((sum, { weight }) => sum + weight, 0);
  const behind = events.map(() => 0);
  return Array.from({ length: count }, () => {
    events.forEach(({ weight }, i) => {
      behind[i] = (behind[i] as number) + weight;
    });
    const next = behind.indexOf(Math.max(...behind));
    behind[next] = (behind[next] as number) - total;
    return events[next] as T;
  });
}
