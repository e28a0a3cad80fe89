/** One bar of a chart: parts laid end to end, and the single measurements below it. */
export interface Bar {
  readonly label: string;
  readonly parts: readonly { readonly name: string; readonly value: number }[];
  /** Every measurement of the whole, as a dot each. */
  readonly points: readonly number[];
  /** A line across, such as a percentile. */
  readonly mark: { readonly name: string; readonly value: number };
  /** At the end of the row, in words. */
  readonly remark: string;
}

export interface BarChart {
  readonly title: string;
  /** What the bars show, in a sentence. */
  readonly result?: string | undefined;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const width = 800;
const rowHeight = 64;
const barHeight = 22;
const colours = 4;

/**
 * Ground, texts and lines, as the reader's system is. The colours of parts can be told apart by readers who are colour-blind.
 * Source: Okabe and Ito, "Color Universal Design".
 */
const style = [
  'text{fill:#1f2328}.ground{fill:#fff}.less{fill:#57606a}.grid{stroke:#d8dee4}.mark{stroke:#1f2328;stroke-width:2}',
  '.point{fill:#1f2328;fill-opacity:.3}.p0{fill:#0072b2}.p1{fill:#e69f00}.p2{fill:#009e73}.p3{fill:#cc79a7}',
  '@media (prefers-color-scheme:dark){text{fill:#e6edf3}.ground{fill:#0d1117}.less{fill:#9198a1}.grid{stroke:#30363d}',
  '.mark{stroke:#e6edf3}.point{fill:#e6edf3}.p0{fill:#56b4e9}}',
].join('');

/** An average glyph of a sans-serif font of 13 px, to make room for labels. */
const glyph = 7.2;

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** A text as it stands in XML. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => escapes[character] as string);

/** The first of 1, 2, 5, 10, 20, … that leaves at most eight steps up to the largest figure. */
export function niceStep(largest: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(largest, Number.MIN_VALUE) / 8));
  return magnitude * ([1, 2, 5, 10].find((factor) => magnitude * factor * 8 >= largest) as number);
}

const round = (value: number) => Number(value.toFixed(2));

/** Horizontal bars as an SVG document that stands alone: no script, no font, no address but SVG's namespace. */
export function barChart({ title, result, unit, bars }: BarChart): string {
  const top = result === undefined ? 74 : 94;
  const left = 24 + glyph * Math.max(...bars.map(({ label }) => label.length));
  const right = 24 + glyph * Math.max(...bars.map(({ remark }) => remark.length));
  const largest = Math.max(
    ...bars.flatMap(({ parts, points, mark }) => [
      parts.reduce((sum, p) => sum + p.value, 0),
      mark.value,
      ...points,
    ]),
  );
  const step = niceStep(largest);
  const end = step * Math.ceil(largest / step);
  const x = (value: number) => round(left + (value / end) * (width - left - right));
  const height = top + rowHeight * bars.length + 30;
  const bottom = height - 28;
  const names = [...new Set(bars.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const colourOf = (name: string) => `p${names.indexOf(name) % colours}`;

  const text = (at: number, y: number, content: string, extra = '') =>
    `<text x="${round(at)}" y="${y}"${extra}>${escaped(content)}</text>`;

  const grid = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => round(i * step)).map(
    (value) =>
      `<line x1="${x(value)}" x2="${x(value)}" y1="${top - 12}" y2="${bottom}" class="grid"/>` +
      text(
        x(value),
        bottom + 18,
        value === end ? `${value} ${unit}` : `${value}`,
        ' text-anchor="middle" class="less"',
      ),
  );
  const legend = [...names, ...new Set(bars.map(({ mark }) => mark.name))].map((name, i) => {
    const at = 24 + i * 190;
    const isPart = names.includes(name);
    const swatch = isPart
      ? `<rect x="${at}" y="${top - 36}" width="12" height="12" class="${colourOf(name)}"/>`
      : `<line x1="${at + 6}" x2="${at + 6}" y1="${top - 38}" y2="${top - 22}" class="mark"/>`;
    return swatch + text(at + 18, top - 25, name, ' class="less"');
  });
  const rows = bars.map(({ label, parts, points, mark, remark }, i) => {
    const y = top + i * rowHeight;
    let from = 0;
    const rects = parts.map(({ name, value }) => {
      const rect = `<rect x="${x(from)}" y="${y}" width="${round(x(from + value) - x(from))}" height="${barHeight}" class="${colourOf(name)}"><title>${escaped(`${name}: ${round(value)} ${unit}`)}</title></rect>`;
      from += value;
      return rect;
    });
    const line = `<line x1="${x(mark.value)}" x2="${x(mark.value)}" y1="${y - 4}" y2="${y + barHeight + 4}" class="mark"/>`;
    const dots = points.map(
      (value) => `<circle cx="${x(value)}" cy="${y + barHeight + 14}" r="3" class="point"/>`,
    );
    return [
      text(left - 12, y + 16, label, ' text-anchor="end" font-weight="600"'),
      ...rects,
      line,
      ...dots,
      text(width - right + 12, y + 16, remark),
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-label="${escaped(title)}">`,
    `<style>${style}</style>`,
    '<rect width="100%" height="100%" class="ground"/>',
    text(24, 24, title, ' font-size="15" font-weight="600"'),
    ...(result === undefined ? [] : [text(24, 46, result)]),
    ...legend,
    ...grid,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}
