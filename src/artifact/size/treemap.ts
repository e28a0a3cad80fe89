import { type HierarchyRectangularNode, hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { escaped } from '../../ui/chart.ts';
import { withCommas } from '../../ui/wording.ts';
import type { Breakdown, SizeNode } from './breakdown.ts';

const width = 1200;
const height = 750;
const title = 24;
const header = 18;

/** Calm colours that differ for colour-blind readers too, by Okabe and Ito, lightened; used one after the other. */
const palette = ['#a6cee3', '#f6c28b', '#a8dcc4', '#e5b8d3', '#f4e6a1', '#c2c8ea', '#d5d5d5'];

/** Ground, title and the lines between tiles, as the reader's system is; on the tiles the text is dark either way. */
const style =
  '.ground{fill:#fff}.title{fill:#1f2328}.tiles{stroke:#fff}.tiles text{stroke:none;fill:#1f2328}' +
  '@media (prefers-color-scheme:dark){.ground{fill:#0d1117}.title{fill:#e6edf3}.tiles{stroke:#0d1117}}';

/** The width of a letter, and the height of a line, in a tile. */
const letter = 7.6;
const line = 14;

const escapeXml = (text: string) => escaped(text).replace(/\p{Cc}/gu, '�');

/**
 * A breakdown as a treemap: a picture (SVG) in which a rectangle's area is a part's share, assemblies with their
 * namespaces inside. It needs no script and no font, and names every rectangle on hovering over it.
 */
export function sizeTreemap({ total, assemblies, tables, native }: Breakdown, name: string): string {
  // Two levels below the root: a type's rectangle would be smaller than its name.
  const shallow = ({ name, size, children }: SizeNode): SizeNode => ({
    name,
    size,
    ...(children && { children: children.map((child) => ({ name: child.name, size: child.size })) }),
  });
  const root: SizeNode = { name, size: total, children: [...assemblies, tables, native].map(shallow) };
  const layout = treemap<SizeNode>()
    .tile(treemapSquarify)
    .size([width, height - title])
    .paddingOuter(2)
    .paddingInner(1)
    .paddingTop(({ depth }) => (depth === 1 ? header : 0))
    .round(true);
  const nodes = layout(
    hierarchy(root)
      .sum(({ children, size }) => (children?.length ? 0 : size))
      .sort(bySize),
  );
  const parts = (nodes.children ?? []).map((part, i) =>
    partOf(part, palette[i % palette.length] as string, total),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<style>${style}</style>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    `<text class="title" x="4" y="16" font-size="14" font-weight="bold">${escapeXml(name)}: ${bytes(total)}</text>`,
    `<g class="tiles" transform="translate(0 ${title})">`,
    ...parts,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

type Tile = HierarchyRectangularNode<SizeNode>;

const bySize = (a: { value?: number | undefined }, b: { value?: number | undefined }) =>
  (b.value ?? 0) - (a.value ?? 0);

const bytes = (size: number) => `${withCommas(size)} bytes`;

function partOf(part: Tile, colour: string, total: number): string {
  return [
    tile(part, part.data.name, colour, total),
    ...(part.children ?? []).map((child) =>
      tile(child, `${part.data.name}: ${child.data.name}`, colour, total),
    ),
  ].join('\n');
}

/** A rectangle, its name and size as far as they fit, and what hovering over it says. */
function tile(node: Tile, fullName: string, colour: string, total: number): string {
  const { x0, y0, x1, y1, data } = node;
  const share = ((100 * data.size) / Math.max(total, 1)).toFixed(1);
  const letters = Math.floor((x1 - x0 - 6) / letter);
  // What has tiles inside has one line above them.
  const lines = node.children ? 1 : Math.floor((y1 - y0) / line);
  const texts = tileTexts(data.name, shortSize(data.size), letters, lines).map(
    (text, i) => `<text x="${x0 + 3}" y="${y0 + 13 + i * line}">${escapeXml(text)}</text>`,
  );
  return (
    `<g><title>${escapeXml(fullName)}: ${bytes(data.size)}, ${share} %</title>` +
    `<rect x="${x0}" y="${y0}" width="${x1 - x0}" height="${y1 - y0}" fill="${colour}"/>${texts.join('')}</g>`
  );
}

/** The lines of a tile: name and size side by side or below each other, or the name alone; none where nothing can be read. */
function tileTexts(name: string, size: string, letters: number, lines: number): string[] {
  if (letters < 4 || lines < 1) return [];
  if (name.length + size.length + 2 <= letters) return [`${name}  ${size}`];
  const sizeFits = size.length <= letters;
  if (lines > 1 && sizeFits) return [shorten(name, letters), size];
  return [shorten(name, letters)];
}

/** Three digits are what a tile shows; hovering says the rest. */
function shortSize(size: number): string {
  if (size < 1000) return `${size} B`;
  // From where three digits of kB would be a thousand.
  return size < 999_500
    ? `${(size / 1000).toPrecision(3)} kB`
    : `${Number((size / 1_000_000).toPrecision(3))} MB`;
}

/** The end of a namespace says more than its beginning. */
const shorten = (text: string, letters: number) => {
  if (text.length <= letters) return text;
  return text.includes('.') ? `…${text.slice(1 - letters)}` : `${text.slice(0, letters - 1)}…`;
};
