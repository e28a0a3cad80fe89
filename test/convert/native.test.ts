import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/project/settings.ts';
import { temporaryFolder } from '../support/folders.ts';
import { answer, make } from '../support/project.ts';
import { convert, copyFixture } from './fixtures.ts';

const warnings = /\bwarning [A-Z]+\d+/;

describe('a class library that needs nothing but the context and a serializer', () => {
  it('becomes a native program without packages that answers as before', async () => {
    const target = await copyFixture('empty-function', await temporaryFolder());
    await convert(target, { library: 'builtin' });
    const made = await make(target, ['package']);
    expect(made, made.all).toMatchObject({ exitCode: 0 });
    expect(made.all).not.toMatch(warnings);
    expect(await answer(target, 'Hello World')).toBe('HELLO WORLD');
    expect(existsSync(join(target, 'dist', 'EmptyFunction.zip'))).toBe(true);
  }, 300_000);

  it('keeps several typed handlers of old code apart by the Handler setting', async () => {
    const target = await copyFixture('json-function', await temporaryFolder());
    await convert(target, { library: 'builtin' });
    const made = await make(target, ['package']);
    expect(made, made.all).toMatchObject({ exitCode: 0 });
    expect(made.all).not.toMatch(warnings);
    // As before: names in any case are read, null members are not written.
    const order = {
      id: 'a1',
      lines: [
        { SKU: 'x', Quantity: 2, Price: 1.5 },
        { sku: 'y', quantity: 4 },
      ],
    };
    expect(await answer(target, order, 'Place')).toEqual({ OrderId: 'a1', Total: 7 });
    expect(await answer(target, order.lines, 'Count')).toEqual({ x: 2, y: 4 });
    const { functions } = await readSettings(target);
    for (const { event, handler } of functions) {
      const sample = JSON.parse(await readFile(join(target, event as string), 'utf8'));
      expect(await answer(target, sample, handler)).toBeDefined();
    }
  }, 300_000);
});
