import { escaped } from '../src/ui/chart.ts';
import type { Results, Row } from './report.ts';

const width = 760;
const barLeft = 300;
const barRight = 640;
const rowHeight = 34;
const top = 58;

/**
 * The times to the first response as bars, in SVG. The lengths are linear, so that what is far longer looks
 * far longer; the numbers beside them can be read where a bar is too short to see.
 */
export function toChart(results: Results): string {
  const longest = Math.max(...results.programs.map(({ firstMicroseconds }) => firstMicroseconds));
  const height = top + results.programs.length * rowHeight + 30;
  const bars = results.programs.map((row, index) => bar(row, index, longest));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">Time from the start of the process to the first response</title>
<desc id="description">${escaped(results.programs.map(describe).join('; '))}</desc>
<style>
text { font: 14px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 16px }
.note { font-size: 12px; fill: #57606a }
.bar { fill: #8c959f }
.ours { fill: #512bd4 }
.own { font-weight: 600 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.note { fill: #8d96a0 }
.bar { fill: #6e7681 }
.ours { fill: #a78bfa }
}
</style>
<text class="title" x="12" y="26">Start of the process to first response</text>
<text class="note" x="12" y="44">An uppercase function, ${results.samples} starts each, medians; shorter is better</text>
${bars.join('\n')}
<text class="note" x="12" y="${height - 8}">${escaped(results.machine)}, .NET ${escaped(results.dotnet)}</text>
</svg>
`;
}

function bar(row: Row, index: number, longest: number): string {
  const y = top + index * rowHeight;
  const length = Math.max(1.5, ((barRight - barLeft) * row.firstMicroseconds) / longest);
  const own = row.id === 'builtin';
  const x = (barLeft + length + 8).toFixed(1);
  return [
    `<text x="12" y="${y + 17}"${own ? ' class="own"' : ''}>${escaped(row.title)}</text>`,
    `<rect class="bar${own ? ' ours' : ''}" x="${barLeft}" y="${y + 3}" width="${length.toFixed(1)}" height="20" rx="2"/>`,
    `<text x="${x}" y="${y + 17}"${own ? ' class="own"' : ''}>${milliseconds(row)} ms</text>`,
  ].join('\n');
}

function milliseconds({ firstMicroseconds }: Row): string {
  return (firstMicroseconds / 1000).toFixed(firstMicroseconds < 10_000 ? 1 : 0);
}

const describe = (row: Row) => `${row.title}: ${milliseconds(row)} ms`;
