import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { openCpuShare } from '../../src/emulator/cpu/open.ts';
import { packageRoot } from '../../src/package.ts';
import { childProgram } from '../support/child-program.ts';
import { coldStart, expectRestored, fn, here, noted, printed, useColdStarts } from './cold-start-support.ts';
import { fakeEnvironment } from './support.ts';

useColdStarts();

describe('cold starts on AWS', () => {
  it('are measured one by one, each a cold one, and the timeout is what it was', async () => {
    const { series, ...head } = await coldStart({ count: 5 });
    expect(head).toEqual({
      mode: 'remote',
      function: 'hello-echo',
      place: expect.stringMatching(/^eu-central-1, /),
      memorySize: 256,
    });
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({ label: 'hello-echo', notCold: 0, summary: { n: 5 } });
    for (const { initMs, durationMs, memoryMB } of series[0]?.samples ?? []) {
      expect(initMs).toBeGreaterThan(0);
      expect(durationMs).toBeGreaterThan(0);
      expect(memoryMB).toBeGreaterThan(0);
    }
    expectRestored();
    expect(here.fake.changes.filter((name) => name !== 'UpdateFunctionConfiguration')).toEqual([]);
  });

  it('print n and percentiles of Init, Duration, both, and memory', async () => {
    await coldStart();
    const names = ['Init', 'Duration', 'Init + Duration', 'memory'];
    const [head, ...rows] = (printed[0] as string).split('\n');
    expect(head?.trim().split(/ {2,}/)).toEqual(['cold start', 'n', 'p50', 'p90', 'p99']);
    expect(rows.map((row) => row.replace('hello-echo', '').trim().split(/ {2,}/).slice(0, 2))).toEqual(
      names.map((name) => [name, '3']),
    );
  });

  it('do not count what was warm', async () => {
    await coldStart({ count: 1 });
    here.fake.sandboxes.warmStarts = 2;
    const { series } = await coldStart({ count: 3 });
    expect(series[0]).toMatchObject({ notCold: 2, summary: { n: 3 } });
    expect(printed.at(-1)).toMatch(/not cold, left out +2/);
  });

  it('are given up when Lambda stays warm, and the timeout is set back', async () => {
    await coldStart({ count: 1 });
    here.fake.sandboxes.warmStarts = 1000;
    await expect(coldStart({ count: 2 })).rejects.toThrow(
      'Lambda started hello-echo warm 12 times of 12; only 0 cold starts could be measured.',
    );
    expectRestored();
  });

  it('of a function with the longest timeout lower it', async () => {
    fn().configuration = { ...fn().configuration, Timeout: 900 };
    await coldStart({ count: 1 });
    const sent = here.fake.requests.filter(({ operation }) => operation === 'UpdateFunctionConfiguration');
    expect(sent.map(({ body }) => body)).toEqual([{ Timeout: 899 }, { Timeout: 900 }]);
  });

  it('of a function that fails end with its error, and the timeout set back', async () => {
    await here.deployOne({ role: 'exec' }, 'error');
    await expect(coldStart({}, 'error')).rejects.toThrow(/^hello-error failed: .*boom/);
    expect(fn('hello-error').configuration.Timeout).toBe(30);
  });

  it('of a function that is not there change nothing', async () => {
    await expect(coldStart({}, 'error')).rejects.toThrow('There is no function hello-error in eu-central-1;');
    expect(here.fake.changes).toEqual([]);
  });

  it('leave alone what somebody else has set meanwhile', async () => {
    here.fake.onRequest = (operation) => {
      if (operation === 'Invoke') fn().configuration = { ...fn().configuration, Timeout: 77 };
    };
    await coldStart({ count: 1 });
    expect(fn().configuration.Timeout).toBe(77);
    expect(noted).toContain('hello-echo: the timeout was changed to 77 s during the run; it is kept');
  });

  it('wait for an update of somebody else', async () => {
    here.fake.onRequest = (operation) => {
      if (operation !== 'UpdateFunctionConfiguration') return;
      here.fake.onRequest = () => {};
      fn().update({ Description: 'theirs' }, fn().zip, 3, undefined);
    };
    await coldStart({ count: 1 });
    expectRestored();
    expect(fn().configuration.Description).toBe('theirs');
  });

  it('say how to set the timeout back when it cannot be done', async () => {
    here.fake.onRequest = (operation) => {
      if (operation !== 'Invoke') return;
      here.fake.fail(
        'UpdateFunctionConfiguration',
        403,
        'ExpiredTokenException',
        'The security token included in the request is expired',
        99,
      );
    };
    await expect(coldStart({ count: 1 })).rejects.toThrow(
      /^The timeout of hello-echo could not be set back to 30 s \(The AWS credentials have expired.*\) Set it: aws lambda update-function-configuration --function-name hello-echo --timeout 30$/,
    );
  });
});

