import { posix } from 'node:path';
import { execa } from 'execa';
import { beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { readPage } from './blocks.ts';

/** What `npm pack` puts into the package. */
let packed: Set<string>;

beforeAll(async () => {
  const { stdout } = await execa('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: packageRoot(),
  });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  packed = new Set(files.map(({ path }) => path));
});

test('the pages come with the package, and lead to nothing that does not', () => {
  const pages = [...packed].filter((path) => path.endsWith('.md') && !path.startsWith('templates/'));
  expect(pages).toContain('docs/deploying.md');
  const dead = pages.flatMap((page) =>
    [...readPage(page).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, link = '']) => posix.normalize(posix.join(posix.dirname(page), link)))
      .filter((path) => !packed.has(path))
      .map((path) => `${page}: ${path}`),
  );
  expect(dead).toEqual([]);
});
