import type { Paint } from '../../ui/colours.ts';
import { renderTable } from '../../ui/table.ts';
import type { ShownSource } from './sources.ts';

/** The sources and whom they bring events to, as a table with a line after it; undefined where there are none. */
export function sourcesText(sources: readonly ShownSource[], paint: Paint): string | undefined {
  if (sources.length === 0) return undefined;
  const rows = sources.map(({ from, functionName }) => [from, paint.bold(functionName)]);
  return `${renderTable([{ title: 'SOURCE' }, { title: 'FUNCTION' }], rows)}\n`;
}
