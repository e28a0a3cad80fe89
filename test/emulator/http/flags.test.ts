import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readRoute, routeProblem } from '../../../src/commands/emulator-options.ts';
import {
  apiOfFlags,
  type HttpFlags,
  projectHttp,
  readClaims,
} from '../../../src/emulator/http/project-apis.ts';
import type { Settings } from '../../../src/project/settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'flags-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const settingsOf = (...handlers: string[]): Settings => ({
  version: '0.2.0',
  name: 'shop',
  namespace: 'Shop',
  framework: 'net10.0',
  architecture: 'x86_64',
  runtime: 'provided.al2023',
  library: 'builtin',
  with: [],
  functions: handlers.map((handler) => ({ name: `shop-${handler}`, handler, memorySize: 128, timeout: 3 })),
});
const two = settingsOf('orders', 'pages');

it.each([
  ['GET /orders/{id}=orders', { method: 'GET', path: '/orders/{id}', fn: 'orders' }],
  ['get  /orders = orders', { method: 'GET', path: '/orders', fn: 'orders' }],
  ['/a=b=orders', { method: 'ANY', path: '/a=b', fn: 'orders' }],
  ['$default=orders', { method: 'ANY', path: '$default', fn: 'orders' }],
  ['GET orders=orders', undefined],
  ['GET /orders', undefined],
  ['G-T /orders=orders', undefined],
  ['', undefined],
])('the route %j is %j', (text, expected) => {
  expect(readRoute(text)).toEqual(expected);
  expect(routeProblem(text) === undefined).toBe(expected !== undefined);
});

describe('--http and --route', () => {
  it.each([
    [{}, undefined],
    [{ http: 'http-api', function: 'orders' }, ['$default $default=shop-orders']],
    [{ http: 'http-api-1.0', function: 'pages' }, ['$default $default=shop-pages']],
    [{ http: 'rest', function: 'orders' }, ['prod /=shop-orders', 'prod /{proxy+}=shop-orders']],
    [{ http: 'alb', function: 'orders' }, ['$default /=shop-orders', '$default /{proxy+}=shop-orders']],
    [{ route: ['/a=orders', '/b=shop-pages'] }, ['$default /a=shop-orders', '$default /b=shop-pages']],
  ] as const)('%j', (flags, expected) => {
    const api = apiOfFlags(two, flags as HttpFlags);
    expect(api?.routes.map(({ path, functionName }) => `${api.stage} ${path}=${functionName}`)).toEqual(
      expected,
    );
    if (api) expect(new Set(api.routes.map(({ format }) => format))).toEqual(new Set([api.format]));
  });

  it('need no function where there is one', () => {
    expect(apiOfFlags(settingsOf('a'), { http: 'alb' })?.routes[0]?.functionName).toBe('shop-a');
  });

  it.each([
    [{ http: 'rest' }, '--http rest needs to know which of the functions is meant; give --function NAME,'],
    [{ route: ['/a=nope'] }, 'No function "nope" in this project; it has: shop-orders, shop-pages.'],
    [{ http: 'alb', route: ['$default=orders'] }, 'only an HTTP API has the route $default'],
  ] as const)('are refused as %j', (flags, message) => {
    expect(() => apiOfFlags(two, flags as HttpFlags)).toThrow(message);
  });
});

describe('--claims', () => {
  const file = join(folder, 'claims.json');
  writeFileSync(file, '\uFEFF{"sub":"alice"}');
  it('are JSON or a file of it', async () => {
    expect(await readClaims('{"sub":"bob"}')).toEqual({ sub: 'bob' });
    expect(await readClaims(`@${file}`)).toEqual({ sub: 'alice' });
  });

  it.each([
    ['secret', /^--claims is not JSON; a file is named with @/],
    ['[]', /^--claims is not an object of claims/],
    ['null', /^--claims is not an object of claims/],
    [`@${join(folder, 'none')}`, /^--claims: /],
  ])('are refused as %j, without what was given', async (text, message) => {
    await expect(readClaims(text)).rejects.toThrow(message);
    await expect(readClaims(text)).rejects.not.toThrow('secret');
  });

  it.each([{ claims: '{}' }, { claims: '{}', http: 'alb', function: 'orders' }] as const)(
    'are refused where no route has an authorizer: %j',
    async (flags) => {
      await expect(projectHttp(folder, two, flags)).rejects.toThrow('--claims is for routes of API Gateway');
    },
  );
});

describe('the template of a project', () => {
  const template = {
    Resources: {
      Orders: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          FunctionName: 'shop-orders',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Events: { Get: { Type: 'HttpApi', Properties: { Path: '/orders', Method: 'GET' } } },
        },
      },
    },
  };

  it.each(['template.yaml', 'template.yml', 'serverless.template', 'src/Shop/serverless.template'])(
    'may be %s',
    async (path) => {
      const project = mkdtempSync(join(folder, 'project-'));
      mkdirSync(join(project, 'src', 'Shop'), { recursive: true });
      writeFileSync(join(project, path), `\uFEFF${JSON.stringify(template, null, '\t')}\r\n`);
      const { apis, notes } = await projectHttp(project, two, {});
      expect(notes).toEqual([]);
      expect(apis[0]?.routes).toEqual([
        { method: 'GET', path: '/orders', functionName: 'shop-orders', format: 'http-api' },
      ]);
      expect(apis[0]?.opening).toContain(` in ${path} `);
    },
  );

  it('and the flags stand beside each other', async () => {
    const project = mkdtempSync(join(folder, 'project-'));
    writeFileSync(join(project, 'template.yaml'), JSON.stringify(template));
    const { apis } = await projectHttp(project, two, { http: 'alb', function: 'pages' });
    expect(apis.map(({ id }) => id)).toEqual(['ServerlessHttpApi', 'local']);
  });
});
