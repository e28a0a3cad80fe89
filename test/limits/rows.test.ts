import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseLimits } from '../../src/limits/parse.ts';
import { packageRoot } from '../../src/package.ts';
import { lambdaLimits } from '../../src/platform/limits.ts';

const src = join(packageRoot(), 'src');
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(src, path), 'utf8'))
  .join('\n');

it.each([
  ['parseLimits', parseLimits],
  ['lambdaLimits', lambdaLimits],
])('every row of %s is read somewhere', (_, rows) => {
  const unread = Object.keys(rows).filter((name) => !new RegExp(`imits\\.${name}\\b`).test(sources));
  expect(unread).toEqual([]);
});
