import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { fakeEnvironment, stage } from '../aws/support.ts';
import { bin } from '../support/bin.ts';
import { childProgram } from '../support/child-program.ts';
import type { Version } from '../support/lambda-fake/function.ts';
import type { LambdaFake } from '../support/lambda-fake/lambda-fake.ts';

const here = stage();
const { folder } = here;
let fake: LambdaFake;

beforeEach(() => {
  fake = here.fake;
});

type Env = Record<string, string | undefined>;

/** Starts the built bin with credentials of nobody and the fake for AWS. */
const start = (args: readonly string[], env: Env = {}) =>
  execa(process.execPath, [bin, 'deploy', ...args], {
    cwd: folder,
    env: { ...fakeEnvironment, AWS_ENDPOINT_URL: fake.url, CI: '1', ...env },
    stdin: 'ignore',
    reject: false,
  });

describe('deploy', () => {
  it('prints progress on standard error and the result on standard output', async () => {
    const { exitCode, stdout, stderr } = await start(['echo', '--role', 'exec', '--alias', 'live']);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: [
        'function    done',
        'hello-echo  create, publish, create alias',
        '            version 1',
        '            arn:aws:lambda:eu-central-1:123456789012:function:hello-echo',
      ].join('\n'),
    });
    expect(stderr).toContain('hello-echo: create alias');
  });

  it('--dry-run shows the plan', async () => {
    const { exitCode, stdout } = await start(['echo', '--role', 'exec', '--dry-run', '--env', 'KEY=secret']);
    expect(exitCode).toBe(0);
    expect(stdout.replace(/code \S+ \([\d,]+ bytes\)/, 'code HASH').split('\n')).toEqual([
      'function    step    change',
      'hello-echo  create  code HASH',
      expect.stringMatching(/^ {20}architecture (x86_64|arm64)$/),
      '                    runtime provided.al2023',
      '                    handler echo',
      '                    memory 256 MB',
      '                    timeout 30 s',
      '                    role exec',
      '                    environment +KEY',
    ]);
    expect(fake.changes).toEqual([]);
  });

  it('--json leaves standard output to the JSON', async () => {
    const { stdout } = await start(['--all', '--role', 'exec', '--json']);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({
      region: 'eu-central-1',
      functions: [
        { name: 'hello-echo', status: 'done', done: ['create'], steps: [{ action: 'create' }] },
        { name: 'hello-error', status: 'done' },
      ],
    });
  });

  it('exits 1 and prints one summary when a function of several failed', async () => {
    fake.fail('CreateFunction', 400, 'InvalidParameterValueException', 'Not this one.');
    const { exitCode, stdout, stderr } = await start(['--all', '--role', 'exec', '--jobs', '1']);
    expect(exitCode).toBe(1);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['function', 'done'],
      ['hello-echo', 'failed'],
      ['hello-error', 'create'],
      ['', 'arn:aws:lambda:eu-central-1:123456789012:function:hello-error'],
    ]);
    expect(stderr).toContain(
      'hello-echo: AWS rejected the request: Not this one (InvalidParameterValueException).',
    );
    expect(stderr.split('\n').at(-1)).toBe('error: 1 of 2 functions: hello-echo not done; see above.');
  });

  it('asks before it deletes, and without anybody to ask wants --yes', async () => {
    await start(['echo', '--role', 'exec']);
    const refused = await start(['echo', '--delete']);
    expect(refused).toMatchObject({
      exitCode: 2,
      stderr: 'error: --delete asks before it deletes, and standard input is not a terminal; give --yes.',
    });
    expect(fake.functions.has('hello-echo')).toBe(true);
    expect((await start(['echo', '--delete', '--yes'])).exitCode).toBe(0);
    expect(fake.functions.has('hello-echo')).toBe(false);
  });

  it('says where it works', async () => {
    await start(['echo', '--role', 'exec']);
    const { stderr } = await start(['echo', '--dry-run']);
    expect(stderr).toBe('eu-central-1, account 123456789012:');
  });

  it('reads variables from a file, those of --env over them', async () => {
    const file = join(folder, 'variables.env');
    writeFileSync(file, '# comment\nFROM_FILE=1\nBOTH=file\n');
    await start(['echo', '--role', 'exec', '--env-var-file', file, '--env', 'BOTH=flag']);
    expect(fake.get('hello-echo').configuration.Environment?.Variables).toEqual({
      FROM_FILE: '1',
      BOTH: 'flag',
    });
  });
});

