import { subscribe } from 'node:diagnostics_channel';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleRecord } from '../../src/emulator/console/record.ts';
import { someCases } from '../support/cases.ts';
import { findChromium, startChromium } from '../support/chromium.ts';
import { attacks } from './attacks.ts';
import { buildBootstrap, emulate, fixture, invoke, send, temporaryFolder, until } from './support.ts';

const browser = await findChromium();
if ('missing' in browser) console.warn(`test/emulator/browser.test.ts is skipped: ${browser.missing}`);

/** What the HTTP servers of this process got, and their answers. */
const seen: { readonly address: string; readonly response: ServerResponse }[] = [];
subscribe('http.server.request.start', (message) => {
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  seen.push({ address: `http://127.0.0.1:${request.socket.localPort}${request.url}`, response });
});
const answers = (url: string) => seen.flatMap(({ address, response }) => (address === url ? [response] : []));

/** The pages of the attacker: what they are served with makes their Origin and Referer. */
const pages = {
  'another port': ['127.0.0.1', {}],
  'another name of this machine': ['localhost', {}],
  'an opaque origin': [
    '127.0.0.1',
    { 'Content-Security-Policy': 'sandbox allow-scripts allow-forms allow-popups' },
  ],
  'an origin that sends no Referer': ['localhost', { 'Referrer-Policy': 'no-referrer' }],
} as const;

describe.skipIf('missing' in browser)('a web page in Chromium', async () => {
  const folder = buildBootstrap();
  const emulator = await emulate(
    [
      fixture(folder, 'echo'),
      fixture(folder, 'environment'),
      fixture(folder, 'http', { name: 'open', url: { auth: 'none' } }),
    ],
    { record: new ConsoleRecord(), project: { folder: temporaryFolder(), builtAt: () => 0 } },
  );
  const variables = async () => JSON.parse((await invoke(emulator, 'environment')).body);
  const started = () => emulator.log().filter((line) => line.startsWith('START')).length;
  const attached = () => emulator.events.filter((e) => e.type === 'notice' && e.text.includes('attached'));

  const attacker = createServer((request, response) => {
    const page =
      Object.values(pages)[Number(new URL(request.url ?? '', 'http://x').searchParams.get('page'))];
    response.writeHead(200, { 'Content-Type': 'text/html', ...page?.[1] });
    response.end('<!doctype html><title>attacker</title><link rel="icon" href="data:,"><body></body>');
  });
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', () => resolve()));
    if ('path' in browser) context = await startChromium(browser.path, temporaryFolder());
  });
  afterAll(async () => {
    await context?.close();
    attacker.close();
    attacker.closeAllConnections();
  });
  beforeEach(async () => {
    seen.length = 0;
    const [first, ...others] = context.pages();
    for (const other of others) await other.close();
    page = first ?? (await context.newPage());
  });

  describe.each(Object.entries(pages))('from %s', (name, [host]) => {
    const number = Object.keys(pages).indexOf(name);
    const open = () =>
      page.goto(`http://${host}:${(attacker.address() as AddressInfo).port}/?page=${number}`);

    // The first origin makes every attack, the others every fifth one, which is not the same for all.
    const own =
      number === 0 ? attacks : someCases([...attacks.slice(number), ...attacks.slice(0, number)], 5);

    it.each(own)('reaches no function and gets no event by $name', async ({ run, leaves, alone }) => {
      const sandbox = `http://${(await variables()).AWS_LAMBDA_RUNTIME_API}`;
      const runtime = '/2018-06-01/runtime';
      const targets = [
        `${emulator.url}/2015-03-31/functions/echo/invocations`,
        `${emulator.url}/2021-11-15/functions/echo/response-streaming-invocations`,
        `${emulator.url}/2015-03-31/functions/`,
        `${emulator.url}${runtime}/invocation/next`,
        `${emulator.url}${runtime}/init/error`,
        `${emulator.url}/echo${runtime}/invocation/next`,
        `${emulator.url}/nobody${runtime}/init/error`,
        `${sandbox}${runtime}/invocation/next`,
        `${sandbox}${runtime}/init/error`,
        `${emulator.url}/echo/`,
        `${emulator.url}/`,
        `${emulator.url}/_console/`,
        `${emulator.url}/_console/api/stream`,
        `${emulator.url}/_console/api/events/project/evil`,
      ];
      const before = started();
      await open();
      const launch = async (target: string) => {
        const there = leaves ? page.waitForURL(target) : undefined;
        await page.evaluate(run, target).catch((error: Error) => {
          // Where the page leaves, what runs in it ends with it.
          if (!leaves) throw error;
        });
        await there;
        await until(() => answers(target).length > 0 && answers(target).every((r) => r.writableFinished));
        if (leaves) await open();
      };
      seen.length = 0;
      if (leaves || alone) for (const target of targets) await launch(target);
      else await Promise.all(targets.map(launch));
      for (const target of targets) {
        const statuses = answers(target).map(({ statusCode }) => statusCode);
        expect([target, ...new Set(statuses)]).toEqual([target, 403]);
      }
      expect(started()).toBe(before);
      expect(attached()).toEqual([]);
      // The sandbox is still there for its emulator, and a client that is no browser is answered.
      expect((await variables()).AWS_LAMBDA_RUNTIME_API).toBe(new URL(sandbox).host);
      expect((await invoke(emulator, 'echo', '"plain"')).body).toBe('"plain"');
    });

    it('may call a function whose URL is public', async () => {
      await open();
      const before = started();
      await page.evaluate(
        (url) => fetch(url, { method: 'POST', mode: 'no-cors', body: '1' }),
        `${emulator.url}/open/`,
      );
      await page.evaluate((url) => window.location.assign(url), `${emulator.url}/open/`);
      await page.waitForURL(`${emulator.url}/open/`);
      expect(await page.textContent('b')).toBe('no');
      expect(started()).toBe(before + 2);
    });
  });

  it('of the emulator’s own address may call Lambda’s API, and the user may type a function’s address', async () => {
    await page.goto(`${emulator.url}/echo/typed?a=1`);
    expect(JSON.parse((await page.textContent('body')) as string).rawPath).toBe('/typed');
    const call = async (path: string) => {
      const reply = await fetch(path, { method: 'POST', body: '"own"' });
      return [reply.status, await reply.text()];
    };
    expect(await page.evaluate(call, '/2015-03-31/functions/echo/invocations')).toEqual([200, '"own"']);
    expect((await page.evaluate(call, '/echo/x'))[0]).toBe(200);
    // The Runtime API is for no page at all.
    expect((await page.evaluate(call, '/2018-06-01/runtime/init/error'))[0]).toBe(403);
    expect((await send(`${emulator.url}/2015-03-31/functions/`)).status).toBe(200);
  });
});
