import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it } from 'vitest';
import { runTune, type TuneFlags } from '../../src/aws/tune/command.ts';
import type { TuneResult } from '../../src/aws/tune/result.ts';
import { openCpuShare } from '../../src/emulator/cpu/open.ts';
import { hostArchitecture } from '../emulator/support.ts';
import { bin } from '../support/bin.ts';
import { fixtureProject, fixtureSettings } from '../support/lambda-fake/project.ts';
import { fakeEnvironment, quick, stage } from './support.ts';

const here = stage(fixtureProject(fixtureSettings(['echo', 'error', 'memory', 'pid'])));
let printed: string[];
let noted: string[];
let approved: string[];

beforeEach(() => {
  printed = [];
  noted = [];
  approved = [];
});

/** Runs the command in this process; on AWS unless it is told otherwise. */
async function tune(flags: Partial<TuneFlags> = {}, name = 'echo'): Promise<TuneResult> {
  const results: TuneResult[] = [];
  const { remote = true } = flags;
  await runTune({
    folder: here.folder,
    name,
    flags: {
      remote,
      memory: '128,512',
      count: 2,
      warm: 2,
      'cold-percent': 1,
      payload: ['"event"'],
      'max-wait': 20,
      ...(remote ? { 'endpoint-url': here.fake.url } : {}),
      ...flags,
    },
    output: {
      print: (text) => void printed.push(text),
      json: (value) => void results.push(value as TuneResult),
      note: (text) => void noted.push(text),
    },
    approve: async (bound) => void approved.push(bound),
    pace: quick,
  });
  return results[0] as TuneResult;
}

/** The function is as it was before, and Lambda is through with it. */
function expectRestored(name = 'hello-echo'): void {
  expect(here.fake.get(name).configuration).toMatchObject({
    Timeout: 30,
    MemorySize: 256,
    LastUpdateStatus: 'Successful',
  });
}

const updates = () =>
  here.fake.requests
    .filter(({ operation }) => operation === 'UpdateFunctionConfiguration')
    .map(({ body }) => body);