describe('a user of deploy', () => {
  const role = ['echo', '--role', 'exec'];
  const none = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
  };

  it.each<[string, readonly string[], Env, number, RegExp]>([
    ['no credentials', role, none, 1, /^error: No AWS credentials were found; run "aws configure"/],
    [
      'no region',
      role,
      { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined },
      2,
      /^error: No AWS region is set; give --region REGION, set AWS_REGION/,
    ],
    [
      'nobody at the endpoint',
      [...role, '--endpoint-url', 'http://127.0.0.1:9'],
      {},
      1,
      /^error: http:\/\/127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/,
    ],
    [
      'a role that is none',
      ['echo', '--role', 'arn:aws:iam::1:user/me'],
      {},
      2,
      /^error: --role "arn:aws:iam::1:user\/me": this is not the ARN of a role/,
    ],
  ])('with %s reads one line', async (_, args, env, code, line) => {
    const { exitCode, stdout, stderr } = await start(args, env);
    expect(stderr).toMatch(line);
    expect(stderr.split('\n')).toHaveLength(1);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
  });

  it.each<[string, Parameters<typeof here.deploy>[0], number, string]>([
    ['a profile that is not there', { profile: 'nope' }, 1, 'The AWS profile "nope" gives no credentials;'],
    [
      'a region that is none',
      { region: 'Frankfurt' },
      2,
      'Invalid region "Frankfurt"; it looks like eu-central-1',
    ],
    [
      'an endpoint that is no URL',
      { 'endpoint-url': 'localhost' },
      2,
      '--endpoint-url "localhost" is not a URL',
    ],
    [
      'a variable that is none',
      { env: ['A1=1', 'hunter2'] },
      2,
      '--env number 2 is not of the form NAME=VALUE.',
    ],
    [
      'a variable of a bad name',
      { env: ['1A=1'] },
      2,
      'Environment variable "1A" has a name that Lambda refuses',
    ],
    [
      'too many variables',
      { env: [`BIG=${'x'.repeat(4087)}`] },
      2,
      'The environment variables take 4097 bytes as JSON; Lambda takes 4096.',
    ],
    [
      "variables that are Lambda's own",
      { env: ['AWS_REGION=x', 'FINE=1', '_HANDLER=y'] },
      2,
      'Lambda sets AWS_REGION, _HANDLER itself and refuses other values; leave them out of --env',
    ],
    ['a file that is not there', { 'env-var-file': '/none' }, 2, '--env-var-file: There is no /none.'],
    [
      'a zip that is not there',
      { zip: '/none.zip' },
      1,
      'There is no /none.zip; run "lambda-nativeaot build" first',
    ],
    [
      'a zip that is a folder',
      { zip: '/' },
      1,
      '/ is a folder, not a file; run "lambda-nativeaot build" first',
    ],
    [
      'an alias to delete',
      { delete: true, role: undefined, alias: 'live' },
      2,
      '--delete deletes whole functions and does nothing else; leave out --alias.',
    ],
    [
      'settings to roll back',
      { rollback: true, role: undefined, alias: 'live', memory: 512 },
      2,
      '--rollback moves an alias and does nothing else; leave out --memory.',
    ],
    ['two roles', { 'create-role': true }, 2, '--role and --create-role exclude each other'],
    ['too much at once', { rollback: true, delete: true }, 2, '--rollback and --delete exclude each other'],
  ])('with %s is told so', async (_, flags, code, message) => {
    const error: Error & { code?: number } = await here.deploy({ role: 'exec', ...flags }).then(
      () => expect.unreachable(),
      (thrown) => thrown,
    );
    expect(error.message.startsWith(message), error.message).toBe(true);
    expect(error.message).not.toContain('\n');
    expect(error.code).toBe(code);
  });

  it.each([
    [
      403,
      'ExpiredTokenException',
      'The security token included in the request is expired',
      /^error: The AWS credentials have expired; sign in again/,
    ],
    [
      403,
      'AccessDeniedException',
      'User: me is not authorized to perform: lambda:GetFunction on resource: x',
      /^error: AWS denies it: .* Ask for lambda:GetFunction/,
    ],
    [
      403,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      /^error: AWS does not accept these credentials/,
    ],
  ] as const)(
    'whose identity is refused (%i %s) reads one line, at once',
    async (status, type, message, line) => {
      fake.fail('GetFunction', status, type, message, 100);
      const { exitCode, stderr } = await start(role);
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(line) });
      expect(stderr.split('\n')).toHaveLength(1);
    },
  );

  it('never sees a secret, also with --debug', async () => {
    const secret = 'hunter2-in-a-variable';
    fake.fail(
      'CreateFunction',
      403,
      'SignatureDoesNotMatch',
      `No match.\n${fakeEnvironment.AWS_SESSION_TOKEN}`,
      9,
    );
    for (const extra of [[], ['--json'], ['--dry-run']]) {
      const { stdout, stderr } = await start([...role, '--env', `A1=${secret}`, '--debug', ...extra]);
      for (const text of [stdout, stderr]) {
        expect(text).not.toContain(secret);
        expect(text).not.toContain(fakeEnvironment.AWS_SECRET_ACCESS_KEY);
        expect(text).not.toContain(fakeEnvironment.AWS_SESSION_TOKEN);
      }
    }
  });
});

