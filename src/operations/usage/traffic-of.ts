import type { DaySpan } from '#domain/cost-report.ts';
import { type ServedTraffic, servedTraffic } from '#store/usage-days.ts';
import { usageSourceRows } from '#store/usage-sources.ts';
import { billLabel } from '../cost/bill-label.ts';
import type { Setting } from '../setting.ts';

/** How much a model was asked over some days, at all endpoints that are known to serve it. */
export interface ModelTraffic {
  readonly registry: string;
  readonly modelName: string;
  /** What bills call it: its label in the catalogue, else its name. */
  readonly label: string;
  readonly predictions: number;
  /** The days of which usage is known, within those that were asked about. */
  readonly span: DaySpan;
  /** Each version as each endpoint has it, with the last day on which it was asked anything. */
  readonly served: readonly ServedTraffic[];
}

/** The traffic of every model that an endpoint served in these days; none of days of which no usage was read. */
export async function trafficOfModels(setting: Setting, { first, last }: DaySpan): Promise<readonly ModelTraffic[]> {
  const { db, workspaceId } = setting;
  const known = new Map(
    (await usageSourceRows(db, workspaceId)).flatMap(({ source, since, through }) =>
      setting.usage.has(source) && since !== null && through !== null ? [[source, { since, through }] as const] : [],
    ),
  );
  const served = (await servedTraffic(db, { workspaceId, first, last })).filter(({ source }) => known.has(source));
  const byModel = Map.groupBy(served, ({ registry, modelName }) => JSON.stringify([registry, modelName]));
  return [...byModel.values()].flatMap((all) => {
    const [one] = all;
    if (one === undefined || one.registry === null || one.modelName === null) return [];
    const { registry, modelName } = one;
    const spans = all.flatMap(({ source }) => known.get(source) ?? []);
    const since =
      spans
        .map((span) => span.since)
        .sort()
        .at(-1) ?? first;
    const through = spans.map((span) => span.through).sort()[0] ?? last;
    const span = { first: since > first ? since : first, last: through < last ? through : last };
    if (span.last < span.first) return [];
    const label = billLabel(setting, { registry, modelName });
    const predictions = all.reduce((sum, { predictions: count }) => sum + count, 0);
    return [{ registry, modelName, label, predictions, span, served: all }];
  });
}