describe('tune --remote', () => {
  beforeEach(async () => {
    await here.deployOne({ role: 'exec' });
    here.fake.requests.length = 0;
  });

  it('measures each size by a reversible change, and says before what it may do and cost', async () => {
    const result = await tune();
    expect(result).toMatchObject({
      mode: 'remote',
      function: 'hello-echo',
      region: 'eu-central-1',
      prices: { isOfRegion: true },
      sizes: [
        { memorySize: 128, cold: { n: 2 }, warm: { n: 4 } },
        { memorySize: 512, cold: { n: 2 }, warm: { n: 4 } },
      ],
      failed: [],
    });
    expect(approved).toHaveLength(1);
    expect(approved[0]).toContain('up to 15 times (128, 512 MB)');
    // Two rounds of two sizes, each another configuration than the one before; the last is the way back.
    expect(updates()).toEqual([
      { MemorySize: 128, Timeout: 31 },
      { MemorySize: 512, Timeout: 30 },
      { MemorySize: 128, Timeout: 31 },
      { MemorySize: 512, Timeout: 30 },
      { MemorySize: 256 },
    ]);
    expectRestored();
    expect(printed[0]).toMatch(/^MEMORY +VCPU/);
    expect(printed[1]).toMatch(/^\d+ MB is the .*balanced/);
  });

  it('with one size makes cold starts by the timeout', async () => {
    const { sizes } = await tune({ memory: '256', warm: 1 });
    expect(sizes).toMatchObject([{ memorySize: 256, cold: { n: 2 }, warm: { n: 2 } }]);
    expect(updates()).toEqual([
      { MemorySize: 256, Timeout: 31 },
      { MemorySize: 256, Timeout: 30 },
    ]);
    expectRestored();
  });

  it('sends events as often as they weigh', async () => {
    await here.deployOne({ role: 'exec' }, 'pid');
    here.fake.requests.length = 0;
    await tune({ memory: '128', count: 4, warm: 1, payload: ['3:"a"', '1:"b"'] });
    const sent = here.fake.requests
      .filter(({ operation }) => operation === 'Invoke')
      .map(({ body }) => String(body));
    // Cold and warm ones in turn, each of the two in its own order.
    expect(sent.filter((text) => text.includes('b'))).toHaveLength(2);
    expect(sent).toHaveLength(8);
  });

  it('leaves out a size at which the function fails, with the reason', async () => {
    await here.deployOne({ role: 'exec' }, 'memory');
    const { sizes, failed } = await tune({ count: 1, warm: 1 }, 'memory');
    expect(sizes.map(({ memorySize }) => memorySize)).toEqual([512]);
    expect(failed).toEqual([
      { memorySize: 128, error: expect.stringMatching(/^hello-memory failed: .*signal: killed$/) },
    ]);
    expectRestored('hello-memory');
  });

  it('of a function that fails at every size ends with its error, and everything set back', async () => {
    await here.deployOne({ role: 'exec' }, 'error');
    await expect(tune({}, 'error')).rejects.toThrow(/^hello-error failed: .*boom/);
    expectRestored('hello-error');
  });

  it('changes nothing when it is not approved, or there is no such function', async () => {
    const flags = { remote: true, memory: '128', count: 1, warm: 1 } as const;
    await expect(tune(flags, 'error')).rejects.toThrow('There is no function hello-error in eu-central-1;');
    const args = ['tune', 'echo', '--remote', '--memory', '128'];
    const env = { ...fakeEnvironment, AWS_ENDPOINT_URL: here.fake.url };
    const { exitCode, stderr } = await execa(process.execPath, [bin, ...args], {
      cwd: here.folder,
      env,
      stdin: 'ignore',
      reject: false,
    });
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('give --yes'),
    });
    expect(here.fake.changes).toEqual([]);
  });

  it('keeps what somebody else has set meanwhile, and sets the rest back', async () => {
    const fn = here.fake.get('hello-echo');
    here.fake.onRequest = (operation) => {
      if (operation === 'Invoke') fn.configuration = { ...fn.configuration, MemorySize: 333 };
    };
    await tune({ memory: '128', count: 1, warm: 1 });
    expect(fn.configuration).toMatchObject({ MemorySize: 333, Timeout: 30 });
    expect(noted).toContain('hello-echo: the memory was changed to 333 MB during the run; it is kept');
  });

  it('says how to set both back when it cannot be done', async () => {
    here.fake.onRequest = (operation) => {
      if (operation !== 'Invoke') return;
      here.fake.fail('UpdateFunctionConfiguration', 403, 'AccessDeniedException', 'not you', 99);
    };
    await expect(tune({ memory: '128', count: 1, warm: 1 })).rejects.toThrow(
      /^The timeout and memory of hello-echo could not be set back to 30 s and 256 MB \(.+\) Set them: aws lambda update-function-configuration --function-name hello-echo --timeout 30 --memory-size 256$/,
    );
  });
});

