import { expect, it, onTestFinished } from 'vitest';
import { openSources } from '../../../src/emulator/sources/sources.ts';
import { sourcesText } from '../../../src/emulator/sources/text.ts';
import type { Settings } from '../../../src/project/settings.ts';
import { paintFor } from '../../../src/ui/colours.ts';
import { serviceOf } from './support.ts';

const settings = {
  functions: [{ name: 'shop-report', handler: 'report', timeout: 3 }],
} as unknown as Settings;
const nothing = () => Promise.reject(new Error('Nothing is there.'));
const openers = { openQueue: nothing, openStream: nothing };

it('many sources end together, and Node has nothing to warn of', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error) => void warnings.push(name);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const controller = new AbortController();
  const texts = Array.from({ length: 20 }, (_, i) => `schedule:rate(${i + 2} hours)=report`);
  const sources = await openSources(settings, texts, openers, controller.signal);
  const running = sources.run({ ...serviceOf(() => null), concurrency: 1, signal: controller.signal });
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  await running;
  expect(warnings).toEqual([]);
  expect(sources.shown).toHaveLength(20);
});

it('a source is shown with the Lambda name of its function', async () => {
  const { signal } = new AbortController();
  const sources = await openSources(settings, ['schedule:rate(1 day)=report'], openers, signal);
  expect(sourcesText(sources.shown, paintFor({ isTTY: false } as never, true))).toBe(
    'SOURCE       FUNCTION\nrate(1 day)  shop-report\n',
  );
  expect(sourcesText([], paintFor({ isTTY: false } as never, true))).toBeUndefined();
});
