import {
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionUrlConfigCommand,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  paginateListFunctions,
  waitUntilFunctionActiveV2,
  waitUntilFunctionExists,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { emulatedFunctions } from '../../src/emulator/project.ts';
import { parseSettings } from '../../src/project/settings.ts';
import { awsLambda, sdkClient } from './aws-clients.ts';
import { emulate, fixture, send, until } from './support.ts';

/** A project whose first function has a setting of many kinds. */
const settings = parseSettings(
  JSON.stringify({
    'generator-lambda-nativeaot': {
      version: '0.2.0',
      name: 'shop',
      namespace: 'Shop',
      framework: 'net10.0',
      architecture: 'arm64',
      runtime: 'provided.al2023',
      library: 'builtin',
      with: [],
      functions: [
        {
          name: 'orders',
          handler: 'orders-handler',
          memorySize: 256,
          timeout: 7,
          description: 'Takes orders',
          environment: { TABLE: 'orders' },
          tracing: 'active',
          layers: ['arn:aws:lambda:us-east-1:123456789012:layer:tools:3'],
          logFormat: 'json',
          systemLogLevel: 'warn',
          logGroup: '/shop/orders',
          ephemeralStorage: 1024,
          url: { auth: 'iam', invokeMode: 'streaming', cors: { origins: ['https://shop.example'] } },
        },
        { name: 'stock', handler: 'stock', memorySize: 128, timeout: 3 },
      ],
    },
  }),
);
const { launch } = fixture('/nowhere', 'none');
const functions = emulatedFunctions(settings, launch, { SECRET: 'of --env' });
const builtAt = Date.UTC(2026, 7, 1, 12);
const project = { folder: '/shop', builtAt: () => builtAt };
const emulator = await emulate(functions, { project });
const client = sdkClient(emulator);

const arn = (name: string) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const stock = {
  FunctionName: 'stock',
  FunctionArn: arn('stock'),
  Runtime: 'provided.al2023',
  Handler: 'stock',
  MemorySize: 128,
  Timeout: 3,
  Architectures: ['arm64'],
  PackageType: 'Zip',
  Version: '$LATEST',
  State: 'Active',
  LastUpdateStatus: 'Successful',
  LastModified: '2026-08-01T12:00:00.000+0000',
  RevisionId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  TracingConfig: { Mode: 'PassThrough' },
  SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/stock' },
};
const orders = {
  ...stock,
  FunctionName: 'orders',
  FunctionArn: arn('orders'),
  Handler: 'orders-handler',
  MemorySize: 256,
  Timeout: 7,
  Description: 'Takes orders',
  Environment: { Variables: { TABLE: 'orders' } },
  TracingConfig: { Mode: 'Active' },
  Layers: [{ Arn: 'arn:aws:lambda:us-east-1:123456789012:layer:tools:3' }],
  EphemeralStorage: { Size: 1024 },
  LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN', LogGroup: '/shop/orders' },
};

describe('the AWS SDK for JavaScript', () => {
  it('gets a function with what its settings configure, and nothing that "local" was given', async () => {
    const { $metadata, ...found } = await client.send(new GetFunctionCommand({ FunctionName: 'orders' }));
    expect($metadata.httpStatusCode).toBe(200);
    expect(found).toEqual({ Configuration: orders, Code: {} });
    const { $metadata: _, ...configuration } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: arn('orders') }),
    );
    expect(configuration).toEqual(orders);
  });

  it('gets a version and an alias of it', async () => {
    const get = async (Qualifier: string) =>
      (await client.send(new GetFunctionCommand({ FunctionName: 'stock', Qualifier }))).Configuration;
    expect(await get('7')).toEqual({ ...stock, FunctionArn: `${arn('stock')}:7`, Version: '7' });
    expect(await get('live')).toEqual({ ...stock, FunctionArn: `${arn('stock')}:live` });
    const alias = await client.send(new GetAliasCommand({ FunctionName: 'stock', Name: 'live' }));
    expect(alias).toMatchObject({
      AliasArn: `${arn('stock')}:live`,
      Name: 'live',
      FunctionVersion: '$LATEST',
    });
  });

  it('lists functions, versions and aliases', async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    expect(Functions).toEqual([orders, stock]);
    const { Versions } = await client.send(new ListVersionsByFunctionCommand({ FunctionName: 'stock' }));
    expect(Versions).toEqual([{ ...stock, FunctionArn: `${arn('stock')}:$LATEST` }]);
    const { Aliases } = await client.send(new ListAliasesCommand({ FunctionName: 'stock' }));
    expect(Aliases).toEqual([]);
  });

  it('turns the pages of a long list', async () => {
    const many = Array.from({ length: 120 }, (_, i) => fixture('/nowhere', `f${i}`));
    const found: (string | undefined)[] = [];
    let pages = 0;
    const pager = paginateListFunctions({ client: sdkClient(await emulate(many)) }, {});
    for await (const { Functions = [] } of pager) {
      found.push(...Functions.map(({ FunctionName }) => FunctionName));
      pages++;
    }
    expect({ found, pages }).toEqual({ found: many.map(({ name }) => name), pages: 3 });
  });

  it('gets the URL as it is here', async () => {
    const url = await client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'orders' }));
    expect(url).toMatchObject({
      FunctionUrl: `${emulator.url}/orders/`,
      FunctionArn: arn('orders'),
      AuthType: 'AWS_IAM',
      InvokeMode: 'RESPONSE_STREAM',
      Cors: { AllowOrigins: ['https://shop.example'], AllowMethods: ['*'], AllowHeaders: ['*'] },
      CreationTime: '2026-08-01T12:00:00.000+0000',
    });
    const none = client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'stock' }));
    await expect(none).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('waits until a function is there, active and updated', async () => {
    const waiting = { client, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
    const input = { FunctionName: 'stock' };
    for (const wait of [waitUntilFunctionExists, waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2]) {
      expect((await wait(waiting, input)).state).toBe('SUCCESS');
    }
  });

  it('waits while new code is built', async () => {
    const updating = await emulate(functions, { project });
    const other = sdkClient(updating);
    updating.service.hold();
    const get = new GetFunctionConfigurationCommand({ FunctionName: 'stock' });
    expect((await other.send(get)).LastUpdateStatus).toBe('InProgress');
    let asked = 0;
    other.middlewareStack.add(
      (next) => (args) => {
        asked++;
        return next(args);
      },
      {},
    );
    const waiting = { client: other, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
    const waited = waitUntilFunctionUpdatedV2(waiting, { FunctionName: 'stock' });
    await until(() => asked > 0);
    updating.service.resume();
    expect((await waited).state).toBe('SUCCESS');
  });

  it.each([
    ['/2015-03-31/functions/nope', 404, 'ResourceNotFoundException'],
    ['/2015-03-31/functions/a%20b/configuration', 400, 'ValidationException'],
    ['/2015-03-31/functions/%E0%A4%A/versions', 400, 'ValidationException'],
    ['/2015-03-31/functions/stock?Qualifier=%2F', 400, 'ValidationException'],
    ['/2015-03-31/functions/stock/aliases/7', 400, 'ValidationException'],
    ['/2015-03-31/functions/stock/aliases/a%0Ab', 400, 'ValidationException'],
    ['/2015-03-31/functions/?MaxItems=0', 400, 'ValidationException'],
    ['/2015-03-31/functions/?MaxItems=1e3', 400, 'ValidationException'],
    ['/2015-03-31/functions/?Marker=-1', 400, 'ValidationException'],
    ['/2015-03-31/functions/stock/policy', 404, 'UnknownOperationException'],
    ['/2015-03-31/functions/stock/aliases/a/b', 404, 'UnknownOperationException'],
  ])('is refused %s with %i', async (path, status, errorType) => {
    const reply = await send(`${emulator.url}${path}`);
    expect([reply.status, reply.headers['x-amzn-errortype']]).toEqual([status, errorType]);
  });

  it('is told what is emulated', async () => {
    const { body } = await send(`${emulator.url}/2015-03-31/functions/stock/policy`);
    expect(JSON.parse(body).message).toBe(
      'GET /2015-03-31/functions/stock/policy is not emulated; these are: Invoke, InvokeWithResponseStream, ' +
        'ListFunctions, GetFunction, GetFunctionConfiguration, ListVersionsByFunction, ListAliases, GetAlias, ' +
        'GetFunctionUrlConfig.',
    );
  });
});

