import { dayCount } from '#cost/day.ts';
import { type BilledRun, runCosts, versionCosts } from '#cost/unit-costs.ts';
import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import { type RunSums, runSums } from '#store/cost-sums.ts';
import { billableRunsOf, modelsWithRuns } from '#store/runs.ts';
import type { TrainingCost } from '#views/cost-answer.ts';
import type { Setting } from '../setting.ts';
import { billLabel } from './bill-label.ts';
import { billedRun } from './billed-run.ts';

/** So many runs and versions of a model are told, the newest first. */
const mostRuns = 3;
const mostVersions = 2;

/** The runs of a model that ended in some days or before, the newest first, and as one text what changes when they do. */
export interface ModelRuns {
  readonly model: string;
  readonly runs: readonly BilledRun[];
  readonly state: string;
}

/** Of the runs that Countersign started; `model` as the bill's label has it. */
export async function runsOfModel(setting: Setting, model: string, { last }: DaySpan): Promise<ModelRuns> {
  const { db, workspaceId } = setting;
  const until = new Date(Date.parse(`${last}T00:00:00Z`) + 2 * 86_400_000);
  const models = (await modelsWithRuns(db, workspaceId)).filter((one) => billLabel(setting, one) === model);
  const rows = models.length === 0 ? [] : await billableRunsOf(db, workspaceId, models, until);
  const runs = rows.map((row) => billedRun(setting, row)).filter(({ endedOn }) => endedOn !== null && endedOn <= last);
  return { model, runs, state: JSON.stringify(runs.map(({ name, version }) => [name, version])) };
}

/**
 * What the newest of a model's runs cost that ended in these days, and the versions that they made, each in the currency
 * that it was billed in.
 */
export async function trainingCosts(
  setting: Setting,
  { model, runs }: ModelRuns,
  { span, data, basis }: { readonly span: DaySpan; readonly data: DataSpan; readonly basis: CostBasis },
): Promise<readonly TrainingCost[]> {
  const recent = runs.filter(({ endedOn }) => endedOn !== null && dayCount({ first: span.first, last: endedOn }) > 0);
  const versions = [...new Set(recent.flatMap(({ version }) => version ?? []))].slice(0, mostVersions);
  const told = recent.slice(0, mostRuns);
  const made = runs.filter(({ version }) => version !== null && versions.includes(version));
  const ids = [...told, ...made].flatMap(({ billingId }) => billingId ?? []);
  if (ids.length === 0) return [];
  const sums = await runSums(setting.db, setting.workspaceId, ids);
  const currenciesOf = ({ billingId }: BilledRun) =>
    sums.filter(({ run }) => run === billingId).map((one) => one.currency);
  const currencies = [...[...new Set(sums.map(({ currency }) => currency))].sort(), null];
  const costs = currencies.flatMap((currency): readonly TrainingCost[] => {
    const here = (run: BilledRun) =>
      currency === null ? currenciesOf(run).length === 0 : currenciesOf(run).includes(currency);
    const lines = sums.filter((one) => one.currency === currency).map((one) => lineOf(one));
    const others = (version: string | null) => made.filter((one) => one.version === version && !here(one));
    // A version is known in a currency unless a run that it took is not known at all.
    const own = versions.filter((version) => made.some((one) => one.version === version && here(one)));
    const whole = own.filter((version) => currency !== null || others(version).length === 0);
    const parts = made.filter(
      (one) => one.version !== null && whole.includes(one.version) && (here(one) || currenciesOf(one).length === 0),
    );
    return [...runCosts(told.filter(here), lines, data, basis), ...versionCosts(parts, lines, data, basis)].map(
      (unit) => ({
        ...unit,
        model,
        currency,
      }),
    );
  });
  const order = [...told.map(({ name }) => `run ${name}`), ...versions.map((version) => `version ${version}`)];
  return costs.sort((a, b) => order.indexOf(`${a.of} ${a.name}`) - order.indexOf(`${b.of} ${b.name}`));
}

function lineOf({ run, currency, gross, billed, effective }: RunSums) {
  const nothing = { day: '', provider: '', project: null, service: '', sku: '', credits: '0', labels: {} };
  return { ...nothing, currency, gross, billed, effective, runBillingId: run };
}
