import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ConsoleRecord } from '../../src/emulator/console/record.ts';
import { buildBootstrap, emulate, fixture, invoke, type Reply, send, temporaryFolder } from './support.ts';

const folder = buildBootstrap();
const emulator = await emulate(
  [
    fixture(folder, 'echo'),
    fixture(folder, 'pid', { name: 'open', url: { auth: 'none' } }),
    fixture(folder, 'pid', { name: 'signed', url: { auth: 'iam' } }),
    fixture(folder, 'environment'),
  ],
  { record: new ConsoleRecord(), project: { folder: temporaryFolder(), builtAt: () => 0 } },
);
const { AWS_LAMBDA_RUNTIME_API } = JSON.parse((await invoke(emulator, 'environment')).body);
const sandbox = `http://${AWS_LAMBDA_RUNTIME_API}`;

const started = () => emulator.log().filter((line) => line.startsWith('START')).length;
const notices = () => emulator.events.flatMap((e) => (e.type === 'notice' ? [e.text] : []));

const api = '/2015-03-31/functions/echo/invocations';
const streaming = '/2021-11-15/functions/echo/response-streaming-invocations';
const list = '/2015-03-31/functions/';
const next = '/2018-06-01/runtime/invocation/next';
const own = emulator.url;
const evil = 'https://evil.example';

type Row = [expected: number, method: string, path: string, headers: Record<string, string>];

/** What each kind of request of a browser sends, as Chromium, Firefox and Safari do. */
const elsewhere: [string, Record<string, string>][] = [
  ['a foreign Origin', { Origin: evil }],
  ['a null Origin', { Origin: 'null' }],
  ['an empty Origin', { Origin: '' }],
  ['two Origins', { Origin: `${own}, ${evil}` }],
  ['an Origin of another port', { Origin: 'http://127.0.0.1:1' }],
  ['an Origin of another scheme', { Origin: own.replace('http:', 'https:') }],
  ['an Origin that begins like the own one', { Origin: `${own}1` }],
  ['an Origin under another name of this machine', { Origin: own.replace('127.0.0.1', 'localhost') }],
  ['an extension', { Origin: 'chrome-extension://abcdefghijklmnop', 'Sec-Fetch-Site': 'none' }],
  ['cross-site', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }],
  ['same-site', { 'Sec-Fetch-Site': 'same-site' }],
  ['a site that does not exist yet', { 'Sec-Fetch-Site': 'new-site' }],
  ['cross-site with the own Origin', { 'Sec-Fetch-Site': 'cross-site', Origin: own }],
  ['a foreign Referer alone', { Referer: `${evil}/page` }],
  ['a Referer that is no URL', { Referer: 'page' }],
  ['a simple content type', { Origin: evil, 'Content-Type': 'text/plain' }],
];

const rows: Row[] = elsewhere.flatMap(([, headers]): Row[] => [
  [403, 'POST', api, headers],
  [403, 'POST', streaming, headers],
  [403, 'GET', list, headers],
  [403, 'GET', '/2015-03-31/functions/echo/configuration', headers],
  [403, 'GET', '/echo/', headers],
  [403, 'POST', '/echo/a?b=c', headers],
  [403, 'GET', '/signed/', headers],
  [403, 'GET', '/', headers],
  [403, 'GET', '/nope/', headers],
  [403, 'GET', next, headers],
  [403, 'GET', '/_console', headers],
  [403, 'GET', '/_console/', headers],
  [403, 'GET', '/_console/page.js', headers],
  [403, 'GET', '/_console/api/invocations', headers],
  [403, 'GET', '/_console/api/stream', headers],
  [403, 'PUT', '/_console/api/events/project/evil', headers],
  [200, 'GET', '/open/', headers],
]);

