import { idleShare } from '#domain/cloud-usage.ts';
import type { CostDay } from '#domain/cost.ts';
import type { IdleFinding } from '#domain/cost-finding.ts';
import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { compare, decimal } from '#domain/decimal.ts';
import { knownThroughout } from './data-span.ts';
import { dayCount, shiftDay } from './day.ts';
import type { SpendLine } from './dimension.ts';
import { shareOf } from './money.ts';
import { amountIn, spendSeries } from './series.ts';

/** How much something was used by day. */
export interface Usage {
  readonly kind: IdleFinding['kind'];
  readonly resource: string;
  /** As people call it. */
  readonly name: string;
  readonly project: string | null;
  readonly team: string | null;
  /**
   * Without gaps, oldest first: predictions of an endpoint, the highest utilisation of a notebook's processor or of an
   * accelerator from 0 to 1, and 1 for a disk that is attached. Null where monitoring has no data, which is not zero.
   */
  readonly days: readonly { readonly day: CostDay; readonly used: number | null }[];
}

/** Below this it counts as not used, and after so many such days in a row it is found. */
const limits = {
  endpoint: { used: 1, days: 7, words: 'had no predictions' },
  notebook: { used: idleShare, days: 3, words: 'was not used' },
  accelerator: { used: idleShare, days: 2, words: 'was not used' },
  disk: { used: 1, days: 14, words: 'was attached to nothing' },
} as const;

/**
 * What has not been used lately, the dearest first within a currency. `lines` are what the resources cost. Days whose
 * use is not known end what can be said. What somebody keeps is left out until that day.
 */
export function idleFindings(
  usages: readonly Usage[],
  lines: readonly SpendLine[],
  data: DataSpan,
  basis: CostBasis,
  kept: ReadonlyMap<string, CostDay>,
  today: CostDay,
): readonly IdleFinding[] {
  const found = usages
    .filter(({ resource }) => (kept.get(resource) ?? '') < today)
    .flatMap((usage) =>
      idleOf(
        usage,
        lines.filter((line) => line.resource === usage.resource),
        data,
        basis,
      ),
    );
  return found.sort(
    (a, b) =>
      (a.costPerDay?.currency ?? '~').localeCompare(b.costPerDay?.currency ?? '~') ||
      compare(decimal(b.costPerDay?.amount ?? '0'), decimal(a.costPerDay?.amount ?? '0')),
  );
}

function idleOf(
  { days, ...usage }: Usage,
  lines: readonly SpendLine[],
  data: DataSpan,
  basis: CostBasis,
): readonly IdleFinding[] {
  const limit = limits[usage.kind];
  let start = days.length;
  for (let i = days.length - 1; i >= 0; i -= 1) {
    const used = days[i]?.used ?? null;
    if (used === null || used >= limit.used) break;
    start = i;
  }
  const idleDays = days.length - start;
  const since = days[start]?.day;
  if (since === undefined || idleDays < limit.days) return [];
  const costPerDay = meanCost(lines, since, shiftDay(since, idleDays - 1), data, basis);
  if (costPerDay !== null && compare(decimal(costPerDay.amount), decimal(0)) <= 0) return [];
  const sentence = `${usage.name} ${limit.words} for ${start === 0 ? 'at least ' : ''}${idleDays} days.`;
  return [{ ...usage, since, idleDays, costPerDay, sentence }];
}

/** Over the settled ones of its idle days, in the currency with most lines; null without any, or without a line at all. */
function meanCost(
  lines: readonly SpendLine[],
  since: CostDay,
  until: CostDay,
  data: DataSpan,
  basis: CostBasis,
): IdleFinding['costPerDay'] {
  const settled = data.settledThrough ?? '';
  const span = { first: since, last: until < settled ? until : settled };
  if (span.last < since || !knownThroughout(span, data)) return null;
  const [series] = [...spendSeries(lines, [])].sort((a, b) => b.byDay.size - a.byDay.size);
  const amount = series === undefined ? null : amountIn(series, span, data, basis);
  return series === undefined || amount === null
    ? null
    : { amount: shareOf(amount, dayCount(span)), currency: series.currency };
}
