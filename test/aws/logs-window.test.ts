import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEvent } from '../../src/aws/logs/event.ts';
import { isStreamOf } from '../../src/aws/logs/group.ts';
import { positionAfter } from '../../src/aws/logs/position.ts';
import { LogWindow, reach } from '../../src/aws/logs/window.ts';
import { sinceProblem, sinceTime } from '../../src/commands/since.ts';

const begin = 1_700_000_000_000;

interface Written extends LogEvent {
  /** When it can be read. */
  readonly visible: number;
}

/** Events with few different times, that become visible up to four minutes later. */
const writtenEvents = fc
  .array(
    fc.record({
      at: fc.integer({ min: 0, max: 120 }),
      stream: fc.integer({ min: 0, max: 3 }),
      delay: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 240_000 })),
    }),
    { maxLength: 200 },
  )
  .map((events) =>
    events.map(({ at, stream, delay }, i): Written => {
      const time = begin + at * 5000;
      return { id: String(i), time, stream: String(stream), message: `line ${i}`, visible: time + delay };
    }),
  );

/** Pauses between polls in ms, and whether a poll ends after its first page. */
const polls = fc.array(fc.record({ pause: fc.integer({ min: 500, max: 20_000 }), fails: fc.boolean() }), {
  minLength: 10,
  maxLength: 60,
});

const pageOf = (events: readonly Written[], start: number, now: number) =>
  events.filter(({ time, visible }) => time >= start && visible <= now).sort((a, b) => a.time - b.time);

describe('a window', () => {
  it('passes on each event once, however late, in whatever pages, after polls that failed', () => {
    fc.assert(
      fc.property(writtenEvents, polls, fc.integer({ min: 1, max: 50 }), (events, steps, size) => {
        const window = new LogWindow({ since: begin });
        const passed: string[] = [];
        let now = begin;
        const poll = (fails: boolean) => {
          const found = pageOf(events, window.next(now), now);
          for (let i = 0; i < found.length; i += size) {
            passed.push(...window.take(found.slice(i, i + size)).map(({ id }) => id));
            if (fails) return;
          }
          window.done(now);
        };
        for (const { pause, fails } of steps) {
          now += pause;
          poll(fails);
        }
        // All that was written is visible by then, and a poll goes the long way.
        for (let i = 0; i < 80; i++) {
          now += 15_000;
          poll(false);
        }
        expect([...passed].sort()).toEqual(events.map(({ id }) => id).sort());
      }),
      { numRuns: 300 },
    );
  });

  it('goes back further only now and then where there is much to read', () => {
    const window = new LogWindow({ since: begin });
    const many = Array.from({ length: 3000 }, (_, i) => ({
      id: String(i),
      time: begin + 600_000 + i,
      stream: '',
      message: '',
    }));
    let now = begin + 610_000;
    expect(window.next(now)).toBe(begin);
    expect(window.take(many)).toHaveLength(3000);
    window.done(now);
    const newest = window.newest as number;
    now += 1000;
    expect(window.next(now)).toBe(newest - reach.everyPoll);
    window.done(now);
    now += 30_000;
    expect(window.next(now)).toBe(newest - reach.sometimes);
  });

  it('loses nothing to an event of the future, nor to a clock that is set back', () => {
    const window = new LogWindow({ since: begin });
    const event = (id: string, time: number) => ({ id, time, stream: '', message: '' });
    expect(window.take([event('future', begin + 7_200_000)])).toHaveLength(1);
    window.done(begin + 600_000);
    expect(window.next(begin + 600_000)).toBeLessThanOrEqual(begin + 600_000 - reach.everyPoll);
    // What is forgotten is not asked for again.
    const floor = window.next(begin + 600_000);
    expect(window.next(begin)).toBe(floor);
  });
});

describe('--since', () => {
  it.each([
    ['30s', begin - 30_000],
    ['10m', begin - 600_000],
    ['2h', begin - 7_200_000],
    ['7d', begin - 604_800_000],
    ['1w', begin - 604_800_000],
    ['999999w', 0],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
    ['2026-01-31T23:59', Date.UTC(2026, 0, 31, 23, 59)],
    ['2026-01-31T23:59:01.5Z', Date.UTC(2026, 0, 31, 23, 59, 1, 500)],
    ['2026-01-31T23:59+02:00', Date.UTC(2026, 0, 31, 21, 59)],
  ])('%s is a time', (text, time) => {
    expect(sinceProblem(text)).toBeUndefined();
    expect(sinceTime(text, begin)).toBe(time);
  });

  it.each(['10', 'm', '-1m', '1.5h', '10 m', 'yesterday', '2026-02-32', '1999999h', '2026-01-31T25:00'])(
    '%s is refused',
    (text) => {
      expect(sinceProblem(text)).toContain('such as 30s, 10m');
      expect(() => sinceTime(text, begin)).toThrow(`--since "${text}": it is a span`);
    },
  );
});

describe('a file of records', () => {
  const record = (id: string, time: number, group = 'g') =>
    JSON.stringify({ time: new Date(time).toISOString(), group, id, message: 'x' });
  const at = (lines: readonly string[], rest = '') => positionAfter('f', { lines, rest }, 'g');

  it('says where to go on', () => {
    expect(at([])).toBeUndefined();
    expect(at([], '{"time":"2026')).toBeUndefined();
    expect(at([record('a', begin), record('b', begin + 5)], '{"ti')).toEqual({
      since: begin,
      known: [
        { id: 'a', time: begin },
        { id: 'b', time: begin + 5 },
      ],
    });
    const old = at([record('a', begin), record('b', begin + 3_600_000)]);
    expect(old?.since).toBe(begin + 3_600_000 - reach.sometimes);
  });

  it.each([
    [['{"name":"my-package"}'], ''],
    [['a diary'], ''],
    [[], 'no line end'],
    [[record('a', begin)], 'my own remark'],
    [[record('a', begin).replace(/"time":"[^"]+"/, '"time":"noon"')], ''],
  ])('is refused when it has something else (%j)', (lines, rest) => {
    expect(() => at(lines, rest)).toThrow('--append f: it has something else than records of "logs"');
  });
});

describe('a log group that several functions share', () => {
  it.each([
    ['orders', '2026/11/29/[$LATEST]abc', true],
    ['orders', '2026/11/29/orders[$LATEST]abc', true],
    ['orders', '2026/11/29/orders-old[3]abc', false],
    ['orders', 'something/else', true],
  ])('gives %s the stream %s: %s', (name, stream, is) => {
    expect(isStreamOf(name, stream)).toBe(is);
  });
});
