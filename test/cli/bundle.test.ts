import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';

test('what the built bin loads late has names, not only the default of a CommonJS package', async () => {
  const folder = join(packageRoot(), 'dist', 'chunks');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const late = new Set(
    texts.flatMap((text) => [...text.matchAll(/\bimport\("\.\/([^"]+)"\)/g)].map(([, name]) => name)),
  );
  expect(late.size).toBeGreaterThan(10);
  for (const name of late) {
    const loaded = await import(join(folder, name as string));
    expect([name, Object.keys(loaded)]).not.toEqual([name, ['default']]);
  }
});
