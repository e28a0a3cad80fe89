import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A task of a page that a user notices (ms). */
const longTask = 100;

/** The part of a trace of Chromium's that is looked at; durations in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** The time of the processor: what else the machine does is not the page's. */
  readonly tdur?: number;
}

/** The tasks of a page's main thread that are long, while `work` is done, in ms of the processor. */
export async function longTasks(page: Page, work: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'toplevel'] },
  });
  await work();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const threadOf = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(events.filter(({ name }) => name === 'FireAnimationFrame').map(threadOf));
  const tasks = events.filter((event) => event.name.endsWith('RunTask') && main.has(threadOf(event)));
  expect(tasks.length).toBeGreaterThan(0);
  return tasks.map(({ tdur = 0 }) => tdur / 1000).filter((ms) => ms > longTask);
}

/**
 * The long tasks of what the page does, of three times at most. What else the machine runs makes a task longer (caches, the
 * processor's clock) and never shorter: the least of them is the page's own.
 */
export async function ownLongTasks(page: Page, work: () => Promise<void>): Promise<number[]> {
  let tasks: number[] = [];
  for (let i = 0; i < 3; i++) {
    tasks = await longTasks(page, work);
    if (tasks.length === 0) break;
  }
  return tasks;
}
