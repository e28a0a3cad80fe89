import { type Column, renderTable } from '../../ui/table.ts';
import { withCommas } from '../../ui/wording.ts';
import type { Breakdown, SizeNode } from './breakdown.ts';

const columns: readonly Column[] = [
  { title: 'Part' },
  { title: 'Bytes', align: 'right' },
  { title: 'Share', align: 'right' },
];

/** Parts below this share of the whole are told together. */
const least = 0.005;

/** A breakdown as text: every assembly, with the namespaces that weigh something below it. */
export function sizeTable({ total, assemblies, tables, native }: Breakdown): string {
  const row = (name: string, size: number) => [
    name,
    withCommas(size),
    `${((100 * size) / Math.max(total, 1)).toFixed(1)} %`,
  ];
  const withChildren = ({ name, size, children = [] }: SizeNode) => {
    const large = children.filter((child) => child.size >= least * total);
    const others = children.length - large.length;
    const rest = size - large.reduce((sum, child) => sum + child.size, 0);
    const more = others > 0 && large.length > 0 ? [row(`  ${others} more`, rest)] : [];
    return [row(name, size), ...large.map((child) => row(`  ${child.name}`, child.size)), ...more];
  };
  const rows = [...assemblies, tables, native].sort((a, b) => b.size - a.size).flatMap(withChildren);
  return renderTable(columns, [...rows, row('the whole bootstrap', total)]);
}
