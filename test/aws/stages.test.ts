import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../src/commands/commands.ts';
import { formatSettings, type Settings } from '../../src/project/settings.ts';
import { bin } from '../support/bin.ts';
import type { LambdaFake } from '../support/lambda-fake/lambda-fake.ts';
import { fixtureProject, fixtureSettings } from '../support/lambda-fake/project.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { missingTools } from '../support/tools.ts';
import { fakeEnvironment, stage } from './support.ts';

const settings: Settings = {
  ...fixtureSettings(['echo', 'error'], { role: 'exec', environment: { MODE: 'own', LEVEL: 'debug' } }),
  stages: {
    prod: {
      account: '123456789012',
      region: 'eu-west-1',
      settings: { memorySize: 512, environment: { LEVEL: 'warn' } },
      functions: { 'hello-echo': { memorySize: 1024 } },
    },
    alien: { account: '999999999999', suffix: '' },
    profiled: { profile: 'nobody' },
  },
};

const here = stage(fixtureProject(settings));
let fake: LambdaFake;

beforeEach(() => {
  fake = here.fake;
});

const run = (args: readonly string[], url = fake.url) =>
  execa(process.execPath, [bin, ...args], {
    cwd: here.folder,
    env: { ...fakeEnvironment, CI: '', AWS_ENDPOINT_URL: url },
    stdin: 'ignore',
    reject: false,
  });

