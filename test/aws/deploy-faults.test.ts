import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../src/aws/deploy/alias.ts';
import type { DeployFlags } from '../../src/aws/deploy/command.ts';
import { architectureFacts } from '../../src/platform/architectures.ts';
import { hostArchitecture } from '../emulator/support.ts';
import type { FakeFunction } from '../support/lambda-fake/function.ts';
import { fixtureProject, fixtureSettings } from '../support/lambda-fake/project.ts';
import { stage } from './support.ts';

// A stage of the same names, whose account is asked for.
const dev = { account: '123456789012', suffix: '' };
const here = stage(fixtureProject({ ...fixtureSettings(), stages: { dev } }));
// A run that is killed keeps its listeners until the test's process ends.
process.setMaxListeners(0);
process.stderr.setMaxListeners(0);
const { deployOne } = here;
const alias = 'live';

/** What a run changes, apart from what differs each time. */
const view = () => {
  const there = here.fake.functions.get('hello-echo');
  if (there === undefined) return undefined;
  const { configuration, versions, aliases, image } = there;
  return {
    memory: configuration.MemorySize,
    image: image?.resolved,
    versions: [...versions.keys()],
    shares: sharesOf(aliases.get(alias) ?? {}),
  };
};

interface Scenario {
  readonly prepare: () => Promise<void>;
  readonly flags: () => Partial<DeployFlags>;
  /** The call that brings it about. */
  readonly call: string;
  /** What a second run says after one that was carried out to its end: the state is the same. */
  readonly again?: string;
}

const begin = async () => {
  await deployOne({ role: 'exec', alias });
};
const shift = { memory: 300, alias, canary: 10 } as const;

const docker = architectureFacts[hostArchitecture].platform.split('/')[1] as string;
const push = (tag: string) => here.fake.registry.push(tag, docker, tag);
const image = (tag: string) => ({ role: 'exec', image: `${here.fake.registry.uri}:${tag}` });

const scenarios: Readonly<Record<string, Scenario>> = {
  'a shift in a stage': {
    prepare: begin,
    flags: () => ({ ...shift, stage: 'dev' }),
    call: 'GetCallerIdentity',
  },
  'a promotion': {
    prepare: async () => {
      await begin();
      await deployOne(shift);
      here.fake.metrics.count('hello-echo', alias, '2', false);
    },
    flags: () => ({ alias, promote: true }),
    call: 'UpdateAlias',
  },
  'a rollback': {
    prepare: async () => {
      await begin();
      await deployOne(shift);
    },
    flags: () => ({ alias, rollback: true }),
    call: 'UpdateAlias',
    again: 'hello-echo has no version older than 1',
  },
  'an image for a new function': {
    prepare: async () => {
      push('1');
    },
    flags: () => image('1'),
    call: 'CreateFunction',
  },
  'another image': {
    prepare: async () => {
      push('1');
      push('2');
      await deployOne(image('1'));
    },
    flags: () => ({ ...image('2'), memory: 300 }),
    call: 'UpdateFunctionCode',
  },
};

const denied =
  'User: me is not authorized to perform: lambda:This because no identity-based policy allows it';

const isOptional = (operation: string) =>
  /^(ListFunctionUrlConfigs|ListEventSourceMappings|ListProvisionedConcurrencyConfigs|BatchGetImage|GetDownloadUrlForLayer)$/.test(
    operation,
  );

/** How a call fails, and what the run that makes it comes to. */
const faults = {
  throttled: async (operation: string, run: () => Promise<string>) => {
    here.fake.fail(operation, 429, 'TooManyRequestsException', 'Rate exceeded');
    expect(await run(), `${operation} throttled`).toBe('done');
  },
  denied: async (operation: string, run: () => Promise<string>) => {
    here.fake.fail(operation, 403, 'AccessDeniedException', denied);
    // Who else calls the function is said where it may be read, and where it may not.
    const expected = isOptional(operation) ? 'done' : expect.stringContaining('AWS denies it');
    expect(await run(), `${operation} denied`).toEqual(expected);
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

describe.each(Object.entries(scenarios))('%s', (_, { prepare, flags, call, again }) => {
  it('leaves alias and image as they were or as they are to be, whichever call fails, and a second run completes it', async () => {
    await prepare();
    const start: FakeFunction | undefined = here.fake.functions.get('hello-echo')?.copy();
    const wanted = flags();
    const before = view();
    const first = here.fake.requests.length;
    expect(await attempt(wanted)()).toBe('done');
    const after = view();
    const calls = [...new Set(here.fake.requests.slice(first).map(({ operation }) => operation))];
    expect(calls).toContain(call);
    expect(after).not.toEqual(before);

    for (const operation of calls) {
      for (const [name, fault] of Object.entries(faults)) {
        // What only reads leaves nothing behind.
        if (name === 'killed after it' && /^(Get|List|BatchGet)/.test(operation)) continue;
        here.fake.functions.delete('hello-echo');
        if (start !== undefined) here.fake.functions.set('hello-echo', start.copy());
        await fault(operation, attempt(wanted));
        expect([before?.shares, after?.shares], `${operation} ${name}`).toContainEqual(view()?.shares);
        expect([before?.image, after?.image], `${operation} ${name}`).toContainEqual(view()?.image);
        const isThrough = JSON.stringify(view()) === JSON.stringify(after);
        const second = await attempt(wanted)();
        expect(second, `${operation} ${name}`).toMatch(isThrough && again !== undefined ? again : /^done$/);
        expect(view(), `${operation} ${name}`).toEqual(after);
      }
    }
  });
});
