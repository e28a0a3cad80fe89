import { escaped } from '../../src/ui/chart.ts';
import type { Frame, Run } from './screen.ts';
import type { Size } from './session.ts';

const glyph = 8.4;
const lineHeight = 19;
const margin = 16;
const bar = 30;

/** The colours of a terminal, by their numbers, on light and dark ground; readable ones (WCAG AA). */
const palette: Readonly<Record<number, readonly [light: string, dark: string]>> = {
  1: ['#b31d28', '#ff7b72'],
  2: ['#116329', '#56d364'],
  3: ['#7d4e00', '#e3b341'],
  4: ['#0550ae', '#79c0ff'],
  5: ['#6639ba', '#d2a8ff'],
  6: ['#0b6bcb', '#76e3ea'],
  7: ['#57606a', '#b1bac4'],
  8: ['#57606a', '#8b949e'],
};

const colours = (which: 0 | 1) =>
  Object.entries(palette)
    .map(([number, colour]) => `.c${number}{fill:${colour[which]}}`)
    .join('');

const lineText = (runs: readonly Run[]): string =>
  runs
    .map(({ column, text, look }) => {
      const place = `x="${Number((column * glyph).toFixed(1))}"`;
      const style = look === '' ? '' : ` class="${look}"`;
      return `<tspan ${place}${style}>${escaped(text)}</tspan>`;
    })
    .join('');

/**
 * The pictures of a terminal as one SVG that moves by itself, light and dark as the reader's system is. Each line is there
 * once, whatever number of pictures shows it. Where motion is not wanted, the last picture stands.
 * @param seconds how long the last picture stays.
 */
export function toSvg(frames: readonly Frame[], size: Size, title: string, seconds: number): string {
  const width = Math.ceil(size.columns * glyph + 2 * margin);
  const height = Math.ceil(size.rows * lineHeight + bar + margin);
  const total = (frames.at(-1)?.at ?? 0) + seconds;
  const ids = new Map<string, number>();
  const known = (text: string): number => {
    const id = ids.get(text) ?? ids.size;
    ids.set(text, id);
    return id;
  };
  const pictures = frames.map(({ lines }, n) => {
    const uses = lines.flatMap((runs, y) =>
      runs.length === 0 ? [] : [`<use href="#l${known(lineText(runs))}" y="${y * lineHeight}"/>`],
    );
    return `<g class="f" id="f${n}">${uses.join('')}</g>`;
  });
  const percent = (at: number) => `${Number(((at / total) * 100).toFixed(3))}%`;
  const rules = frames.map(({ at }, n) => {
    const next = frames[n + 1]?.at;
    const from = n === 0 ? '0%' : percent(at);
    const shown = next === undefined ? '' : `${percent(next)}{visibility:hidden}`;
    const start = n === 0 ? '' : '0%{visibility:hidden}';
    return `@keyframes k${n}{${start}${from}{visibility:visible}${shown}}#f${n}{animation-name:k${n}}`;
  });
  const definitions = [...ids].map(([text, id]) => `<text id="l${id}">${text}</text>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;fill:#24292f;white-space:pre}
.w{fill:#f6f8fa;stroke:#d0d7de}.dot{fill:#d0d7de}.b{font-weight:700}.d{opacity:.7}${colours(0)}
.f{visibility:hidden;animation:${Number(total.toFixed(2))}s steps(1) infinite}
${rules.join('\n')}
@media (prefers-color-scheme:dark){text{fill:#e6edf3}.w{fill:#0d1117;stroke:#30363d}.dot{fill:#30363d}${colours(1)}}
@media (prefers-reduced-motion:reduce){.f{animation:none}#f${frames.length - 1}{visibility:visible}}
</style>
<defs>
${definitions.join('\n')}
</defs>
<rect class="w" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8"/>
<circle class="dot" cx="20" cy="15" r="5"/><circle class="dot" cx="38" cy="15" r="5"/><circle class="dot" cx="56" cy="15" r="5"/>
<g transform="translate(${margin} ${bar + 14})">
${pictures.join('\n')}
</g>
</svg>
`;
}
