import type { BillRow, BillRows } from '#domain/bill-row.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { csvLine } from '#domain/csv.ts';

export interface BillTable extends BillRows {
  /** Keys of labels, each a column. */
  readonly labelKeys: readonly string[];
  readonly data: DataSpan;
  /** IANA name of the zone whose days are meant. */
  readonly zone: string;
}

type Smaller = BillRows['rest'][number];
type Cell = string | number | null;

interface Column {
  readonly name: string;
  readonly of: (row: BillRow) => Cell;
  /** In a row that stands for smaller ones. */
  readonly ofSmaller: (smaller: Smaller) => Cell;
}

/**
 * CSV with the columns' names first (RFC 4180, lines end with CRLF). Amounts are exact; each row has its currency and
 * the day through which there is data. Rows that are not listed are one row for each currency, so that every column of
 * amounts of money comes to the same as the whole; what was used is in many units, which nothing sums.
 */
export function billCsv(table: BillTable): string {
  const columns = columnsOf(table);
  const lines = [
    columns.map(({ name }) => name),
    ...table.rows.map((row) => columns.map(({ of }) => of(row))),
    ...table.rest.map((smaller) => columns.map(({ ofSmaller }) => ofSmaller(smaller))),
  ];
  return lines.map((cells) => `${csvLine(cells)}\r\n`).join('');
}

function columnsOf({ labelKeys, data, zone }: BillTable): readonly Column[] {
  const only = (name: string, of: Column['of']) => ({ name, of, ofSmaller: () => null });
  const both = (name: string, of: (row: BillRow | Smaller) => Cell) => ({ name, of, ofSmaller: of });
  const settled = data.settledThrough;
  return [
    only('day', ({ day }) => day),
    only('provider', ({ provider }) => provider),
    only('account', ({ account }) => account),
    only('project', ({ project }) => project),
    { name: 'service', of: ({ service }) => service, ofSmaller: ({ rows }) => `(${rows} smaller rows in one)` },
    only('sku', ({ sku }) => sku),
    only('resource', ({ resource }) => resource),
    only('region', ({ region }) => region),
    only('category', ({ category }) => category),
    only('invoice_month', ({ billingPeriod }) => billingPeriod),
    only('run', ({ runBillingId }) => runBillingId),
    ...labelKeys.map((key) => only(`label_${key}`, ({ labels }) => labels[key]?.value ?? null)),
    both('currency', ({ currency }) => currency),
    both('effective', ({ effective }) => effective),
    both('billed', ({ billed }) => billed),
    both('gross', ({ gross }) => gross),
    both('bill_lines', ({ lines }) => lines),
    only('used', ({ usage }) => usage?.amount ?? null),
    only('used_unit', ({ usage }) => usage?.unit ?? null),
    only('provisional', ({ day }) => (settled === null || day > settled ? 'yes' : 'no')),
    both('data_through', () => data.through),
    both('zone', () => zone),
  ];
}