/** Numbers from 1 to n. */
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('whatever ends the measurement', () => {
  // Two reads; for each cold start a change, two reads and an invocation; at the end a read.
  const requestsOfTwo = 2 + 4 + 4 + 1;

  it('takes so many requests for two cold starts', async () => {
    await coldStart({ count: 2 });
    expect(here.fake.requests).toHaveLength(requestsOfTwo);
  });

  it.each(upTo(requestsOfTwo - 1))('an error of AWS at request %i: the timeout is set back', async (step) => {
    here.fake.onRequest = (operation, count) => {
      if (count === step) here.fake.fail(operation, 400, 'InvalidParameterValueException', 'Not now.');
    };
    await expect(coldStart({ count: 2 })).rejects.toMatchObject({
      code: 1,
      message: expect.stringContaining('Not now (InvalidParameterValueException)'),
    });
    expectRestored();
  });

  const child = join(packageRoot(), 'test', 'support', 'lambda-fake', 'cold-start-child.ts');
  let program: string;
  beforeAll(async () => {
    program = await childProgram(child);
  });
  const start = () =>
    execa(process.execPath, [program, here.folder, 'echo', here.fake.url, '1'], {
      env: fakeEnvironment,
      reject: false,
    });
  const interrupted = {
    exitCode: 130,
    stderr: expect.stringMatching(
      /^Interrupted; (nothing was changed|the timeout of hello-echo is 30 s, as it was)\.$/,
    ),
  };

  // One cold start, and the way back: a read, a change, two reads. The last of the first six is the invocation.
  it.each(upTo(2 + 4 + 4))('Ctrl-C at request %i: the timeout is set back', async (step) => {
    const running = start();
    let reached = false;
    here.fake.onRequest = async (_, count) => {
      if (count !== step) return;
      reached = true;
      // The invocation is given up when the signal arrives; answered before, it would be the last one of a whole run.
      const left = step === 6 ? here.fake.nextAbort() : undefined;
      running.kill('SIGINT');
      await left;
    };
    const { exitCode, stderr } = await running;
    expect(reached).toBe(true);
    expectRestored();
    // On the way back everything has been measured: that is a run that went well.
    expect({ exitCode, stderr }).toMatchObject(step <= 6 ? interrupted : { exitCode: 0, stderr: '' });
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('%s, again and again: the timeout is set back', async (signal) => {
    const running = start();
    here.fake.reads = 3;
    here.fake.onRequest = (_, count) => {
      if (count >= 5) running.kill(signal);
    };
    expect(await running).toMatchObject(interrupted);
    expectRestored();
  });
});

describe('cold starts on this machine', () => {
  it('have a sandbox of their own each', async () => {
    const publish = join(here.folder, 'dist', 'publish');
    await execa('cp', ['-r', join(here.folder, 'build'), publish]);
    const { series, ...head } = await coldStart({ remote: false, count: 4 });
    expect(head).toMatchObject({ mode: 'local', function: 'hello-echo', memorySize: 256 });
    expect(series[0]).toMatchObject({ label: 'aot', notCold: 0, summary: { n: 4, warm: { n: 4 } } });
    expect(series[0]?.size).toBeGreaterThan(1000);
    expect(here.fake.requests).toEqual([]);
    await expect(coldStart({ remote: false, count: 1 }, 'error')).rejects.toThrow(
      /^hello-error failed: .*boom/,
    );
  });

  it('have the CPU share of the memory setting, unless --full-speed is given or the machine has no way', async () => {
    const publish = join(here.folder, 'dist', 'publish');
    await execa('cp', ['-r', join(here.folder, 'build', '.'), publish]);
    const { way, note } = await openCpuShare([256], here.folder);
    const { vcpus } = await coldStart({ remote: false, count: 1 });
    expect(vcpus).toBe(way === undefined ? undefined : 256 / 1769);
    const share = way === undefined ? 'full speed' : '0.14 vCPU, the share of 256 MB';
    expect(printed[0]?.split('\n').at(-1)).toBe(`Init at full speed; from the first event on ${share}.`);
    expect(note === undefined ? [] : [note]).toEqual(noted.filter((text) => text.includes('full speed')));
    noted.length = 0;
    expect((await coldStart({ remote: false, count: 1, 'full-speed': true })).vcpus).toBeUndefined();
    expect(noted.filter((text) => text.includes('full speed'))).toEqual([]);
    await expect(coldStart({ 'full-speed': true })).rejects.toMatchObject({ code: 2 });
  });

  it('say when the sources are newer than what is measured', async () => {
    const publish = join(here.folder, 'dist', 'publish');
    const source = join(here.folder, 'src', 'HelloNative', 'Program.cs');
    mkdirSync(dirname(source), { recursive: true });
    writeFileSync(source, '');
    const project = join(dirname(source), 'HelloNative.csproj');
    writeFileSync(project, '<Project Sdk="Microsoft.NET.Sdk" />');
    await execa('cp', ['-r', join(here.folder, 'build', '.'), publish]);
    const at = (file: string, seconds: number) => utimesSync(file, seconds, seconds);
    at(join(publish, 'bootstrap'), 1000);
    at(source, 2000);
    at(project, 500);
    await coldStart({ remote: false, count: 1 });
    const warning =
      /^warning: src\/HelloNative\/Program\.cs is newer than .*bootstrap; "lambda-nativeaot build" rebuilds/;
    expect(noted[0]).toMatch(warning);
    at(source, 500);
    noted.length = 0;
    await coldStart({ remote: false, count: 1 });
    expect(noted.filter((text) => warning.test(text))).toEqual([]);
  });

  it('are compared on this machine alone, and have no region', async () => {
    await expect(coldStart({ compare: ['jit'] })).rejects.toMatchObject({ code: 2 });
    await expect(coldStart({ remote: false, region: 'x' })).rejects.toMatchObject({
      code: 2,
      message: '--region is for cold starts on AWS; give --remote with it.',
    });
  });
});
