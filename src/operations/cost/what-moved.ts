import { contributions } from '#cost/contributions.ts';
import { knownThroughout } from '#cost/data-span.ts';
import { daysIn, shiftDay } from '#cost/day.ts';
import { matches } from '#cost/dimension.ts';
import type { CostAnomaly } from '#domain/cost-finding.ts';
import type { CostDimension, CostFilter } from '#domain/cost-query.ts';
import type { Contribution, DataSpan } from '#domain/cost-report.ts';
import type { SeriesDay } from '#store/cost-series.ts';
import type { Executor } from '#store/database.ts';
import { resourceLines, spendLines } from '#store/spend-lines.ts';
import type { Setting } from '../setting.ts';
import { LabelKeys } from './label-keys.ts';

/** Days before it that an anomaly is compared with. */
const comparedDays = 14;

/** What moved most in days that stand out beside the two weeks before: by model, service, SKU, then resource. */
export async function whatMoved(
  setting: Setting,
  tx: Executor,
  of: Pick<SeriesDay, 'team' | 'service' | 'model' | 'currency'>,
  { days }: CostAnomaly,
  data: DataSpan,
): Promise<readonly Contribution[]> {
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  if (first === undefined || last === undefined) return [];
  const compared = { first: shiftDay(first, -comparedDays), last: shiftDay(first, -1) };
  if (!knownThroughout(compared, data)) return [];
  const keys = new LabelKeys(setting);
  const span = { first: compared.first, last };
  const { workspaceId } = setting;
  const [lines, resources] = [
    await spendLines(tx, workspaceId, span, span.first),
    await resourceLines(tx, workspaceId, span),
  ];
  const filters = filtersOf(of);
  const own = <T extends (typeof resources)[number] | (typeof lines)[number]>(all: readonly T[]) =>
    all
      .filter(({ currency }) => currency === of.currency)
      .map((line) => ({ ...line, labels: keys.labels(line.labels) }))
      .filter((line) => matches(line, filters));
  const named = days.map(({ day }) => day);
  const by: readonly CostDimension[] = of.model === null ? ['label:model', 'sku'] : ['service', 'sku'];
  const usage = own(lines).filter((line) => 'category' in line && line.category === 'usage');
  return [
    ...contributions(usage, named, daysIn(compared), by, 'effective'),
    ...contributions(own(resources), named, daysIn(compared), ['resource'], 'effective'),
  ];
}

function filtersOf({ team, service, model }: Pick<SeriesDay, 'team' | 'service' | 'model'>): readonly CostFilter[] {
  return [
    { by: 'label:team', values: [team] },
    ...(service === null ? [] : [{ by: 'service', values: [service] } as const]),
    ...(model === null ? [] : [{ by: 'label:model', values: [model] } as const]),
  ];
}
