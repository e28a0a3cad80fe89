import { describe, expect, it } from 'vitest';
import type { CurrentFunction } from '../../src/aws/deploy/current.ts';
import { desireFunction, selectFunctions } from '../../src/aws/deploy/desired.ts';
import { planFunction } from '../../src/aws/deploy/plan-function.ts';
import type { FunctionSettings } from '../../src/project/settings.ts';
import { fixtureSettings } from '../support/lambda-fake/project.ts';

const layer = 'arn:aws:lambda:eu-central-1:123456789012:layer:one:1';

const whole: Partial<FunctionSettings> = {
  description: 'from the settings',
  role: 'exec',
  environment: { FROM: 'settings', KEPT: '1' },
  tags: { team: 'blue' },
  layers: [layer],
  tracing: 'active',
  ephemeralStorage: 1024,
  logFormat: 'json',
  vpc: { subnets: ['subnet-2', 'subnet-1'], securityGroups: ['sg-1'] },
  url: { auth: 'iam', invokeMode: 'streaming', cors: { origins: ['https://a.example'], maxAge: 60 } },
};
const settings = fixtureSettings(['echo'], whole);
const [fn] = settings.functions as [FunctionSettings];

describe("a function's settings", () => {
  it('say how it is deployed', () => {
    const desired = desireFunction(settings, fn, {});
    expect(desired).toMatchObject({
      ...whole,
      environment: { variables: { FROM: 'settings', KEPT: '1' }, replaces: false },
      tracing: 'Active',
      logFormat: 'JSON',
      memorySize: 256,
      timeout: 30,
      createRole: false,
      publish: false,
    });
    const zip = { path: 'x.zip', bytes: Buffer.alloc(3), sha256: 'abcdefghijklm' };
    const plan = planFunction(desired, undefined, zip);
    expect(plan.steps.map(({ action }) => action)).toEqual(['create', 'create URL']);
    expect(plan.steps[0]?.changes.map(({ field, to }) => `${field}: ${to}`)).toEqual([
      'code: abcdefghij (3 bytes)',
      expect.stringMatching(/^architecture: /),
      'runtime: provided.al2023',
      'handler: echo',
      'memory: 256 MB',
      'timeout: 30 s',
      'ephemeral storage: 1024 MB',
      'description: "from the settings"',
      'role: exec',
      'environment: +FROM +KEPT',
      `layers: ${layer}`,
      'VPC: subnet-1, subnet-2, sg-1',
      'tracing: Active',
      'log format: JSON',
      'tag team: blue',
    ]);
    expect(plan.steps[1]?.changes.map(({ field, to }) => `${field}: ${to}`)).toEqual([
      'auth: AWS_IAM',
      'invoke mode: RESPONSE_STREAM',
      'CORS: {"AllowHeaders":["*"],"AllowMethods":["*"],"AllowOrigins":["https://a.example"],"MaxAge":60}',
    ]);
  });

  it('give way to a file of variables, and both to flags', () => {
    const flags = {
      env: ['FROM=flag'],
      tag: ['team=red'],
      memory: 512,
      layer: ['none'],
      subnet: ['none'],
      url: 'off',
      description: 'from a flag',
    } as const;
    const desired = desireFunction(settings, fn, flags, { FROM: 'file', FILE: '1' });
    expect(desired).toMatchObject({
      environment: { variables: { FROM: 'flag', KEPT: '1', FILE: '1' } },
      tags: { team: 'red' },
      memorySize: 512,
      layers: [],
      vpc: { subnets: [], securityGroups: [] },
      url: { auth: 'off' },
      description: 'from a flag',
    });
  });

  it('are not half in a VPC, nor in a folder of no bucket', () => {
    const bare = fixtureSettings(['echo']);
    const desire = (flags: Parameters<typeof desireFunction>[2]) => () =>
      desireFunction(bare, bare.functions[0] as FunctionSettings, flags);
    expect(desire({ subnet: ['subnet-1'] })).toThrow('give --subnet and --security-group, or --subnet none.');
    expect(desire({ 'security-group': ['sg-1'] })).toThrow('give --subnet and --security-group');
    expect(desire({ subnet: ['subnet-1'], 'security-group': ['sg-1'] })()).toMatchObject({
      vpc: { subnets: ['subnet-1'], securityGroups: ['sg-1'] },
    });
    expect(desire({ 's3-prefix': 'x' })).toThrow('give --s3-bucket with it.');
  });

  it('give way to --create-role where they name a role', () => {
    expect(desireFunction(settings, fn, { 'create-role': true })).toMatchObject({
      role: undefined,
      createRole: true,
    });
  });
});

describe('names that objects inherit', () => {
  it('are variables and tags like others', () => {
    const named = { environment: { constructor: '1' }, tags: { constructor: 'x' } };
    const own = fixtureSettings(['echo'], named);
    const desired = desireFunction(own, own.functions[0] as FunctionSettings, { role: 'exec' });
    const zip = { path: 'x.zip', bytes: Buffer.alloc(3), sha256: 'abcdefghijklm' };
    const current: CurrentFunction = {
      configuration: {},
      tags: {},
      versions: [],
      aliases: [],
      url: undefined,
      policy: [],
      settings: {},
    };
    const changes = planFunction(desired, current, zip).steps.flatMap((step) => step.changes);
    expect(changes).toContainEqual({ field: 'constructor', to: 'x' });
    expect(changes.find(({ field }) => field === 'environment')?.to).toBe('+constructor');
  });
});

describe('the functions of a deployment', () => {
  const two = fixtureSettings(['echo', 'error']);
  const names = (given: readonly string[], all?: boolean) =>
    selectFunctions(two, given, all).map(({ name }) => name);

  it('are the ones that were named, by name or handler, each once', () => {
    expect(names(['error', 'hello-echo', 'hello-error'])).toEqual(['hello-error', 'hello-echo']);
  });

  it('are all with --all, and the only one without anything', () => {
    expect(names([], true)).toEqual(['hello-echo', 'hello-error']);
    expect(selectFunctions(settings, [], undefined)).toHaveLength(1);
  });

  it('are not both named and all', () => {
    expect(() => names(['echo'], true)).toThrow('Name functions or give --all, not both.');
  });

  it('name the program on a managed runtime, and the handler in a variable', () => {
    const desired = desireFunction(settings, fn, { runtime: 'dotnet10' });
    expect(desired).toMatchObject({
      runtime: 'dotnet10',
      handler: 'bootstrap',
      environment: { variables: { FUNCTION_HANDLER: 'echo', FROM: 'settings' }, replaces: false },
    });
    expect(desireFunction(settings, fn, {}).environment?.variables).not.toHaveProperty('FUNCTION_HANDLER');
  });
});
