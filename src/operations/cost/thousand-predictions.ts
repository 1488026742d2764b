import { predictionCosts } from '#cost/unit-costs.ts';
import type { CostBasis, CostQuery } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import { type DaySums, sumsByDay } from '#store/cost-sums.ts';
import { usageSourceRows } from '#store/usage-sources.ts';
import type { ThousandPredictions } from '#views/cost-answer.ts';
import type { Setting } from '../setting.ts';
import { trafficOfModels } from '../usage/traffic-of.ts';
import { LabelKeys } from './label-keys.ts';

/** The model that a question is about, as the bill's label has it, if it is about one alone. */
export function modelAsked({ filters }: Pick<CostQuery, 'filters'>): string | null {
  const [filter] = filters;
  const [model = null] = filter?.by === 'label:model' && filter.values.length === 1 ? filter.values : [];
  return filters.length === 1 ? model : null;
}

/** How far usage was read, as one text. */
export async function usageState(setting: Setting): Promise<string> {
  if (setting.usage.size === 0) return '';
  const rows = await usageSourceRows(setting.db, setting.workspaceId);
  return rows.map(({ source, through }) => `${source}:${through}`).join(' ');
}

interface Asked {
  /** As the bill's label has it. */
  readonly model: string;
  readonly span: DaySpan;
  readonly data: DataSpan;
  readonly basis: CostBasis;
}

/**
 * What serving a model cost for every thousand predictions, of the days that usage is known of; null where no endpoint is known to
 * serve it.
 */
export async function thousandPredictions(
  setting: Setting,
  { model, span, data, basis }: Asked,
): Promise<ThousandPredictions | null> {
  const traffic = (await trafficOfModels(setting, span)).filter(({ label }) => label === model);
  const [first] = traffic;
  // A model that two registries serve under one label is billed as one, and read over different days.
  if (first === undefined || traffic.length > 1) return null;
  const { predictions, span: known } = first;
  const keys = new LabelKeys(setting);
  const filters = keys.filters([
    { by: 'label:model', values: [model] },
    { by: 'run', values: [null] },
  ]);
  const { db, workspaceId } = setting;
  const lines = (await sumsByDay(db, { workspaceId, filters, by: 'provider' }, known, [])).map((sums) =>
    lineOf(sums, model),
  );
  const units = [...Map.groupBy(lines, ({ currency }) => currency)].map(([currency, own]) => ({
    currency,
    unit: predictionCosts([{ model, count: predictions, span: known }], own, data, basis)[0],
  }));
  const costs = units.flatMap(({ currency, unit }) => (unit?.amount ? [{ currency, amount: unit.amount }] : []));
  const because = units[0]?.unit?.because ?? 'Nothing on the bill has its label.';
  return { predictions, span: known, costs, because: costs.length > 0 ? null : because };
}

function lineOf({ day, currency, gross, billed, effective }: DaySums, model: string) {
  const labels = { model: { value: model, from: 'resource' as const } };
  const nothing = { provider: '', project: null, service: '', sku: '', credits: '0', runBillingId: null };
  return { ...nothing, day, currency, gross, billed, effective, labels };
}
