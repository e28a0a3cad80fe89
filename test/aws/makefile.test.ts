import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { settingsOf } from '../../src/project/answers.ts';
import { renderProject } from '../../src/project/render.ts';
import { hostArchitecture } from '../emulator/support.ts';
import { takesAllCases } from '../support/cases.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { missingTools } from '../support/tools.ts';
import { fakeEnvironment, stage } from './support.ts';

const missing = await missingTools('make', 'aws', 'moto_server');
if (missing) console.warn(`test/aws/makefile.test.ts is skipped: ${missing}`);

// Each target is several runs of the AWS CLI, which takes its time to start.
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(missing)('the Makefile, with the AWS CLI alone', () => {
  const here = stage();
  let moto: Moto;

  beforeAll(async () => {
    const settings = settingsOf(
      'hello-native',
      {
        framework: 'net10.0',
        architecture: hostArchitecture,
        runtime: 'provided.al2023',
        library: 'builtin',
        with: [],
        sample: 'uppercase',
      },
      '0.0.0',
    );
    for (const { path, contents } of renderProject(settings)) {
      if (path === 'Makefile' || path === 'aws.mk') writeFileSync(join(here.folder, path), contents);
    }
    mkdirSync(join(here.folder, 'events'));
    writeFileSync(join(here.folder, 'events', 'echo.json'), '{"say":"hello"}');
    moto = await startMoto();
  });
  afterAll(() => moto?.close());

  const aws = (endpoint: string, ...args: string[]) =>
    execa('aws', args, {
      env: { ...fakeEnvironment, AWS_DEFAULT_REGION: 'eu-central-1', AWS_ENDPOINT_URL: endpoint },
    });

  /** Makes a target, with the zip as it is: building is no part of these tests. */
  const make = (endpoint: string, ...args: string[]) =>
    execa('make', ['-o', 'package', 'HANDLER=echo', ...args], {
      cwd: here.folder,
      env: { ...fakeEnvironment, AWS_DEFAULT_REGION: 'eu-central-1', AWS_ENDPOINT_URL: endpoint },
      stdin: 'ignore',
      reject: false,
      detached: true,
    });

  describe('against moto, one step after the other', () => {
    it('deploy wants a role for a new function', async () => {
      const { exitCode, stderr } = await make(moto.url, 'deploy');
      expect(exitCode).toBe(2);
      expect(stderr).toContain(
        'error: hello-native does not exist yet and a new function needs a role; run: make deploy ROLE=arn:aws:iam::ACCOUNT:role/NAME',
      );
    });

    it('deploy creates', async () => {
      const trust =
        '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
      await aws(
        moto.url,
        'iam',
        'create-role',
        '--role-name',
        'exec',
        '--assume-role-policy-document',
        trust,
      );
      const { exitCode, stdout } = await make(moto.url, 'deploy', 'ROLE=arn:aws:iam::123456789012:role/exec');
      expect({ exitCode, stdout }).toEqual({
        exitCode: 0,
        stdout: 'Creating hello-native\nhello-native is ready; try it: make invoke-remote',
      });
    });

    it('deploy updates code, architecture, handler and the rest', async () => {
      const { exitCode } = await make(moto.url, 'deploy', 'HANDLER=other', 'MEMORY=512', 'TIMEOUT=7');
      expect(exitCode).toBe(0);
      const { stdout } = await aws(
        moto.url,
        'lambda',
        'get-function-configuration',
        '--function-name',
        'hello-native',
      );
      expect(JSON.parse(stdout)).toMatchObject({ Handler: 'other', MemorySize: 512, Timeout: 7 });
    });

    it('invoke-remote prints the answer', async () => {
      const { exitCode, stdout } = await make(moto.url, 'invoke-remote');
      expect({ exitCode, stdout: stdout.trim() }).toEqual({ exitCode: 0, stdout: '{"say":"hello"}' });
    });

    it('logs prints what was logged', async () => {
      const group = ['--log-group-name', '/aws/lambda/hello-native'];
      const stream = ['--log-stream-name', 'one'];
      const events = `timestamp=${Date.now()},message=hello`;
      await aws(moto.url, 'logs', 'create-log-group', ...group);
      await aws(moto.url, 'logs', 'create-log-stream', ...group, ...stream);
      await aws(moto.url, 'logs', 'put-log-events', ...group, ...stream, '--log-events', events);
      expect((await make(moto.url, 'logs')).stdout).toContain('hello');
    });
  });

  describe.runIf(takesAllCases)('against a service with states, whose functions run', () => {
    const fn = () => here.fake.get('hello-native');

    beforeEach(async () => {
      await here.deployOne({ role: 'exec' });
      const echo = here.fake.get('hello-echo');
      echo.configuration = { ...echo.configuration, FunctionName: 'hello-native' };
      here.fake.functions.set('hello-native', echo);
    });

    it('deploy waits between code and configuration', async () => {
      here.fake.reads = 2;
      expect((await make(here.fake.url, 'deploy', 'MEMORY=300')).exitCode).toBe(0);
      expect(fn().configuration).toMatchObject({ MemorySize: 300, LastUpdateStatus: 'Successful' });
    });

    it('invoke-remote fails when the function did, and prints its error and its log', async () => {
      fn().configuration = { ...fn().configuration, Handler: 'error' };
      const { exitCode, stdout, stderr } = await make(here.fake.url, 'invoke-remote');
      expect(exitCode).toBe(2);
      expect(stdout).toContain('"errorMessage":"boom"');
      expect(stderr).toMatch(/REPORT RequestId: .*\n[\s\S]*error: hello-native failed \(Unhandled\)/);
    });

    it('cold-start prints percentiles and sets the timeout back', async () => {
      const { exitCode, stdout } = await make(here.fake.url, 'cold-start', 'COUNT=1');
      expect(exitCode).toBe(0);
      const [first, head, ...rows] = stdout.trim().split('\n');
      expect(first).toMatch(/^1: Init [\d.]+ ms, Duration [\d.]+ ms$/);
      expect(head).toMatch(/p50 +p90 +p99 +of 1 cold starts$/);
      expect(rows.map((row) => row.split(/ +/)[0])).toEqual(['Init', 'Duration', 'Both']);
      const [init, duration, both] = rows.map((row) => row.split(/ +/).slice(1).map(Number));
      expect(both?.[0]).toBeCloseTo((init?.[0] ?? 0) + (duration?.[0] ?? 0), 1);
      expect(fn().configuration).toMatchObject({ Timeout: 30, LastUpdateStatus: 'Successful' });
    });

    it('cold-start sets the timeout back after Ctrl-C', async () => {
      const running = make(here.fake.url, 'cold-start', 'COUNT=5');
      let presses = 0;
      here.fake.onRequest = (operation) => {
        // The whole group gets the signal, as from a terminal; a second one while it is being set back.
        const due = presses === 0 ? operation === 'Invoke' : operation === 'UpdateFunctionConfiguration';
        if (!due || presses === 2) return;
        presses++;
        process.kill(-(running.pid as number), 'SIGINT');
      };
      await running;
      expect(presses).toBe(2);
      // make itself ends with the second signal; the way back is the shell's and goes on.
      await expect
        .poll(() => fn().configuration, { timeout: 20_000 })
        .toMatchObject({ Timeout: 30, LastUpdateStatus: 'Successful' });
    });
  });
});
