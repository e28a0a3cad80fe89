import { parseXml, XmlElement } from '@rgrove/parse-xml';
import { describe, expect, it } from 'vitest';
import { barChart, niceStep } from '../../src/ui/chart.ts';

const bar = (label: string, init: number, duration: number) => ({
  label,
  parts: [
    { name: 'Init', value: init },
    { name: 'Duration', value: duration },
  ],
  points: [init + duration, (init + duration) * 2],
  mark: { name: 'p90', value: (init + duration) * 2 },
  remark: `${init + duration}`,
});

/** All elements of a name below one, in document order. */
function all(element: XmlElement, name: string): XmlElement[] {
  const children = element.children.filter((child) => child instanceof XmlElement);
  return children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

const number = (element: XmlElement, name: string) => Number(element.attributes[name]);

describe('a bar chart', () => {
  const svg = barChart({
    title: 'a < b & "c"',
    unit: 'ms',
    bars: [bar('aot', 10, 2), bar('<jit>', 100, 40)],
  });
  const root = parseXml(svg).root as XmlElement;

  it('is an XML document with its texts escaped', () => {
    expect(root.attributes['aria-label']).toBe('a < b & "c"');
    expect(all(root, 'text').map((element) => element.text)).toContain('<jit>');
  });

  it('loads nothing and runs nothing', () => {
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|href|url\(/);
  });

  it('says in a sentence what it shows, where it has one, and moves the rest down', () => {
    const said = barChart({ title: 't', result: 'aot is faster', unit: 'ms', bars: [bar('aot', 10, 2)] });
    const plain = barChart({ title: 't', unit: 'ms', bars: [bar('aot', 10, 2)] });
    const height = (text: string) => number(parseXml(text).root as XmlElement, 'height');
    expect(said).toContain('>aot is faster</text>');
    expect(height(said) - height(plain)).toBe(20);
  });

  it('is dark where the system is: every colour is in its style', () => {
    expect(svg).toContain('@media (prefers-color-scheme:dark)');
    expect(svg.replace(/<style>.*<\/style>/, '')).not.toMatch(/#[\da-f]{3}/i);
  });

  it('draws lengths in proportion, parts end to end', () => {
    const [, , , aotInit, aotDuration, jitInit] = all(root, 'rect');
    const width = (element: XmlElement | undefined) => number(element as XmlElement, 'width');
    expect(width(jitInit) / width(aotInit)).toBeCloseTo(10, 1);
    expect(number(aotInit as XmlElement, 'x') + width(aotInit)).toBeCloseTo(
      number(aotDuration as XmlElement, 'x'),
      1,
    );
  });

  it('keeps everything inside', () => {
    const [width, height] = [number(root, 'width'), number(root, 'height')];
    for (const circle of all(root, 'circle')) {
      expect(number(circle, 'cx')).toBeLessThanOrEqual(width);
      expect(number(circle, 'cy')).toBeLessThanOrEqual(height);
    }
    expect(all(root, 'circle')).toHaveLength(4);
  });
});

describe('the step of an axis', () => {
  it.each([
    [0.5, 0.1],
    [7, 1],
    [9, 2],
    [33, 5],
    [80, 10],
    [384, 50],
    [12_000, 2000],
  ])('for %d is %d', (largest, step) => {
    expect(niceStep(largest)).toBeCloseTo(step, 10);
  });
});
