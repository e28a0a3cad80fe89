import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/package.ts';
import { takesAllCases } from '../support/cases.ts';
import { allPages, blocksOf, examplePages, readPage, textOfTest } from './blocks.ts';
import { commandsOf, falseClaims, falseClaimsInProse, wordsOf } from './claims.ts';
import { Reader } from './walk.ts';

// Every command of every page, run as a reader would type it, or marked; blocks.ts has the marks. A new page needs
// no code here. What new projects say in pages of their own is checked as far as names go: test/samples builds them.

/** Blocks with placeholders, and those that prove themselves by running. */
const isForm = new Set(['sh', 'sh usage']);

const own = 'lambda-nativeaot';
const pages = await allPages();
const reader = new Reader();
afterAll(() => reader.close());

describe.each([...pages, ...(await examplePages())])('%s', (page) => {
  test('names commands, flags, targets and scripts that there are', () => {
    const wrong = blocksOf(page)
      .filter(({ kind }) => kind !== 'text')
      .flatMap(({ kind, text, where }) =>
        falseClaims(text, isForm.has(kind) ? 'form' : 'exact').map((problem) => `${where}: ${problem}`),
      );
    expect([...wrong, ...falseClaimsInProse(readPage(page))]).toEqual([]);
  });

  test('links to files that there are', () => {
    const links = [...readPage(page).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link]) => link);
    const missing = links.filter((link) => !existsSync(join(packageRoot(), page, '..', link as string)));
    expect(missing).toEqual([]);
  });

  test('leaves to other tests only what those run', () => {
    const wrong = blocksOf(page)
      .filter(({ kind }) => kind === 'sh in')
      .flatMap(({ words: [file = ''], text, where }) =>
        commandsOf(text)
          .flatMap((command) => wordsOf(command))
          .filter((word) => !word.includes('/') && word !== own)
          .flatMap((word) => word.split('='))
          .filter((word) => !textOfTest(file).includes(word))
          .map((word) => `${where}: ${file} does not run ${word}`),
      );
    expect(wrong).toEqual([]);
  });
});

// What these pages do takes minutes, and other tests do the most of it.
const longPages = [
  'CONTRIBUTING.md',
  'docs/converting.md',
  'docs/workshop.md',
  'docs/building.md',
  'docs/deploying.md',
  'docs/local-development.md',
];

describe('a reader', () => {
  test.each(pages.filter((page) => takesAllCases || !longPages.includes(page)))(
    'gets through %s',
    { timeout: 1_200_000 },
    async (page) => {
      await reader.walk(page);
    },
  );

  test('is led by the README from a clone to a cold start, a second function, a deployment and a conversion', () => {
    const typed = blocksOf('README.md')
      .filter(({ kind }) => kind === 'sh' || kind === 'sh aws')
      .flatMap(({ text }) => commandsOf(text));
    const steps = [
      'npm ci',
      ...['new', 'cold-start', 'add-function', 'deploy', 'convert'].map((c) => `${own} ${c}`),
    ];
    const places = steps.map((step) => typed.findIndex((command) => command.startsWith(step)));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });
});
