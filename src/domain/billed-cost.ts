import { compare, type Decimal, decimal, median } from './decimal.ts';
import { epochMs, type Instant } from './instant.ts';
import { described, type EndedRun, newest, type PastRun, succeeded } from './past-runs.ts';

/** An amount with its bounds and where they come from, or why there is none; both in sentences people read. */
export type Reckoning =
  | {
      readonly ok: true;
      readonly amount: Decimal;
      readonly least: Decimal;
      readonly most: Decimal;
      readonly basis: string;
    }
  | { readonly ok: false; readonly because: string };

/** Lines of a bill arrive for days after the usage, so a young bill is too small. */
const settledMs = 3 * 86_400_000;

/** What successful runs were billed in `currency`, as far as their bills are complete at `now`. */
export function billedCost(
  pastRuns: readonly PastRun[],
  version: string | null,
  currency: string,
  now: Instant,
): Reckoning {
  const done = succeeded(pastRuns);
  const billed = done.filter((run) => run.billed !== null);
  const inCurrency = billed.filter((run) => run.billed?.currency === currency);
  const settled = inCurrency.filter(({ endedAt }) => epochMs(endedAt) <= epochMs(now) - settledMs);
  if (settled.length === 0) return { ok: false, because: lacking(pastRuns, done, billed, inCurrency, currency) };
  const full = settled.filter(({ steps }) => steps.every(({ state }) => state !== 'skipped'));
  const chosen = newest(full.length > 0 ? full : settled, version);
  const amounts = chosen.runs.map((run) => decimal(run.billed?.amount ?? '')).sort(compare);
  const middle = median(amounts);
  const cached = full.length > 0 ? '' : ' Steps came from a cache: a run that computes everything costs more.';
  const what = chosen.runs.length === 1 ? 'Billed cost' : 'Median of the billed cost';
  return {
    ok: true,
    amount: middle,
    least: amounts[0] ?? middle,
    most: amounts.at(-1) ?? middle,
    basis: `${what} of ${described(chosen)}.${cached}`,
  };
}

function lacking(
  all: readonly PastRun[],
  done: readonly EndedRun[],
  billed: readonly EndedRun[],
  inCurrency: readonly EndedRun[],
  currency: string,
): string {
  if (all.length === 0) return 'No run of this pipeline is known.';
  if (done.length === 0) return 'No run of this pipeline has succeeded yet.';
  if (billed.length === 0) return 'No bill of a successful run of this pipeline is known.';
  if (inCurrency.length > 0)
    return 'The only bills are of runs that ended within three days, and such bills still grow.';
  const others = [...new Set(billed.map((run) => run.billed?.currency ?? ''))].sort();
  return `Its runs were billed in ${others.join(' and ')}, and amounts are not converted to ${currency}.`;
}
