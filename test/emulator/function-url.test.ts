import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { buildBootstrap, emulate, fixture, send } from './support.ts';

const folder = buildBootstrap();
const names = ['echo', 'http', 'bad-http', 'not-json', 'nothing', 'stream', 'stream-http', 'large', 'pid'];
const several = await emulate([
  ...names.map((name) => fixture(folder, name)),
  fixture(folder, 'echo', { name: 'project-orders', handler: 'orders' }),
]);
const single = await emulate([fixture(folder, 'echo')]);

/** curl, as a person would use it: status, then the rest of what `-i` shows. */
async function curl(...args: string[]): Promise<string> {
  const { stdout } = await execa('curl', ['--silent', '--show-error', '--include', ...args]);
  return stdout.replaceAll('\r\n', '\n');
}

describe('curl', () => {
  it('posts a body and reads the response of the function', async () => {
    const text = await curl(`${several.url}/http/any/path`, '--json', '{"a":1}');
    const [head, body] = text.split('\n\n');
    expect(head).toMatch(/^HTTP\/1\.1 404 Not Found\n/);
    expect(head).toContain('\nContent-Type: text/html\n');
    expect(head).toContain('\nx-a: 1\n');
    expect(head).toContain('\nSet-Cookie: a=1\nSet-Cookie: b=2\n');
    expect(body).toBe('<b>no</b>');
  });

  it('reads a streamed response with its prelude', async () => {
    const text = await curl(`${several.url}/stream-http/`);
    expect(text).toMatch(/^HTTP\/1\.1 201 Created\n/);
    expect(text).toContain('\nx-kind: streamed\n');
    expect(text).toContain('\nSet-Cookie: a=1\nSet-Cookie: b=2\n');
    expect(text).toContain('\nTransfer-Encoding: chunked\n');
    expect(text.endsWith('\n\nbody end')).toBe(true);
  });

  it('gets no body for HEAD', async () => {
    expect(await curl('--head', `${several.url}/http/`)).toMatch(/^HTTP\/1\.1 404 Not Found\n/);
  });
});

it('an HTTP request is an event in payload format 2.0', async () => {
  const { body, headers } = await send(`${single.url}/a%20b/c?x=1&x=2&y=%C3%A9&z`, {
    method: 'PUT',
    body: '{"n":1}',
    headers: {
      'Content-Type': 'application/json',
      Cookie: 'one=1; two=2',
      'User-Agent': 'test',
      'X-Many': 'a',
    },
  });
  const event = JSON.parse(body);
  const { apiId, requestId, time, timeEpoch, ...context } = event.requestContext;
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/a%20b/c',
    rawQueryString: 'x=1&x=2&y=%C3%A9&z',
    cookies: ['one=1', 'two=2'],
    queryStringParameters: { x: '1,2', y: 'é', z: '' },
    headers: { 'content-type': 'application/json', 'x-many': 'a', 'x-forwarded-proto': 'http' },
    body: '{"n":1}',
    isBase64Encoded: false,
  });
  expect(event.headers).not.toHaveProperty('cookie');
  expect(requestId).toBe(headers['x-amzn-requestid']);
  expect(time).toMatch(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
  expect(Number.isInteger(timeEpoch)).toBe(true);
  expect(context).toEqual({
    accountId: 'anonymous',
    domainName: `${apiId}.lambda-url.us-east-1.on.aws`,
    domainPrefix: apiId,
    http: { method: 'PUT', path: '/a b/c', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    routeKey: '$default',
    stage: '$default',
  });
});

