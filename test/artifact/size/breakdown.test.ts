import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { describe, expect, test } from 'vitest';
import { breakDown, type SizeNode } from '../../../src/artifact/size/breakdown.ts';
import { readMstat } from '../../../src/artifact/size/mstat.ts';
import { parseSize } from '../../../src/artifact/size/sizes.ts';
import { sizeTable } from '../../../src/artifact/size/table.ts';
import { sizeTreemap } from '../../../src/artifact/size/treemap.ts';
import { buildMstat } from './mstat-builder.ts';

const breakdown = breakDown(readMstat(buildMstat()), 10_000);

const expectSums = (node: SizeNode) => {
  if (!node.children) return;
  expect(node.children.reduce((sum, { size }) => sum + size, 0)).toBe(node.size);
  for (const child of node.children) expectSums(child);
};

describe('a breakdown', () => {
  test('adds up on every level, and to the whole bootstrap', () => {
    const { assemblies, tables, native, total } = breakdown;
    for (const part of [...assemblies, tables, native]) expectSums(part);
    expect([...assemblies, tables, native].reduce((sum, { size }) => sum + size, 0)).toBe(total);
  });

  test('counts types and frozen objects with what they take packed', () => {
    // 400 bytes of types and objects are unpacked from 200 bytes.
    const shop = breakdown.assemblies.find(({ name }) => name === 'Shop');
    const orders = shop?.children?.find(({ name }) => name === 'Shop.Orders');
    expect(orders?.children).toEqual([
      { name: 'Handler', size: 1023 + (60 + 50 + 100) / 2 },
      { name: 'Handler.State', size: 20 },
    ]);
    expect(breakdown.tables).toEqual({
      name: 'tables and metadata',
      size: 500,
      children: [{ name: 'Metadata', size: 500 }],
    });
  });

  test('of a bootstrap smaller than its report has no rest, and no negative one', () => {
    expect(breakDown(readMstat(buildMstat()), 10).native.size).toBe(0);
  });
});

test('as a table it has every assembly with its namespaces, largest first, and the whole at the end', () => {
  expect(sizeTable(breakdown)).toBe(
    [
      'Part                                Bytes    Share',
      'Shop                                5,244   52.4 %',
      '  (no namespace)                    4,096   41.0 %',
      '  Shop.Orders                       1,148   11.5 %',
      'native runtime and file structure   3,661   36.6 %',
      'System.Private.CoreLib                595    6.0 %',
      '  System.Collections.Generic          545    5.5 %',
      '  System                               50    0.5 %',
      'tables and metadata                   500    5.0 %',
      '  Metadata                            500    5.0 %',
      'the whole bootstrap                10,000  100.0 %',
    ].join('\n'),
  );
});

describe('as a treemap', () => {
  const elements = (parent: XmlElement): XmlElement[] =>
    parent.children
      .filter((child) => child instanceof XmlElement)
      .flatMap((child) => [child, ...elements(child)]);
  const root = (svg: string) => parseXml(svg).root as XmlElement;

  test('areas are as large as the shares, and every part says its name and bytes', () => {
    const all = elements(root(sizeTreemap(breakdown, 'hello')));
    const tiles = all.filter(({ name, children }) => name === 'g' && children[0] instanceof XmlElement);
    const areas = new Map(
      tiles.flatMap((tile) => {
        const [title, rect] = elements(tile);
        if (title?.name !== 'title' || rect?.name !== 'rect') return [];
        return [[title.text, Number(rect.attributes.width) * Number(rect.attributes.height)] as const];
      }),
    );
    const shop = areas.get('Shop: 5,244 bytes, 52.4 %') as number;
    const native = areas.get('native runtime and file structure: 3,661 bytes, 36.6 %') as number;
    expect(shop / native).toBeCloseTo(5244 / 3661, 1);
    expect([...areas.keys()]).toContain('Shop: Shop.Orders: 1,148 bytes, 11.5 %');
  });

  test('shows sizes beside or below the names, and no text that is wider than its tile', () => {
    const all = elements(root(sizeTreemap(breakdown, 'hello')));
    const tiles = all.filter(({ name, children }) => name === 'g' && children.length > 1);
    const shown = tiles.flatMap((tile) => {
      const rect = elements(tile).find(({ name }) => name === 'rect');
      const texts = elements(tile).filter(({ name }) => name === 'text');
      return texts.map((text) => ({ text: text.text, width: Number(rect?.attributes.width), of: tile }));
    });
    expect(shown.map(({ text }) => text)).toEqual(expect.arrayContaining(['Shop  5.24 kB']));
    for (const { text, width } of shown) expect(7.6 * text.length).toBeLessThanOrEqual(width);
  });

  test('is sound XML whatever the names are', () => {
    const name = '<script>"&\u0001';
    const hostile = { ...breakdown, assemblies: [{ name, size: 5000, children: [{ name, size: 5000 }] }] };
    const svg = root(sizeTreemap(hostile, name));
    expect(elements(svg).map((element) => element.name)).not.toContain('script');
    expect(svg.text).toContain('<script>"&');
  });
});

describe('a size', () => {
  test.each([
    ['900000', 900_000],
    ['900KB', 921_600],
    ['1.5MB', 1_572_864],
    ['2 mb', 2_097_152],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each(['', '-1', '1GB', 'large', '1.5.2MB'])('"%s" is none', (text) => {
    expect(() => parseSize(text)).toThrow(/^Invalid size "[^"]*"; write it as 900000, 900KB or 1\.5MB/);
  });
});
