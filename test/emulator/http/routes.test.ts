import { describe, expect, it } from 'vitest';
import { belowStage, findRoute, matchPath } from '../../../src/emulator/http/routes.ts';

type Format = Parameters<typeof findRoute>[0]['format'];

const apiOf = (format: Format, ...keys: string[]) => ({
  format,
  routes: keys.map((key) => {
    const [method = 'ANY', path = '$default'] = key === '$default' ? ['ANY', key] : key.split(' ');
    return { method, path, functionName: key, format };
  }),
});

/** The key of the route that a request takes, with its parameters. */
function taken(api: ReturnType<typeof apiOf>, request: string) {
  const [method = '', path = ''] = request.split(' ');
  const found = findRoute(api, method, path);
  return found && [found.taken.key, found.taken.parameters];
}

it.each([
  ['/', '/', {}],
  ['/orders', '/orders', {}],
  ['/orders', '/orders/', undefined],
  ['/orders', '/order', undefined],
  ['/orders', '/', undefined],
  ['/orders/{id}', '/orders/7', { id: '7' }],
  ['/orders/{id}', '/orders/', undefined],
  ['/orders/{id}', '/orders', undefined],
  ['/orders/{id}', '/orders/7/items', undefined],
  ['/{a}/x/{b}', '/1/x/2', { a: '1', b: '2' }],
  ['/{proxy+}', '/a/b/', { proxy: 'a/b/' }],
  ['/{proxy+}', '/', undefined],
  ['/files/{proxy+}', '/files', undefined],
  ['/files/{path+}', '/files/a', { path: 'a' }],
  ['/{__proto__}', '/a', Object.fromEntries([['__proto__', 'a']])],
])('%s covers %s: %j', (pattern, path, expected) => {
  expect(matchPath(pattern, path)).toEqual(expected);
});

describe('an HTTP API', () => {
  // The example of API Gateway's documentation, "Create routes for HTTP APIs".
  const documented = apiOf(
    'http-api',
    ...['GET /pets/dog/1', 'GET /pets/dog/{id}', 'GET /pets/{proxy+}', 'ANY /{proxy+}', '$default'].reverse(),
  );
  it.each([
    ['GET /pets/dog/1', ['GET /pets/dog/1', undefined]],
    ['GET /pets/dog/2', ['GET /pets/dog/{id}', { id: '2' }]],
    ['GET /pets/cat/1', ['GET /pets/{proxy+}', { proxy: 'cat/1' }]],
    ['POST /test/5', ['ANY /{proxy+}', { proxy: 'test/5' }]],
    ['POST /pets/dog/1', ['ANY /{proxy+}', { proxy: 'pets/dog/1' }]],
    ['GET /', ['$default', undefined]],
  ])('%s takes %j', (request, expected) => {
    expect(taken(documented, request)).toEqual(expected);
  });

  it('prefers the method to ANY, and what says more', () => {
    const api = apiOf('http-api', 'ANY /a', 'GET /a', 'GET /{x}/b', 'GET /a/{y}');
    expect(taken(api, 'GET /a')).toEqual(['GET /a', undefined]);
    expect(taken(api, 'PUT /a')).toEqual(['ANY /a', undefined]);
    expect(taken(api, 'GET /a/b')).toEqual(['GET /a/{y}', { y: 'b' }]);
  });

  it('has no route', () => {
    expect(taken(apiOf('http-api', 'GET /a'), 'GET /b')).toBeUndefined();
    expect(taken(apiOf('http-api', 'GET /a'), 'POST /a')).toBeUndefined();
  });

  it('looks in the decoded path', () => {
    const api = apiOf('http-api', 'GET /{a}/x', 'GET /ä');
    expect(taken(api, 'GET /a%20b/x')).toEqual(['GET /{a}/x', { a: 'a b' }]);
    expect(taken(api, 'GET /a%2Fb/x')).toBeUndefined();
    expect(taken(api, 'GET /%C3%A4')).toEqual(['GET /ä', undefined]);
  });
});

describe('a REST API', () => {
  const api = apiOf('rest', 'GET /orders', 'ANY /orders/{id}', 'GET /orders/{id}', 'ANY /{proxy+}');
  it.each([
    ['GET /orders', ['GET /orders', undefined]],
    ['GET /orders/', ['GET /orders', undefined]],
    ['POST /orders', undefined],
    ['GET /orders/a%2Fb%20c', ['GET /orders/{id}', { id: 'a/b c' }]],
    ['PUT /orders/7', ['ANY /orders/{id}', { id: '7' }]],
    ['PUT /else', ['ANY /{proxy+}', { proxy: 'else' }]],
    ['GET /', undefined],
  ])('%s takes %j', (request, expected) => {
    expect(taken(api, request)).toEqual(expected);
  });
});

it('a load balancer compares the path as it was sent', () => {
  expect(taken(apiOf('alb', 'ANY /a b'), 'GET /a%20b')).toBeUndefined();
  expect(taken(apiOf('alb', 'ANY /{proxy+}'), 'GET /a%20b')).toEqual(['ANY /{proxy+}', { proxy: 'a%20b' }]);
});

it.each([
  ['$default', '/a', '/a'],
  ['prod', '/prod/a', '/a'],
  ['prod', '/prod', '/'],
  ['prod', '/prod/', '/'],
  ['prod', '/production/a', undefined],
  ['prod', '/a', undefined],
])('below the stage %s, %s is %s', (stage, path, expected) => {
  expect(belowStage(stage, path)).toBe(expected);
});
