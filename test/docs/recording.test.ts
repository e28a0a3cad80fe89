import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { framesOf } from '../../scripts/recording/screen.ts';
import { toSvg } from '../../scripts/recording/svg.ts';
import { packageRoot } from '../../src/package.ts';
import { readPage } from './blocks.ts';

const size = { columns: 20, rows: 3 };

it('a picture has the lines of the terminal, with their colours, as far as they are in sight', async () => {
  const frames = await framesOf(
    [
      { at: 0, data: 'gone\r\n' },
      { at: 1, data: '\u001b[1;32m$\u001b[0m a <b>\r\n\r\n' },
      { at: 2, data: 'wait 1' },
      { at: 2.05, data: '\rwait 2' },
      { at: 2.1, data: '\rwait 3' },
      { at: 5, data: '\r\u001b[2Kdone' },
    ],
    size,
  );
  expect(frames.map(({ at }) => at)).toEqual([0, 1, 2, 2.1, 5]);
  expect(frames.at(-1)?.lines).toEqual([
    [
      { column: 0, text: '$', look: 'c2 b' },
      { column: 2, text: 'a <b>', look: '' },
    ],
    [],
    [{ column: 0, text: 'done', look: '' }],
  ]);
});

it('lines that several pictures show are in the file once, and markup is text', () => {
  const line = [{ column: 0, text: '<script>', look: 'c1' }];
  const svg = toSvg(
    [
      { at: 0, lines: [line, [], []] },
      { at: 2, lines: [[], line, []] },
    ],
    size,
    'A & B',
    2,
  );
  expect(svg.match(/&lt;script&gt;/g)).toHaveLength(1);
  expect(svg.match(/<use href="#l0"/g)).toHaveLength(2);
  expect(svg).toContain('<title id="title">A &amp; B</title>');
  expect(svg).toContain('@keyframes k1{0%{visibility:hidden}50%{visibility:visible}}');
  expect(svg).toContain('animation:4s steps(1) infinite');
});

it('the recording is small, loads nothing, and types commands that the README has', () => {
  const svg = readFileSync(join(packageRoot(), 'docs', 'recording.svg'), 'utf8');
  expect(svg.length).toBeLessThanOrEqual(300_000);
  expect(svg).not.toMatch(/<script|<foreignObject|<image|href="(?!#)|url\(/i);
  const texts = [...svg.matchAll(/<text id="l\d+">(.*?)<\/text>/g)].map(([, text = '']) =>
    text.replace(/<\/tspan><tspan[^>]*>/g, ' ').replace(/<[^>]*>/g, ''),
  );
  const typed = texts.filter((text) => text.startsWith('$ ')).map((text) => text.slice(2));
  const readme = readPage('README.md').replaceAll('"', '&quot;');
  const commands = ['lambda-nativeaot build', 'lambda-nativeaot cold-start', 'cd hello-native'];
  expect(typed).toEqual(expect.arrayContaining(commands));
  for (const command of commands) expect(readme).toContain(command);
  expect(texts).toContain('&quot;HELLO WORLD&quot;');
});
