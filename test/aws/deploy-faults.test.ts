import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../src/aws/deploy/alias.ts';
import type { DeployFlags } from '../../src/aws/deploy/command.ts';
import type { FakeFunction } from '../support/lambda-fake/function.ts';
import { stage } from './support.ts';

const here = stage();
// A run that is killed keeps its listeners until the test's process ends.
process.setMaxListeners(0);
process.stderr.setMaxListeners(0);
const { deployOne } = here;
const alias = 'live';

const fn = () => here.fake.get('hello-echo');

/** What a run changes, apart from what differs each time. */
const view = () => {
  const { configuration, versions, aliases } = fn();
  return {
    memory: configuration.MemorySize,
    versions: [...versions.keys()],
    shares: sharesOf(aliases.get(alias) ?? {}),
  };
};

interface Scenario {
  readonly prepare: () => Promise<void>;
  readonly flags: Partial<DeployFlags>;
  /** What a second run says after one that was carried out to its end: the state is the same. */
  readonly again?: string;
}

const begin = async () => {
  await deployOne({ role: 'exec', alias });
};
const shift = { memory: 300, alias, canary: 10 } as const;

const scenarios: Readonly<Record<string, Scenario>> = {
  'a shift': { prepare: begin, flags: shift },
  'a promotion': {
    prepare: async () => {
      await begin();
      await deployOne(shift);
      here.fake.metrics.count('hello-echo', alias, '2', false);
    },
    flags: { alias, promote: true },
  },
  'a rollback': {
    prepare: async () => {
      await begin();
      await deployOne(shift);
    },
    flags: { alias, rollback: true },
    again: 'hello-echo has no version older than 1',
  },
};

const denied =
  'User: me is not authorized to perform: lambda:This because no identity-based policy allows it';

/** How a call fails, and what the run that makes it comes to. */
const faults = {
  throttled: async (operation: string, run: () => Promise<string>) => {
    here.fake.fail(operation, 429, 'TooManyRequestsException', 'Rate exceeded');
    expect(await run(), `${operation} throttled`).toBe('done');
  },
  denied: async (operation: string, run: () => Promise<string>) => {
    here.fake.fail(operation, 403, 'AccessDeniedException', denied);
    expect(await run(), `${operation} denied`).toContain('AWS denies it');
  },
  'killed before it': async (operation: string, run: () => Promise<string>) => {
    const reached = here.fake.kill(operation, 'before');
    void run();
    await reached;
  },
  'killed after it': async (operation: string, run: () => Promise<string>) => {
    const reached = here.fake.kill(operation, 'after');
    void run();
    await reached;
  },
};

/** The status of a run, or what it failed with. */
const attempt = (flags: Partial<DeployFlags>) => () =>
  deployOne(flags).then(
    ({ status, error }) => error ?? status,
    (error: Error) => error.message,
  );

describe.each(Object.entries(scenarios))('%s', (_, { prepare, flags, again }) => {
  it('leaves the alias as it was or as it is to be, whichever call fails, and a second run completes it', async () => {
    await prepare();
    const start: FakeFunction = fn().copy();
    const before = view();
    const first = here.fake.requests.length;
    expect(await attempt(flags)()).toBe('done');
    const after = view();
    const calls = [...new Set(here.fake.requests.slice(first).map(({ operation }) => operation))];
    expect(calls).toContain('UpdateAlias');
    expect(after).not.toEqual(before);

    for (const operation of calls) {
      for (const [name, fault] of Object.entries(faults)) {
        // What only reads leaves nothing behind.
        if (name === 'killed after it' && /^(Get|List|BatchGet)/.test(operation)) continue;
        here.fake.functions.set('hello-echo', start.copy());
        await fault(operation, attempt(flags));
        expect([before.shares, after.shares], `${operation} ${name}`).toContainEqual(view().shares);
        const isThrough = JSON.stringify(view()) === JSON.stringify(after);
        const second = await attempt(flags)();
        expect(second, `${operation} ${name}`).toMatch(isThrough && again !== undefined ? again : /^done$/);
        expect(view(), `${operation} ${name}`).toEqual(after);
      }
    }
  });
});
