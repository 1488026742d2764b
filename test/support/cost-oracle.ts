import type { CostLine, CostWindow, LabelSource } from '#domain/cost.ts';
import { add, type Decimal, decimal, decimalText, divide } from '#domain/decimal.ts';
import type { ExportRow } from '../../src/sandbox/bigquery/export-row.ts';

/** What is compared of a line: everything but what the oracle has no other way to know. */
export type OracleLine = Omit<CostLine, 'provider'>;

interface Money {
  readonly gross: Decimal;
  readonly credits: Decimal;
  /** Null where no line tells; the unit is the same in all lines that do. */
  readonly used: Decimal | null;
}

/** Adds up raw lines of an export one by one: no SQL, no query of ours, and a calendar of its own. */
export function oracleLines(rows: readonly ExportRow[], window: CostWindow, namespace: string | null): OracleLine[] {
  const found = new Map<
    string,
    {
      of: Omit<OracleLine, 'gross' | 'credits' | 'billed' | 'effective' | 'lines' | 'usage'>;
      money: Money;
      lines: number;
    }
  >();
  const dayOf = calendar(window.zone);
  for (const row of rows) {
    const day = dayOf(row.usage_start_time);
    if (day < window.first || day > window.last) continue;
    const of = {
      day,
      billingPeriod: `${row.invoice.month.slice(0, 4)}-${row.invoice.month.slice(4)}`,
      account: row.billing_account_id,
      project: row.project?.id ?? null,
      service: row.service.description,
      sku: row.sku.description,
      region: row.location.region,
      category: ({ regular: 'usage', tax: 'tax', adjustment: 'adjustment', rounding_error: 'adjustment' } as const)[
        row.cost_type
      ],
      labels: labelsOf(row, window.labelKeys, namespace),
      runBillingId: valueIn(row.labels, 'vertex-ai-pipelines-run-billing-id'),
      currency: row.currency,
    };
    const key = JSON.stringify(of);
    const sum = found.get(key) ?? { of, money: { gross: decimal(0), credits: decimal(0), used: null }, lines: 0 };
    const gross = add(sum.money.gross, billionths(row.cost));
    const credits = row.credits.reduce((all, { amount }) => add(all, billionths(amount)), sum.money.credits);
    const { used: known } = sum.money;
    const more = row.usage === null ? null : billionths(row.usage.amount_in_pricing_units);
    const used = more === null ? known : add(known ?? decimal(0), more);
    found.set(key, { of, money: { gross, credits, used }, lines: sum.lines + 1 });
  }
  return [...found.values()].map(({ of, money, lines }) => {
    const billed = decimalText(add(money.gross, money.credits));
    return {
      ...of,
      gross: decimalText(money.gross),
      credits: decimalText(money.credits),
      billed,
      effective: billed,
      lines,
      ...(money.used === null ? {} : { usage: { amount: decimalText(money.used), unit: 'hour' } }),
    };
  });
}

/** In an order of its own, so that lists compare whatever order they came in. */
export function inOrder<T>(lines: readonly T[]): T[] {
  return lines
    .map((line) => ({ line, key: canonical(line) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ line }) => line);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** BigQuery's NUMERIC keeps nine digits. */
function billionths(amount: number): Decimal {
  return divide(decimal(amount), 1n, 9);
}

function labelsOf(row: ExportRow, keys: readonly string[], namespace: string | null): CostLine['labels'] {
  const found: Record<string, { value: string; from: LabelSource }> = {};
  for (const key of keys) {
    const tags = row.tags.filter((tag) => tag.namespace === namespace);
    const places: readonly (readonly [LabelSource, string | null])[] = [
      ['resource', valueIn(row.labels, key)],
      [
        'tag',
        valueIn(
          tags.filter(({ inherited }) => !inherited),
          key,
        ),
      ],
      ['project', valueIn(row.project?.labels ?? [], key)],
      [
        'inherited_tag',
        valueIn(
          tags.filter(({ inherited }) => inherited),
          key,
        ),
      ],
    ];
    const won = places.find(([, value]) => value !== null);
    if (won !== undefined && won[1] !== null) found[key] = { value: won[1], from: won[0] };
  }
  return found;
}

function valueIn(labels: readonly { readonly key: string; readonly value: string }[], key: string): string | null {
  return labels.find((label) => label.key === key)?.value || null;
}

function calendar(zone: string): (instant: string) => string {
  const days = new Map<string, string>();
  const form = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (instant) => {
    const day = days.get(instant) ?? form.format(new Date(instant));
    days.set(instant, day);
    return day;
  };
}