describe('a body', () => {
  it.each([
    ['text/plain', Buffer.from('hello'), 'hello', false],
    ['application/problem+json', Buffer.from('{}'), '{}', false],
    ['application/x-www-form-urlencoded', Buffer.from('a=1'), 'YT0x', true],
    ['image/png', Buffer.from([0x89, 0x50]), 'iVA=', true],
    ['text/plain', Buffer.from([0xff, 0xfe]), '//4=', true],
  ])('of type %s goes into the event', async (type, body, expected, isBase64Encoded) => {
    const reply = await send(`${single.url}/`, { body, headers: { 'Content-Type': type } });
    expect(JSON.parse(reply.body)).toMatchObject({ body: expected, isBase64Encoded });
  });

  it('that is not there is not in the event', async () => {
    const event = JSON.parse((await send(`${single.url}/`)).body);
    expect(event).not.toHaveProperty('body');
    expect(event).not.toHaveProperty('queryStringParameters');
    expect(event).not.toHaveProperty('cookies');
    expect(event.isBase64Encoded).toBe(false);
  });

  it('over 6 MB is refused', async () => {
    const reply = await send(`${single.url}/`, { body: Buffer.alloc(6 * 1024 * 1024 + 1) });
    expect(reply.status).toBe(413);
    expect(reply.body).toBe('{"Message":"Request Too Long"}');
  });
});

describe('what a function returns', () => {
  it('without a status code is the body itself', async () => {
    const reply = await send(`${several.url}/pid`);
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.body).toMatch(/^\d+$/);
  });

  it.each(['not-json', 'bad-http'])(
    'that HTTP cannot carry (%s) is 502, and the reason is shown',
    async (name) => {
      const reply = await send(`${several.url}/${name}/`);
      expect([reply.status, reply.body]).toEqual([502, 'Internal Server Error']);
      const notices = several.events.flatMap((e) => (e.type === 'notice' ? [e.text] : []));
      expect(notices.some((text) => text.startsWith(`${name} returned what HTTP cannot carry`))).toBe(true);
    },
  );

  it('as nothing at all is an empty response', async () => {
    const reply = await send(`${several.url}/nothing/`);
    expect([reply.status, reply.body]).toEqual([200, '']);
  });

  it('as a stream without a prelude is the body, chunk by chunk', async () => {
    const reply = await fetch(`${several.url}/stream/`);
    expect(reply.headers.get('content-type')).toBe('text/plain');
    const chunks: string[] = [];
    for await (const chunk of reply.body ?? []) chunks.push(Buffer.from(chunk).toString());
    expect(chunks).toEqual(['one', 'two', 'three']);
  });
});

describe('several functions', () => {
  it('are told apart by the first segment of the path, which the function does not see', async () => {
    expect(JSON.parse((await send(`${several.url}/echo/a/b?c=1`)).body).rawPath).toBe('/a/b');
    expect(JSON.parse((await send(`${several.url}/project-orders`)).body).rawPath).toBe('/');
    expect(JSON.parse((await send(`${several.url}/orders/7`)).body).rawPath).toBe('/7');
  });

  it('are named when the path names none', async () => {
    const reply = await send(`${several.url}/`);
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body).Message).toContain('/echo/, /http/');
  });

  it('are not told apart when one was chosen for every request', async () => {
    const emulator = await emulate([fixture(folder, 'http'), fixture(folder, 'echo')], { chosen: 'echo' });
    expect(JSON.parse((await send(`${emulator.url}/http/a`)).body).rawPath).toBe('/http/a');
  });
});

it('a request under a name that is not this machine’s is refused', async () => {
  for (const host of ['evil.example', 'evil.example:80', 'localhost.evil.example']) {
    expect((await send(`${single.url}/`, { headers: { Host: host } })).status).toBe(403);
  }
  for (const host of ['localhost:1', 'echo.localhost', '127.0.0.1', '[::1]:9001']) {
    expect((await send(`${single.url}/`, { headers: { Host: host } })).status).toBe(200);
  }
});

it('what is not emulated of Lambda’s API is said to be so, and reaches no function', async () => {
  const reply = await send(`${single.url}/2015-03-31/functions/echo/policy`);
  expect(reply.status).toBe(404);
  expect(reply.headers['x-amzn-errortype']).toBe('UnknownOperationException');
});
