import type { CostBasis } from '#domain/cost-query.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { add, compare, type Decimal, decimal } from '#domain/decimal.ts';
import { shiftSpan, within } from './day.ts';
import type { SpendLine } from './dimension.ts';
import { zero } from './money.ts';

/** What was used of one SKU in a week and in the one before, and what that cost. All of it is in one unit. */
export interface SkuUse {
  readonly service: string;
  readonly sku: string;
  readonly unit: string;
  readonly now: { readonly used: Decimal; readonly cost: Decimal };
  readonly before: { readonly used: Decimal; readonly cost: Decimal };
}

type Sums = Record<'now' | 'before', { used: Decimal; cost: Decimal }>;

/**
 * What the lines of one currency say was used, by SKU. A SKU of which some line of usage does not say how much, or that
 * is counted in several units, is left out: its price and use cannot be told apart.
 */
export function skuUses(lines: readonly SpendLine[], week: DaySpan, basis: CostBasis): readonly SkuUse[] {
  const before = shiftSpan(week, -7);
  const found = new Map<string, { service: string; sku: string; units: Set<string | null>; sums: Sums }>();
  for (const line of lines) {
    if (line.category !== undefined && line.category !== 'usage' && line.category !== 'adjustment') continue;
    const when = within(line.day, week) ? 'now' : within(line.day, before) ? 'before' : null;
    if (when === null) continue;
    const key = JSON.stringify([line.service, line.sku]);
    const nothing = () => ({ used: zero, cost: zero });
    const sku = found.get(key) ?? {
      service: line.service,
      sku: line.sku,
      units: new Set(),
      sums: { now: nothing(), before: nothing() },
    };
    found.set(key, sku);
    const sum = sku.sums[when];
    sum.cost = add(sum.cost, decimal(line[basis]));
    if (line.usage !== undefined) sum.used = add(sum.used, decimal(line.usage.amount));
    if (line.usage !== undefined || line.category !== 'adjustment') sku.units.add(line.usage?.unit ?? null);
  }
  return [...found.values()].flatMap(({ service, sku, units, sums }) => {
    const [unit, ...others] = units;
    const told = typeof unit === 'string' && others.length === 0;
    return told && isUse(sums.now.used) && isUse(sums.before.used) ? [{ service, sku, unit, ...sums }] : [];
  });
}

function isUse(used: Decimal): boolean {
  return compare(used, zero) > 0;
}