const others: Row[] = [
  // A page of the emulator's own address, and a typed address.
  [
    200,
    'POST',
    api,
    { Origin: own, 'Sec-Fetch-Site': 'same-origin', Cookie: 'a=1', Referer: `${own}/_console/` },
  ],
  [200, 'GET', list, { 'Sec-Fetch-Site': 'same-origin' }],
  [200, 'GET', list, { 'Sec-Fetch-Site': 'none' }],
  [200, 'GET', list, { Referer: `${own}/_console/` }],
  [200, 'HEAD', '/echo/', { 'Sec-Fetch-Site': 'none' }],
  [200, 'GET', '/echo/', { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-User': '?1' }],
  [200, 'POST', '/echo/', { Origin: own, 'Sec-Fetch-Site': 'same-origin' }],
  [
    200,
    'GET',
    '/_console/',
    { 'Sec-Fetch-Site': 'none', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-User': '?1' },
  ],
  [200, 'GET', '/_console/api/state', { 'Sec-Fetch-Site': 'same-origin', Referer: `${own}/_console/` }],
  [403, 'PUT', '/_console/api/events/project/evil', { 'Sec-Fetch-Site': 'none' }],
  [403, 'POST', api, { 'Sec-Fetch-Site': 'none' }],
  [403, 'POST', streaming, { 'Sec-Fetch-Site': 'none' }],
  [403, 'POST', '/echo/', { 'Sec-Fetch-Site': 'none' }],
  // No browser at all; Node's fetch sends the one header.
  [200, 'POST', api, {}],
  [200, 'POST', api, { 'Sec-Fetch-Mode': 'cors', 'Accept-Language': '*' }],
  [200, 'GET', '/signed/', { 'User-Agent': 'curl/8.0' }],
  [200, 'POST', api, { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABk' }],
  // WebSocket, everywhere.
  ...[api, '/echo/', '/open/', next, '/'].flatMap((path): Row[] => [
    [403, 'GET', path, { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' }],
    [403, 'GET', path, { Connection: 'Upgrade', Upgrade: 'h2c, WebSocket' }],
    [403, 'GET', path, { 'Sec-WebSocket-Key': 'x', Origin: own }],
  ]),
  // Preflights.
  [403, 'OPTIONS', api, { Origin: evil, 'Access-Control-Request-Method': 'POST' }],
  [403, 'OPTIONS', api, { 'Access-Control-Request-Method': 'POST' }],
  [403, 'OPTIONS', '/echo/', { Origin: evil, 'Access-Control-Request-Method': 'PUT' }],
  [403, 'OPTIONS', next, { Origin: evil, 'Access-Control-Request-Private-Network': 'true' }],
  // Another name for this machine, by DNS.
  ...[
    'evil.example',
    'evil.example:9001',
    'localhost.evil.example',
    '0.0.0.0:9001',
    '127.0.0.1.evil.example',
  ].flatMap((Host): Row[] => [
    [403, 'POST', api, { Host, Origin: `http://${Host}`, 'Sec-Fetch-Site': 'same-origin' }],
    [403, 'GET', '/open/', { Host }],
    [403, 'GET', '/_console/', { Host }],
    [403, 'GET', '/_console/api/stream', { Host, Origin: `http://${Host}`, 'Sec-Fetch-Site': 'same-origin' }],
    [403, 'GET', next, { Host }],
  ]),
];

const attempt = (method: string, url: string, headers: Record<string, string>): Promise<Reply> =>
  send(url, { method, headers, ...(method === 'POST' ? { body: '"event"' } : {}) });

describe('a request', () => {
  it.each([...rows, ...others])('is answered with %d: %s %s %j', async (expected, method, path, headers) => {
    const before = started();
    const reply = await attempt(method, `${own}${path}`, headers);
    expect(reply.status).toBe(expected);
    const allowed = Object.keys(reply.headers).filter((name) => name.startsWith('access-control-'));
    expect(allowed).toEqual([]);
    if (expected !== 403) return;
    expect(started()).toBe(before);
    expect(reply.headers['content-type']).toBe('application/json');
    const { Message } = JSON.parse(reply.body);
    expect(Message).toMatch(/^[\x20-\x7e]+; [\x20-\x7e]+\.$/);
  });
});

describe('the Runtime API, at the emulator’s port and at a sandbox’s own', () => {
  it.each([
    ['Origin', own],
    ['Origin', evil],
    ['Referer', `${own}/`],
    ['Cookie', 'a=1'],
    ['Sec-Fetch-Site', 'same-origin'],
    ['Sec-Fetch-Site', 'none'],
    ['Sec-Fetch-Mode', 'navigate'],
    ['Sec-Fetch-Dest', 'document'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-CH-UA', '"Chromium"'],
    ['Access-Control-Request-Method', 'POST'],
    ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36'],
    ['Host', 'evil.example'],
    ['Host', AWS_LAMBDA_RUNTIME_API.replace('127.0.0.1', 'evil.example')],
  ])('refuses everything with %s: %s', async (name, value) => {
    const paths: [string, string][] = [
      ['GET', next],
      ['POST', '/2018-06-01/runtime/init/error'],
      ['POST', '/2018-06-01/runtime/invocation/some-id/response'],
      ['POST', '/2018-06-01/runtime/invocation/some-id/error'],
      ['GET', '/2018-06-01/runtime/nope'],
    ];
    for (const base of [own, sandbox]) {
      for (const [method, path] of paths) {
        const reply = await attempt(method, `${base}${path}`, { [name]: value });
        expect([base, method, path, reply.status]).toEqual([base, method, path, 403]);
        expect(JSON.parse(reply.body).Message).toMatch(
          /Runtime API is for the program|use 127\.0\.0\.1|use HTTP/,
        );
      }
    }
    // No event was handed out, and no program counts as attached: the sandbox goes on as before.
    expect(JSON.parse((await invoke(emulator, 'environment')).body).AWS_LAMBDA_RUNTIME_API).toBe(
      AWS_LAMBDA_RUNTIME_API,
    );
    expect(notices().filter((text) => text.includes('is attached'))).toEqual([]);
  });

  it('takes no other path at a sandbox’s own port for anything else', async () => {
    for (const path of [api, '/', '/echo/']) {
      expect((await attempt('POST', sandbox + path, { Origin: evil })).status).toBe(403);
      expect((await attempt('POST', sandbox + path, {})).status).toBe(404);
    }
  });

  it('answers programs, PowerShell among them, which calls itself Mozilla', async () => {
    const headers = { 'User-Agent': 'Mozilla/5.0 (Linux) PowerShell/7.4.1' };
    const reply = await send(`${sandbox}/2018-06-01/runtime/nope`, { headers });
    expect(reply.status).toBe(404);
  });
});

describe('a refusal', () => {
  it('says how to open the function', async () => {
    const reply = await attempt('GET', `${own}/signed/`, { Origin: evil });
    expect(JSON.parse(reply.body)).toEqual({
      Message:
        'Requests from the origin "https://evil.example" are refused; add "url": {"auth": "none"} to function ' +
        '"signed" in .yo-rc.json to open it to web pages.',
    });
  });

  it('is shown once for each origin, with nothing in it that a terminal would obey', async () => {
    const before = notices().length;
    const origin = 'http://\x9b31m.example';
    for (let i = 0; i < 3; i++) await attempt('GET', `${own}${list}`, { Origin: origin });
    const shown = notices().slice(before);
    expect(shown.length).toBe(1);
    expect(shown[0]).toContain(`Refused GET "${list}" from "http://\\u009b31m.example" (shown once): `);
    expect(shown[0]).toMatch(/^[\x20-\x7e]+$/);
  });

  it('is shown for a hundred origins at most', async () => {
    for (let i = 0; i < 120; i++) await attempt('GET', `${own}${list}`, { Origin: `http://${i}.example` });
    expect(notices().filter((text) => text.startsWith('Refused')).length).toBe(100);
  });
});

it('a function that gets every request is closed unless its URL is public', async () => {
  for (const [url, status] of [
    [undefined, 403],
    [{ auth: 'iam' }, 403],
    [{ auth: 'none' }, 200],
  ] as const) {
    const single = await emulate([fixture(folder, 'echo', { url })]);
    expect((await attempt('GET', `${single.url}/any`, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(
      status,
    );
    expect((await attempt('GET', `${single.url}/any`, {})).status).toBe(200);
    // Lambda's API and the Runtime API stay closed.
    expect((await attempt('POST', `${single.url}${api}`, { Origin: evil })).status).toBe(403);
    expect((await attempt('GET', `${single.url}${next}`, { Origin: evil })).status).toBe(403);
  }
});

it('no other spelling of a path leads past the rules', async () => {
  const before = started();
  const paths = [
    `//${api.slice(1)}`,
    `/.${api}`,
    api.replace('functions', '%66unctions'),
    `/x/..${next}`,
    next.replace('runtime', 'Runtime'),
    `${own}${api}`,
    `${own}${next}`,
    '*',
  ];
  for (const path of paths) {
    const status = await new Promise((resolve, reject) => {
      const headers = { Origin: evil };
      const outgoing = request(
        { port: emulator.port, host: '127.0.0.1', method: 'POST', path, headers },
        (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        },
      );
      outgoing.on('error', reject);
      outgoing.end('"event"');
    });
    expect([path, status]).toEqual([path, 403]);
  }
  expect(started()).toBe(before);
});