/** Numbers from 1 to n. */
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('whatever ends tune --remote', () => {
  const small = { memory: '128,512', count: 1, warm: 1 } as const;
  // Three reads; for each size a change, two reads and two invocations.
  const measuring = 3 + 2 * 5;
  // A read, a change, two reads.
  const restoring = 4;

  beforeEach(async () => {
    await here.deployOne({ role: 'exec' });
    here.fake.requests.length = 0;
  });

  it('takes so many requests for two sizes', async () => {
    await tune(small);
    expect(here.fake.requests).toHaveLength(measuring + restoring);
  });

  it.each(upTo(measuring + restoring))('an error of AWS at request %i: all is set back', async (step) => {
    here.fake.onRequest = (operation, count) => {
      if (count === step) here.fake.fail(operation, 400, 'InvalidParameterValueException', 'Not now.');
    };
    const running = tune(small);
    if (step <= measuring) await expect(running).rejects.toThrow('Not now (InvalidParameterValueException)');
    // The way back is tried again: that is a run that went well.
    else expect((await running).sizes).toHaveLength(2);
    expectRestored();
  });

  // The first request comes before anything is changed, and ends the process as usual.
  it.each(upTo(measuring + restoring).slice(1))('SIGINT at request %i: all is set back', async (step) => {
    let reached = false;
    here.fake.onRequest = (_, count) => {
      if (count !== step) return;
      reached = true;
      process.emit('SIGINT');
    };
    const running = tune(small);
    if (step <= measuring) {
      await expect(running).rejects.toMatchObject({
        code: 130,
        message: expect.stringMatching(
          /^(Interrupted; the timeout and memory of hello-echo are 30 s and 256 MB, as they were\.|The run was interrupted\.|Interrupted.*)$/,
        ),
      });
    } else expect((await running).sizes).toHaveLength(2);
    expect(reached).toBe(true);
    expectRestored();
  });

  it('Ctrl-C, twice, in a terminal: all is set back, with exit code 130', async () => {
    const args = ['tune', 'echo', '--remote', '--yes', '--memory', '128,512', '--payload', '"event"'];
    const running = execa(process.execPath, [bin, ...args], {
      cwd: here.folder,
      env: { ...fakeEnvironment, AWS_ENDPOINT_URL: here.fake.url },
      stdin: 'ignore',
      reject: false,
    });
    here.fake.onRequest = (operation) => {
      if (operation === 'Invoke' || updates().length > 1) running.kill('SIGINT');
    };
    const { exitCode, stderr } = await running;
    expect(stderr).toContain('costs at most $');
    expect(stderr).toContain(
      'Interrupted; the timeout and memory of hello-echo are 30 s and 256 MB, as they were.',
    );
    expect(exitCode).toBe(130);
    expectRestored();
  });
});

const { way } = await openCpuShare([128], here.folder);
const publish = join(here.folder, 'dist', 'publish');
cpSync(join(here.folder, 'build'), publish, { recursive: true });

describe('tune on this machine', () => {
  it.skipIf(way === undefined)('measures each size at its CPU share, and draws it', async () => {
    const svg = join(here.folder, 'dist', 'tune.svg');
    const sizes = ['--memory', '128,256,1769', '--count', '2', '--warm', '2'];
    const args = ['tune', 'echo', ...sizes, '--payload', '"event"', '--svg', svg, '--json'];
    const { stdout, stderr } = await execa(process.execPath, [bin, ...args], { cwd: here.folder });
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ mode: 'local', architecture: hostArchitecture, failed: [] });
    expect(
      (result as TuneResult).sizes.map(({ memorySize, cold, warm }) => [memorySize, cold.n, warm.n]),
    ).toEqual([
      [128, 2, 4],
      [256, 2, 4],
      [1769, 2, 4],
    ]);
    expect(stderr).toMatch(/^256 MB 2\/2: Init [\d.]+ ms, Duration [\d.]+ ms$/m);
    expect(readFileSync(svg, 'utf8')).toContain('>1769 MB</text>');
    expect(here.fake.requests).toEqual([]);
  });

  it('is refused where there is no CPU share, with the reason', async () => {
    chmodSync(here.folder, 0o755);
    const { exitCode, stderr } = await execa(process.execPath, [bin, 'tune', 'echo'], {
      cwd: here.folder,
      ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}),
      env: { XDG_RUNTIME_DIR: '/nonexistent', HOME: '/tmp' },
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: The CPU share .+ Measure on AWS with --remote\.$/m);
  });

  it('has no region', async () => {
    await expect(tune({ remote: false, region: 'x' })).rejects.toMatchObject({ code: 2 });
  });
});
