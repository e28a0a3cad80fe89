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
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const width = 800;
const rowHeight = 64;
const barHeight = 22;
const top = 74;
const colours = ['#2563eb', '#f59e0b', '#10b981', '#8b5cf6'] as const;
const grey = '#6b7280';
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
export function barChart({ title, unit, bars }: BarChart): string {
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
  const colourOf = (name: string) => colours[names.indexOf(name) % colours.length] as string;

  const text = (at: number, y: number, content: string, extra = '') =>
    `<text x="${round(at)}" y="${y}"${extra}>${escaped(content)}</text>`;

  const grid = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => round(i * step)).map(
    (value) =>
      `<line x1="${x(value)}" x2="${x(value)}" y1="${top - 12}" y2="${bottom}" stroke="#e5e7eb"/>` +
      text(
        x(value),
        bottom + 18,
        value === end ? `${value} ${unit}` : `${value}`,
        ` text-anchor="middle" fill="${grey}"`,
      ),
  );
  const legend = [...names, ...new Set(bars.map(({ mark }) => mark.name))].map((name, i) => {
    const at = 24 + i * 190;
    const isPart = names.includes(name);
    const swatch = isPart
      ? `<rect x="${at}" y="38" width="12" height="12" fill="${colourOf(name)}"/>`
      : `<line x1="${at + 6}" x2="${at + 6}" y1="36" y2="52" stroke="#111827" stroke-width="2"/>`;
    return swatch + text(at + 18, 49, name, ` fill="${grey}"`);
  });
  const rows = bars.map(({ label, parts, points, mark, remark }, i) => {
    const y = top + i * rowHeight;
    let from = 0;
    const rects = parts.map(({ name, value }) => {
      const rect = `<rect x="${x(from)}" y="${y}" width="${round(x(from + value) - x(from))}" height="${barHeight}" fill="${colourOf(name)}"><title>${escaped(`${name}: ${round(value)} ${unit}`)}</title></rect>`;
      from += value;
      return rect;
    });
    const line = `<line x1="${x(mark.value)}" x2="${x(mark.value)}" y1="${y - 4}" y2="${y + barHeight + 4}" stroke="#111827" stroke-width="2"/>`;
    const dots = points.map(
      (value) =>
        `<circle cx="${x(value)}" cy="${y + barHeight + 14}" r="3" fill="#111827" fill-opacity="0.3"/>`,
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
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#111827" role="img" aria-label="${escaped(title)}">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(24, 24, title, ' font-size="15" font-weight="600"'),
    ...legend,
    ...grid,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}
