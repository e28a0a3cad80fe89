import stringWidth from 'string-width';
import { unpainted } from './colours.ts';
import { visible } from './visible.ts';

export interface Column {
  readonly title: string;
  /** Numbers read best with their units below each other. */
  readonly align?: 'left' | 'right';
}

/** The columns that a text takes in a terminal: wide characters take two, and what is quoted takes more. */
const widthOf = (text: string) => stringWidth(visible(unpainted(text)));

/**
 * A table as text: titles, then one line a row, columns two spaces apart, nothing after the last word of a line.
 * Colours in cells are kept and do not count for the width.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((cells) => widthOf(cells[i] ?? ''))));
  const pad = (cell: string, i: number) => {
    const space = ' '.repeat((widths[i] as number) - widthOf(cell));
    return columns[i]?.align === 'right' ? space + cell : cell + space;
  };
  return lines
    .map((cells) =>
      columns
        .map((_, i) => pad(cells[i] ?? '', i))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
