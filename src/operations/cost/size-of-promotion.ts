import { knownThroughout } from '#cost/data-span.ts';
import { shiftDay } from '#cost/day.ts';
import { sumOf } from '#cost/money.ts';
import { type MonthlyDelta, monthlyDelta } from '#cost/monthly-delta.ts';
import type { CostFilter } from '#domain/cost-query.ts';
import { type Facts, isUnknown } from '#playbook/facts.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import { sumsByValue } from '#store/cost-sums.ts';
import type { Executor } from '#store/database.ts';
import type { Setting } from '../setting.ts';
import { partOf } from './ask-cost.ts';
import { knownData } from './known-data.ts';

/** A tag of a version, its run or its model: what serving it is expected to cost a month, in the currency of org.yaml. */
const expectedTag = 'countersign.monthly_cost';
const monthDays = 30;

/**
 * What a promotion changes a month: what the candidate's tag expects, less what the model's serving was billed in the
 * last 30 settled days. Serving is usage with all labels that the catalogue gives the model and of no pipeline run.
 */
export async function sizeOfPromotion(
  setting: Setting,
  db: Executor,
  entry: Pick<CatalogueModel, 'labels'> | null,
  { tags }: Pick<Facts, 'tags'>,
): Promise<MonthlyDelta> {
  const expected = expectedCost(tags);
  // Without what is expected, nothing has to be asked of the bill.
  return monthlyDelta(expected, typeof expected === 'string' ? await billedCost(setting, db, entry) : '0');
}

function expectedCost(tags: Facts['tags']): string | { readonly unknown: string } {
  if (isUnknown(tags)) return tags;
  const text = tags[expectedTag];
  if (text === undefined) {
    return { unknown: `What serving it will cost is not known: its version has no tag ${expectedTag}.` };
  }
  if (/^\d{1,12}(\.\d{1,6})?$/.test(text)) return text;
  return { unknown: `Its tag ${expectedTag} is no amount: write a number, as 420 or 420.50.` };
}

async function billedCost(
  setting: Setting,
  db: Executor,
  entry: Pick<CatalogueModel, 'labels'> | null,
): Promise<string | { readonly unknown: string }> {
  const labels = Object.entries(entry?.labels ?? {});
  if (labels.length === 0)
    return { unknown: 'models.yaml gives the model no labels, so the bill does not tell its cost.' };
  if (setting.costs.size === 0) return { unknown: 'No bill is connected, so nothing is known of what is billed now.' };
  const { data } = await knownData(setting, db);
  const last = data.settledThrough;
  const span = last === null ? null : { first: shiftDay(last, 1 - monthDays), last };
  if (span === null || !knownThroughout(span, data)) {
    return { unknown: `The bill does not reach back ${monthDays} settled days yet.` };
  }
  const filters: readonly CostFilter[] = [
    ...labels.map(([key, value]) => ({ by: `label:${key}`, values: [value] }) as const),
    { by: 'category', values: ['usage'] },
    { by: 'run', values: [null] },
  ];
  const sums = await sumsByValue(db, partOf(setting, { by: 'service', filters }), span);
  const { currency } = setting.playbooks().set.org;
  const others = [...new Set(sums.map((one) => one.currency))].filter((one) => one !== currency);
  if (others.length > 0) {
    return { unknown: `It is billed in ${others.join(' and ')}, and amounts are not converted to ${currency}.` };
  }
  return sumOf(sums.map(({ effective }) => effective));
}