describe('the AWS CLI', () => {
  const cli = async (...args: string[]) => {
    const { stdout, stderr, exitCode } = await awsLambda(emulator, ...args);
    return { exitCode, stderr, answer: stdout === '' ? undefined : JSON.parse(stdout) };
  };

  it.each([
    [['get-function', '--function-name', 'stock'], { Configuration: stock, Code: {} }],
    [['get-function-configuration', '--function-name', 'orders'], orders],
    [['list-functions', '--page-size', '1'], { Functions: [orders, stock] }],
    [
      ['list-versions-by-function', '--function-name', 'stock'],
      { Versions: [{ ...stock, FunctionArn: `${arn('stock')}:$LATEST` }] },
    ],
    [['list-aliases', '--function-name', 'stock'], { Aliases: [] }],
  ])('reads what it asks for by %j', async (args, expected) => {
    expect(await cli(...args)).toEqual({ exitCode: 0, stderr: '', answer: expected });
  });

  it.each([
    'function-exists',
    'function-active',
    'function-active-v2',
    'function-updated',
    'function-updated-v2',
  ])('waits for %s', async (waiter) => {
    expect((await cli('wait', waiter, '--function-name', 'stock')).exitCode).toBe(0);
  });

  it('is told of a function that is not there', async () => {
    const { exitCode, stderr } = await cli('get-function', '--function-name', 'nope');
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('(ResourceNotFoundException) when calling the GetFunction operation');
  });
});

it('what a function is asked about starts nothing', () => {
  expect(emulator.service.pids).toEqual([]);
  expect(emulator.log()).toEqual([]);
});
