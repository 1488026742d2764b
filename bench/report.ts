import type { Comparison, Estimate } from './distribution.ts';

/** One line of the result. */
export interface Line {
  readonly id: string;
  readonly title: string;
  readonly unit: 'µs' | 'ms' | 'MB';
  readonly compared: Comparison;
}

/** The lines as a table for a terminal; `floor` names what Countersign is compared with. */
export function table(lines: readonly Line[], floor = 'floor'): string {
  return grid(
    ['', 'Countersign', floor, 'ratio', 'pairs'],
    lines.map(({ title, unit, compared }) => [
      title,
      text(compared.countersign, ` ${unit}`, compared.pairs),
      text(compared.floor, ` ${unit}`, compared.pairs),
      text(compared.ratio, '×', compared.pairs),
      String(compared.pairs),
    ]),
  );
}

/** Columns as wide as their widest cell: the first to the left, the others to the right. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)));
  return [head, widths.map((width) => '─'.repeat(width)), ...rows]
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column === 0)).join('  '))
    .map((line) => `  ${line.trimEnd()}`)
    .join('\n');
}

/** An estimate with its interval; one pair has no spread to show. */
export function text({ value, low, high }: Estimate, unit: string, pairs: number): string {
  return `${amount(value)}${unit}${pairs === 1 ? '' : ` (${amount(low)}–${amount(high)})`}`;
}

/** Three significant digits. */
export function amount(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function pad(cell: string, width: number, left: boolean): string {
  const space = ' '.repeat(width - cell.length);
  return left ? cell + space : space + cell;
}
