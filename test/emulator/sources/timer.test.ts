import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/emulator/sources/clock.ts';
import { systemClock } from '../../../src/emulator/sources/clock.ts';
import { readSchedule, type Schedule } from '../../../src/emulator/sources/schedule.ts';
import { runSchedule } from '../../../src/emulator/sources/timer.ts';
import { serviceOf } from './support.ts';

const start = Date.parse('2026-11-29T09:20:30.500Z');

/** Runs a schedule on a clock of the test's own, which ends the run after so many waits. */
async function run(
  expression: string,
  waits: number,
  options: { late?: number; answer?: () => unknown } = {},
) {
  const controller = new AbortController();
  const times: string[] = [];
  const host = serviceOf((event) => {
    times.push((event as unknown as { time: string }).time);
    return options.answer?.();
  });
  let now = start;
  let left = waits;
  const clock: Clock = {
    now: () => now,
    wait: async (ms) => {
      now += ms + (options.late ?? 0);
      left--;
      if (left < 0) controller.abort();
    },
  };
  await runSchedule({
    source: { expression, schedule: readSchedule(expression) as Schedule },
    functionName: 'report',
    service: host.service,
    emit: host.emit,
    clock,
    signal: controller.signal,
  });
  return { times, ...host };
}

describe('a schedule', () => {
  it('sends an event each time that it is due', async () => {
    const { times, requests } = await run('rate(1 minute)', 3);
    expect(times).toEqual(['2026-11-29T09:21:30Z', '2026-11-29T09:22:30Z', '2026-11-29T09:23:30Z']);
    expect(requests()).toEqual(Array(3).fill('200 EventBridge rate(1 minute)'));
  });

  it('does not drift by a clock that is late', async () => {
    const { times } = await run('rate(1 minute)', 3, { late: 700 });
    expect(times.map((time) => time.slice(-3))).toEqual(['30Z', '30Z', '30Z']);
  });

  it('leaves out what passed while the machine slept', async () => {
    const { times } = await run('cron(0 * * * ? *)', 2, { late: 3 * 3_600_000 + 60_000 });
    expect(times).toEqual(['2026-11-29T10:00:00Z', '2026-11-29T14:00:00Z']);
  });

  it('says when no time is left', async () => {
    const { times, notices } = await run('cron(0 0 1 1 ? 2027)', 5);
    expect(times).toEqual(['2027-01-01T00:00:00Z']);
    expect(notices()).toEqual(['report: cron(0 0 1 1 ? 2027) never comes again.']);
  });

  it('shows an event that failed, and goes on', async () => {
    const answer = () => {
      throw new Error('boom');
    };
    const { times, notices } = await run('rate(1 day)', 2, { answer });
    expect(times).toHaveLength(2);
    expect(notices()).toEqual(Array(2).fill('report: the scheduled event failed: {"errorMessage":"boom"}'));
  });
});

describe('the clock of the machine', () => {
  it('does not wait for what has passed, and ends when it is told', async () => {
    const never = new AbortController();
    await systemClock.wait(-5, never.signal);
    await systemClock.wait(1, never.signal);
    const waiting = systemClock.wait(365 * 86_400_000, never.signal);
    never.abort();
    await waiting;
  });
});