const everything = [
  'echo',
  '--create-role',
  '--alias',
  'live',
  '--url',
  'none',
  '--tag',
  'team=blue',
  '--memory',
  '300',
];

const whole = {
  'create-role': true,
  alias: 'live',
  url: 'none',
  tag: ['team=blue'],
  memory: 300,
} as const;

const creation = [
  'CreateRole',
  'PutRolePolicy',
  'CreateFunction',
  'PublishVersion',
  'CreateAlias',
  'CreateFunctionUrlConfig',
  'AddPermission',
];
const update = [
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
  'TagResource',
  'PublishVersion',
  'UpdateAlias',
];

/** What a whole deployment leaves. */
function expectComplete(version: string): void {
  const fn = fake.get('hello-echo');
  expect(fn.configuration).toMatchObject({
    State: 'Active',
    LastUpdateStatus: 'Successful',
    MemorySize: 300,
  });
  expect(fn.configuration.CodeSha256).not.toBe('older');
  expect(fn.tags).toEqual({ team: 'blue' });
  expect(fn.aliases.get('live')?.FunctionVersion).toBe(version);
  expect([...fn.versions.keys()].at(-1)).toBe(version);
  expect(fn.urls.get('live')?.AuthType).toBe('NONE');
  expect(fn.policies.get('live')).toHaveLength(2);
}

const child = join(packageRoot(), 'test', 'support', 'lambda-fake', 'deploy-child.ts');

/** Sends a signal to a deployment as soon as it asks for an operation. */
async function interruptedAt(operation: string, signal: 'SIGKILL' | 'SIGINT') {
  const flags = { ...whole, 'max-wait': 20, jobs: 1, 'endpoint-url': fake.url };
  const running =
    signal === 'SIGINT'
      ? start(everything)
      : execa(process.execPath, [await childProgram(child), folder, 'echo', JSON.stringify(flags)], {
          env: fakeEnvironment,
          reject: false,
        });
  fake.onRequest = (name) => {
    if (name === operation) running.kill(signal);
  };
  const result = await running;
  fake.onRequest = () => {};
  if (signal === 'SIGKILL') expect(result.signal).toBe('SIGKILL');
  return result;
}

/** The same in this process, which is faster. */
const again = () => here.deployOne(whole);

/** The function with older code, configuration and tags, as an earlier deployment left it. */
async function deployEarlier(): Promise<void> {
  await again();
  const fn = fake.get('hello-echo');
  fn.configuration = { ...fn.configuration, CodeSha256: 'older', MemorySize: 128 };
  const version = fn.versions.get('1') as Version;
  fn.versions.set('1', { ...version, configuration: { ...version.configuration, MemorySize: 128 } });
  fn.tags = {};
}

describe('a deployment that is killed', () => {
  it.each(creation)('at %s, of a new function, is finished by the same command', async (operation) => {
    await interruptedAt(operation, 'SIGKILL');
    expect((await again()).status).toBe('done');
    expectComplete('1');
  });

  it.each(update)('at %s, of an old function, is finished by the same command', async (operation) => {
    await deployEarlier();
    await interruptedAt(operation, 'SIGKILL');
    expect((await again()).status).toBe('done');
    expectComplete('2');
  });
});

describe('a deployment that is interrupted by Ctrl-C', () => {
  it('says what is done and what is not, exits 130, and is finished by the same command', async () => {
    await deployEarlier();
    const { exitCode, stderr } = await interruptedAt('UpdateFunctionConfiguration', 'SIGINT');
    expect(exitCode).toBe(130);
    expect(stderr.split('\n').at(-1)).toBe(
      'error: hello-echo: Interrupted. Done: update code. Not finished: update configuration, tag, publish, update alias. It has the new code and the old configuration. Run the same command again to continue.',
    );
    expect((await again()).status).toBe('done');
    expectComplete('2');
  });
});
