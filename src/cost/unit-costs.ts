import type { CostDay } from '#domain/cost.ts';
import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, UnitCost } from '#domain/cost-report.ts';
import { decimal, decimalText, divide, multiply } from '#domain/decimal.ts';
import { known, knownThroughout } from './data-span.ts';
import { within } from './day.ts';
import { reader, type SpendLine } from './dimension.ts';
import { sumOf } from './money.ts';

/** A training run that the bill may know. */
export interface BilledRun {
  readonly model: string;
  /** As people name it. */
  readonly name: string;
  /** What its lines carry; null where the engine gives none. */
  readonly billingId: string | null;
  /** The version it made; null if none is known. */
  readonly version: string | null;
  readonly startedOn: CostDay;
  /** Null while it runs. */
  readonly endedOn: CostDay | null;
}

/** How many predictions a model made. */
export interface Predictions {
  readonly model: string;
  readonly count: number;
  readonly span: DaySpan;
}

const modelOf = reader('label:model');

/** What each run cost, once its bill is settled. The lines are of one currency and of all of the runs' days. */
export function runCosts(
  runs: readonly BilledRun[],
  lines: readonly SpendLine[],
  data: DataSpan,
  basis: CostBasis,
): readonly UnitCost[] {
  const amounts = amountsByRun(lines, basis);
  return runs.map((run) => ({ of: 'run', model: run.model, name: run.name, ...runAmount(run, amounts, data) }));
}

/** What the runs that made each version cost together; unknown as soon as one of them is. */
export function versionCosts(
  runs: readonly BilledRun[],
  lines: readonly SpendLine[],
  data: DataSpan,
  basis: CostBasis,
): readonly UnitCost[] {
  const amounts = amountsByRun(lines, basis);
  const versions = new Map<string, { model: string; name: string; runs: BilledRun[] }>();
  for (const run of runs) {
    if (run.version === null) continue;
    const key = JSON.stringify([run.model, run.version]);
    const version = versions.get(key) ?? { model: run.model, name: run.version, runs: [] };
    version.runs.push(run);
    versions.set(key, version);
  }
  return [...versions.values()].map(({ model, name, runs: made }) => {
    const costs = made.map((run) => runAmount(run, amounts, data));
    const unknown = costs.find(({ amount }) => amount === null);
    const amount = unknown === undefined ? sumOf(costs.map((cost) => cost.amount ?? '0')) : null;
    return { of: 'version', model, name, amount, because: unknown?.because ?? null };
  });
}

/** What serving cost for every thousand predictions; lines of training runs do not count. The lines are of one currency. */
export function predictionCosts(
  traffic: readonly Predictions[],
  lines: readonly SpendLine[],
  data: DataSpan,
  basis: CostBasis,
): readonly UnitCost[] {
  return traffic.map(({ model, count, span }) => {
    const unit = { of: 'thousand_predictions', model, name: null } as const;
    const unknown = (because: string) => ({ ...unit, amount: null, because });
    if (count <= 0) return unknown('It made no predictions.');
    if (!knownThroughout(span, data)) return unknown('There is no bill of all of these days yet.');
    const serving = lines.filter(
      (line) => modelOf(line) === model && typeof line.runBillingId !== 'string' && within(line.day, span),
    );
    if (serving.length === 0) return unknown('Nothing on the bill has its label.');
    const thousandfold = multiply(decimal(sumOf(serving.map((line) => line[basis]))), decimal(1000));
    return { ...unit, amount: decimalText(divide(thousandfold, BigInt(count), 12)), because: null };
  });
}

function amountsByRun(lines: readonly SpendLine[], basis: CostBasis): ReadonlyMap<string, readonly string[]> {
  const amounts = new Map<string, string[]>();
  for (const line of lines) {
    if (typeof line.runBillingId !== 'string') continue;
    const own = amounts.get(line.runBillingId) ?? [];
    own.push(line[basis]);
    amounts.set(line.runBillingId, own);
  }
  return amounts;
}

function runAmount(
  { billingId, startedOn, endedOn }: BilledRun,
  amounts: ReadonlyMap<string, readonly string[]>,
  data: DataSpan,
): Pick<UnitCost, 'amount' | 'because'> {
  const unknown = (because: string) => ({ amount: null, because });
  if (billingId === null) return unknown('Its engine gives runs no id on the bill.');
  if (endedOn === null) return unknown('It still runs.');
  if (data.firstDay === null || startedOn < data.firstDay) return unknown('It ran before the first day of the bill.');
  if (!known(endedOn, data) || data.settledThrough === null || endedOn > data.settledThrough) {
    return unknown('Its bill still grows for three days after its end.');
  }
  const own = amounts.get(billingId);
  return own === undefined ? unknown('Nothing on the bill has its id.') : { amount: sumOf(own), because: null };
}
