import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleRecord } from '../../src/emulator/console/record.ts';
import type { Api } from '../../src/emulator/http/routes.ts';
import { findChromium, startChromium } from '../support/chromium.ts';
import { buildBootstrap, emulate, fixture, invoke, temporaryFolder } from './support.ts';

const browser = await findChromium();
if ('missing' in browser) console.warn(`test/emulator/console-page.test.ts is skipped: ${browser.missing}`);

const shop: Api = {
  ...{ id: 'shop', format: 'rest', stage: 'dev', binaryMediaTypes: [], opening: '' },
  routes: [{ method: 'GET', path: '/logs/{day}', functionName: 'logs', format: 'rest' }],
};

describe.skipIf('missing' in browser)(
  'the page of the emulator in Chromium',

  async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'events'));
    writeFileSync(join(home, 'events', 'first.json'), '{"big":12345678901234567890}');
    const saved = (name: string) => join(home, 'events', `${name}.json`);
    const record = new ConsoleRecord();
    const bootstrap = buildBootstrap();
    const names = ['echo', 'error', 'logs', 'wait', 'not-json'];
    const emulator = await emulate(
      names.map((name) => fixture(bootstrap, name)),
      {
        record,
        project: { folder: home, builtAt: () => Date.now(), hasTestHost: true },
        http: { apis: [shop], claims: undefined },
      },
    );
    let context: BrowserContext;
    let page: Page;
    /** Addresses that were asked for, and what the browser complained of. */
    const asked: string[] = [];
    const complaints: string[] = [];

    beforeAll(async () => {
      if ('path' in browser) context = await startChromium(browser.path, temporaryFolder());
    });
    afterAll(() => context?.close());
    beforeEach(async () => {
      asked.length = 0;
      complaints.length = 0;
      for (const old of context.pages().slice(1)) await old.close();
      page = await context.newPage();
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (text) => complaints.push(text.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${emulator.url}/_console/`);
      await page.getByText('connected', { exact: true }).waitFor();
    });

    const event = () => page.getByRole('textbox', { name: 'Event' });
    const result = () => page.getByRole('region', { name: 'Result' });
    const said = () => page.getByRole('status');
    const press = (name: string, exact = true) => page.getByRole('button', { name, exact }).first().click();

    /** Chooses a function, types its event and invokes it. */
    async function call(name: string, json: string): Promise<void> {
      await page.getByRole('radio', { name }).check();
      await event().fill(json);
      await press('Invoke');
      await said().getByText(`${name} has answered.`).waitFor();
    }

    it('invokes a function and shows its response, figures and log', async () => {
      await call('echo', '{"big":12345678901234567890,"markup":"<img src=x onerror=alert(1)>"}');
      const shown = result().locator('pre.response');
      await shown.waitFor();
      expect(await shown.textContent()).toBe(
        '{\n  "big": 12345678901234567890,\n  "markup": "<img src=x onerror=alert(1)>"\n}',
      );
      expect(await result().locator('img').count()).toBe(0);
      expect(await result().locator('dl').textContent()).toMatch(/Duration.*ms.*Billed.*Memory.*of 128 MB/);
      expect(await result().locator('.log').textContent()).toMatch(/^START RequestId.*\nREPORT RequestId/s);
      const [summary] = record.invocations().slice(-1);
      expect(await result().locator('.id').textContent()).toBe(summary?.id);
      expect(complaints).toEqual([]);
    });

    it('shows markup of a function as text', async () => {
      await call('not-json', '1');
      await result().getByText('<b>Hello</b>', { exact: true }).waitFor();
    });

    it('lays out an error', async () => {
      await call('error', '1');
      await result().getByText('InvalidOperation: boom').waitFor();
      await result().getByText('at F()').waitFor();
      expect(await result().locator('dl').textContent()).toContain('Broken.Handler');
      expect(await page.locator('.row[aria-selected=true] .mark').getAttribute('aria-label')).toBe('failed');
    });

    it('shows invocations of others, and the log of one that is still running', async () => {
      const before = record.invocations().length;
      const other = invoke(emulator, 'wait', '3000');
      const row = page.locator('.row', { hasText: 'wait' }).first();
      await row.click();
      await result().getByText('It is running.').waitFor();
      await result()
        .getByText(/START RequestId/)
        .waitFor();
      expect(record.invocations().at(-1)?.state).toBe('running');
      await other;
      await result()
        .getByText(/REPORT RequestId/)
        .waitFor();
      expect(record.invocations()).toHaveLength(before + 1);
    });

    it('checks the event while it is typed', async () => {
      await event().fill('{"a":');
      await page.getByText(/^Not JSON: /).waitFor();
      expect(await page.getByRole('button', { name: 'Invoke' }).isDisabled()).toBe(true);
      await event().fill('{"a":1}');
      await page.getByText('JSON. Ctrl+Enter invokes.').waitFor();
      await press('Format');
      await expect.poll(() => event().inputValue()).toBe('{\n  "a": 1\n}');
    });

    it('keeps what is typed before the events of the project have come', async () => {
      let release = () => {};
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      let answered = 0;
      await page.route('**/_console/api/events', async (route) => {
        await held;
        await route.fulfill({ response: await route.fetch() });
        answered++;
      });
      await page.getByRole('radio', { name: 'error' }).check();
      await page.getByRole('radio', { name: 'echo' }).check();
      await event().fill('"typed meanwhile"');
      release();
      await expect.poll(() => answered).toBe(2);
      await press('Invoke');
      await said().getByText('echo has answered.').waitFor();
      expect(await event().inputValue()).toBe('"typed meanwhile"');
      expect(record.detail(record.invocations().at(-1)?.id as string)?.event?.text).toBe('"typed meanwhile"');
    });

    it('takes events of the project and of the library, and gives back what was typed', async () => {
      await event().fill('"mine"');
      const choice = page.getByLabel('Take');
      await choice.selectOption('project/first');
      await page.getByRole('button', { name: 'Back to what was typed' }).waitFor();
      expect(await event().inputValue()).toBe('{\n  "big": 12345678901234567890\n}');
      await press('Back to what was typed');
      await expect.poll(() => event().inputValue()).toBe('"mine"');
      await choice.selectOption('library/sqs');
      await expect.poll(() => event().inputValue()).toContain('"aws:sqs"');
    });

    it('takes the request of a route, and its function with it', async () => {
      await page.getByRole('radio', { name: 'echo' }).check();
      await page.getByLabel('Take').selectOption({ label: 'shop: GET /logs/{day}' });
      await expect.poll(() => event().inputValue()).toContain('"resource": "/logs/{day}"');
      expect(await page.getByRole('radio', { name: 'logs' }).isChecked()).toBe(true);
      await press('Invoke');
      await said().getByText('logs has answered.').waitFor();
    });

    it('saves an event, and asks before it overwrites one', async () => {
      await event().fill('{"n":1}');
      await press('Save as event…');
      const name = page.getByRole('textbox', { name: /^Name/ });
      await name.fill('../out');
      await press('Save');
      await page.getByText(/^A name has up to 100 letters/).waitFor();
      expect(existsSync(join(home, 'out.json'))).toBe(false);
      await name.fill('again');
      await press('Save');
      await said().getByText('Saved as events/again.json.').waitFor();
      expect(readFileSync(saved('again'), 'utf8')).toBe('{"n":1}\n');

      await event().fill('{"n":2}');
      await press('Save as event…');
      await name.fill('again');
      await press('Save');
      await page.getByText('events/again.json is there already.').waitFor();
      expect(readFileSync(saved('again'), 'utf8')).toBe('{"n":1}\n');
      await press('Overwrite');
      await said().getByText('Saved as events/again.json.').waitFor();
      expect(readFileSync(saved('again'), 'utf8')).toBe('{"n":2}\n');
    });

    it('runs an invocation again, and copies it as commands', async () => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: emulator.url });
      await call('echo', '{"once":1}');
      await event().fill('"something else"');
      const before = record.invocations().at(-1)?.number ?? 0;
      await result().getByRole('button', { name: 'Run again' }).click();
      await expect
        .poll(() => record.invocations().at(-1))
        .toMatchObject({ number: before + 1, state: 'succeeded' });
      expect(record.detail(record.invocations().at(-1)?.id as string)?.event?.text).toBe('{"once":1}');
      await result().getByRole('button', { name: 'Copy as curl' }).click();
      await said().getByText('Copied as curl.').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        `curl --silent --data '{"once":1}' ${emulator.url}/2015-03-31/functions/echo/invocations`,
      );
      await result().getByRole('button', { name: 'Copy as AWS CLI' }).click();
      await said().getByText('Copied as AWS CLI.').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`--payload '{"once":1}'`);
      await result().getByRole('button', { name: 'Copy as a test' }).click();
      await said().getByText('Copied as a test.').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
        'host.InvokeAsync("echo", ',
      );
    });

    it('is usable by keyboard alone', async () => {
      const { keyboard } = page;
      /** Goes on with Tab until something has the focus; what has it is always seen. */
      const tabTo = async (selector: string) => {
        for (let i = 0; i < 60; i++) {
          if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) {
            const outline = await page.evaluate(
              () => document.activeElement && getComputedStyle(document.activeElement).outlineStyle,
            );
            expect(outline).toBe('solid');
            return;
          }
          await keyboard.press('Tab');
        }
        throw new Error(`Tab does not lead to ${selector}.`);
      };
      await tabTo('input[type=radio]');
      await keyboard.press('ArrowDown');
      expect(await page.getByRole('radio', { name: 'error' }).isChecked()).toBe(true);
      await tabTo('#event');
      await keyboard.press('Control+A');
      await keyboard.type('"typed"');
      await keyboard.press('Control+Enter');
      await result().getByText('InvalidOperation: boom').waitFor();
      await tabTo('.list');
      const selected = () => page.locator('.row[aria-selected=true] .number').textContent();
      const newest = await selected();
      await keyboard.press('ArrowDown');
      expect(Number(await selected())).toBe(Number(newest) - 1);
      await keyboard.press('End');
      expect(await selected()).toBe('1');
      expect(await page.locator('.list').getAttribute('aria-activedescendant')).toBe(
        `row-${record.invocations()[0]?.id}`,
      );
      await keyboard.press('Home');
      expect(await selected()).toBe(newest);
      await tabTo('.detail button');
      await keyboard.press('Enter');
      await expect.poll(() => record.invocations().at(-1)?.number).toBe(Number(newest) + 1);
      await page.locator('#event').focus();
      await tabTo('.buttons button:nth-of-type(3)');
      await keyboard.press('Enter');
      await page.getByRole('dialog').getByRole('textbox').and(page.locator(':focus')).waitFor();
      await keyboard.type('by-keyboard');
      await keyboard.press('Enter');
      await said().getByText('Saved as events/by-keyboard.json.').waitFor();
      expect(readFileSync(saved('by-keyboard'), 'utf8')).toBe('"typed"\n');
    });

    it('is dark where the system is', async () => {
      const brightness = () =>
        page.evaluate(() => {
          const [red = 0, green = 0, blue = 0] =
            getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
          return (red + green + blue) / 3;
        });
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await brightness()).toBeGreaterThan(200);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await brightness()).toBeLessThan(50);
    });

    it('asks nobody but the emulator', async () => {
      await call('echo', '1');
      expect(asked.length).toBeGreaterThan(5);
      expect([...new Set(asked.map((url) => new URL(url).origin))]).toEqual([emulator.url]);
      expect(await context.cookies()).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it('says when a build runs and how it ended', async () => {
      record.take({ type: 'building' });
      await page.getByText('building…').waitFor();
      record.take({
        type: 'built',
        ok: false,
        durationMs: 1200,
        errors: ['Functions.cs(3,5): error CS0103: <x>'],
      });
      await page.getByRole('alert').getByText('Functions.cs(3,5): error CS0103: <x>').waitFor();
      record.take({ type: 'built', ok: true, durationMs: 1200, errors: [] });
      await page.getByText(/^built at .* in 1200 ms$/).waitFor();
      record.take({ type: 'notice', text: 'something to know' });
      await page.getByText('Messages (1)').click();
      await page.getByText('something to know').waitFor();
    });

    it('is as wide as a telephone', async () => {
      await page.setViewportSize({ width: 400, height: 800 });
      await call('error', '1');
      await call('echo', JSON.stringify({ long: 'x'.repeat(500) }));
      await result().locator('pre.response').waitFor();
      const widths = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(widths).toEqual([400, 400]);
      await press('Save as event…');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
    });
  },
);
