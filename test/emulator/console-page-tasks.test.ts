import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleRecord } from '../../src/emulator/console/record.ts';
import { findChromium, startChromium } from '../support/chromium.ts';
import { longTasks, ownLongTasks } from '../support/long-tasks.ts';
import { buildBootstrap, emulate, fixture, invoke, temporaryFolder } from './support.ts';

// A page that does much at once does not react meanwhile. What is measured is the processor's time, not the clock's.

const browser = await findChromium();
if ('missing' in browser)
  console.warn(`test/emulator/console-page-tasks.test.ts is skipped: ${browser.missing}`);

describe.skipIf('missing' in browser)('the page of the emulator in Chromium', async () => {
  const record = new ConsoleRecord();
  const bootstrap = buildBootstrap();
  const emulator = await emulate(
    ['echo', 'error'].map((name) => fixture(bootstrap, name)),
    { record, project: { folder: temporaryFolder(), builtAt: () => Date.now(), hasTestHost: false } },
  );
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    if ('path' in browser) context = await startChromium(browser.path, temporaryFolder());
  });
  afterAll(() => context?.close());
  beforeEach(async () => {
    page = await context.newPage();
    await page.goto(`${emulator.url}/_console/`);
    await page.getByText('connected', { exact: true }).waitFor();
  });

  const result = () => page.getByRole('region', { name: 'Result' });

  it('has no long task for a large response, of which it says how much it shows', async () => {
    const large = JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ sku: `A-${i}`, quantity: i })));
    const tasks = await ownLongTasks(page, async () => {
      await invoke(emulator, 'echo', large);
      const { id } = record.invocations().at(-1) as { id: string };
      await page.locator(`#row-${id}`).click();
      await result().getByText(`Response, ${large.length} bytes, of which the first are shown`).waitFor();
    });
    expect(tasks).toEqual([]);
    // Its event is not whole, so it cannot be sent again as it was.
    expect(await result().getByRole('button', { name: 'Run again' }).isDisabled()).toBe(true);
  });

  it('has no long task with 2,000 invocations, as they come and when it is opened', async () => {
    const number = page.locator('.row .number');
    const whileTheyCome = await ownLongTasks(page, async () => {
      const before = record.invocations().at(-1)?.number ?? 0;
      for (let i = 0; i < 2000; i += 10)
        await Promise.all(
          Array.from({ length: 10 }, () => invoke(emulator, i % 50 === 0 ? 'error' : 'echo')),
        );
      await expect.poll(() => number.first().textContent()).toBe(String(before + 2000));
      await page.locator('.list').focus();
      await page.keyboard.press('End');
      await number.getByText(String(before + 1), { exact: true }).waitFor();
    });
    expect(whileTheyCome).toEqual([]);
    expect(record.invocations()).toHaveLength(2000);
    // Only what is in sight is in the document.
    expect(await page.locator('.row').count()).toBeLessThan(60);
    expect(await page.locator('.chart path').count()).toBeLessThan(20);

    const whenOpened = await ownLongTasks(page, async () => {
      await page.reload();
      await page.locator('.row').first().waitFor();
      await page.locator('.chart[aria-label^="2000 invocations"]').waitFor();
    });
    expect(whenOpened).toEqual([]);
    expect(await page.locator('.row').first().getAttribute('aria-setsize')).toBe('2000');
    // One that is made on purpose is seen.
    const made = await longTasks(page, async () => {
      await page.evaluate(() => {
        const end = performance.now() + 1000;
        while (performance.now() < end);
      });
    });
    expect(made.length).toBe(1);
  });
});