/** Every command that knows stages, with what it takes to run it, and what shows that it was at the stage's function. */
const runs: Readonly<Record<string, { args: readonly string[]; code: number; shown: RegExp }>> = {
  deploy: { args: ['--dry-run'], code: 0, shown: /^hello-echo-prod/m },
  status: {
    args: ['--json'],
    code: 0,
    shown: /"stage": "prod",\s+"functions": \[\s+\{\s+"name": "hello-echo-prod"/,
  },
  invoke: {
    args: ['--remote', '--json', '--payload', '"event"'],
    code: 0,
    shown: /"function": "hello-echo-prod"/,
  },
  logs: { args: ['--json'], code: 0, shown: /"group":"\/aws\/lambda\/hello-echo-prod"/ },
  'cold-start': {
    args: ['--remote', '-n', '1', '--json', '--payload', '"event"'],
    code: 0,
    shown: /"function": "hello-echo-prod"/,
  },
  tune: {
    args: [
      '--remote',
      '--yes',
      '-n',
      '1',
      '--warm',
      '1',
      '--memory',
      '128',
      '--json',
      '--payload',
      '"event"',
    ],
    code: 0,
    shown: /"function": "hello-echo-prod"/,
  },
};

describe('a stage', () => {
  it('is known to all commands that talk to AWS', () => {
    const staged = commands.filter(({ options }) =>
      options.some((o: { name: string }) => o.name === 'stage'),
    );
    expect(staged.map(({ name }) => name).sort()).toEqual(Object.keys(runs).sort());
  });

  it('is deployed beside the function, with its settings over those of the function, and says so in the plan', async () => {
    await here.deployOne();
    const { exitCode, stdout, stderr } = await run(['deploy', 'echo', '--stage', 'prod', '--timeout', '9']);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain('hello-echo-prod  create');
    expect(stderr).toContain('eu-west-1, account 123456789012, stage prod:');
    expect(stderr).toContain('memory 1024 MB');
    expect(stderr).toMatch(/note +stage prod of hello-echo; it overrides memorySize, environment\.$/m);
    expect(fake.get('hello-echo-prod').configuration).toMatchObject({
      MemorySize: 1024,
      Timeout: 9,
      Environment: { Variables: { MODE: 'own', LEVEL: 'warn' } },
    });
    expect(fake.get('hello-echo').configuration).toMatchObject({ MemorySize: 256 });
  });

  it.each(Object.entries(runs))('is where %s works', async (command, { args, code, shown }) => {
    await here.deployOne({ stage: 'prod' });
    fake.logs.put('/aws/lambda/hello-echo-prod', { logStreamName: 'a', timestamp: Date.now(), message: 'x' });
    const { exitCode, stdout, stderr } = await run([command, 'echo', '--stage', 'prod', ...args]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: code });
    expect(stdout).toMatch(shown);
  });

  it.each(Object.entries(runs))(
    'of another account is refused by %s before anything else is asked',
    async (command, { args }) => {
      await here.deployOne();
      fake.requests.length = 0;
      const { exitCode, stdout, stderr } = await run([
        command,
        'echo',
        '--stage',
        'alien',
        ...args.filter((a) => a !== '--dry-run'),
      ]);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr.split('\n').at(-1)).toBe(
        'error: Stage alien belongs to account 999999999999, and the credentials are of 123456789012; nothing was changed. Use others with --profile, or name one as "profile" of the stage.',
      );
      expect(fake.requests.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
    },
  );

  it.each([
    [['deploy', 'echo', '--stage', 'alien', '--delete', '--yes']],
    [['deploy', 'echo', '--stage', 'alien', '--rollback', '--alias', 'live']],
  ])('of another account is refused also by %j', async (args) => {
    await here.deployOne();
    fake.requests.length = 0;
    expect(await run(args)).toMatchObject({ exitCode: 1 });
    expect(fake.requests.map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
    expect(fake.functions.has('hello-echo')).toBe(true);
  });

  it('may be spoken of by the names that functions have there, and says its own name in what to do next', async () => {
    const { exitCode, stderr } = await run(['status', 'hello-echo-prod', '--stage', 'prod']);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('"lambda-nativeaot deploy hello-echo-prod --stage prod --dry-run" shows');
    expect(await run(['deploy', 'hello-echo-prod', '--stage', 'prod', '--dry-run'])).toMatchObject({
      exitCode: 0,
    });
    expect(await run(['deploy', 'hello-echo-prod', '--dry-run'])).toMatchObject({ exitCode: 2 });
    await here.deployOne({ stage: 'prod' });
    const fn = fake.get('hello-echo-prod');
    fn.configuration = { ...fn.configuration, State: 'Failed' };
    const failed = await run(['deploy', 'echo', '--stage', 'prod']);
    expect(failed.stderr).toContain('"lambda-nativeaot deploy --delete hello-echo-prod --stage prod"');
  });

  it('is not touched when AWS does not say whose the credentials are', async () => {
    fake.fail(
      'GetCallerIdentity',
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid',
    );
    const { exitCode, stderr } = await run(['deploy', 'echo', '--stage', 'prod']);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('AWS does not accept these credentials');
    expect(fake.functions.size).toBe(0);
  });

  it.each([
    [
      ['deploy', 'echo', '--stage', 'nope'],
      2,
      'No stage "nope" in this project; it has: prod, alien, profiled',
    ],
    [['deploy', 'echo', '--stage', 'profiled'], 1, 'The AWS profile "nobody" gives no credentials'],
    [['invoke', 'echo', '--stage', 'prod'], 2, '--stage is for calls on AWS; give --remote with it.'],
    [
      ['cold-start', 'echo', '--stage', 'prod'],
      2,
      '--stage is for cold starts on AWS; give --remote with it.',
    ],
  ])('%j ends with %i', async (args, code, message) => {
    const { exitCode, stderr } = await run(args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(code);
  });

  it('with a setting that is not known is not deployed; without the stage, the function is', async () => {
    const text = formatSettings(settings);
    const path = join(here.folder, '.yo-rc.json');
    writeFileSync(path, text.replace('"memorySize": 512,', '"memorySize": 512, "memorysise": 1,'));
    try {
      const { exitCode, stderr } = await run(['deploy', 'echo', '--stage', 'prod']);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('Stage prod has a setting "settings.memorysise" that version');
      expect(stderr).toContain('Did you mean "memorySize"?');
      expect(await here.deployOne()).toMatchObject({ status: 'done' });
    } finally {
      writeFileSync(path, text);
    }
  });
});

const missing = await missingTools('moto_server');
if (missing) console.warn(`stages against moto are skipped: ${missing}`);

describe.skipIf(missing)('a stage on moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto?.close());

  it('is deployed in its own account, and nothing in another', async () => {
    const create = ['deploy', 'echo', '--create-role', '--json', '--stage'];
    const alien = await run([...create, 'alien'], moto.url);
    expect(alien).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('are of 123456789012') });
    const { exitCode, stdout, stderr } = await run([...create, 'prod'], moto.url);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(stdout)).toMatchObject({
      region: 'eu-west-1',
      stage: 'prod',
      functions: [{ name: 'hello-echo-prod', status: 'done', arn: expect.stringContaining('eu-west-1') }],
    });
  });
});
