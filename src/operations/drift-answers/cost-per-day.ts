import { dayCount, shiftDay } from '#cost/day.ts';
import { shareOf, sumOf } from '#cost/money.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import { sumsByValue } from '#store/cost-sums.ts';
import type { ShownAlert } from '#views/drift-state.ts';
import { knownPart, partOf } from '../cost/ask-cost.ts';
import { knownData } from '../cost/known-data.ts';
import type { Setting } from '../setting.ts';

/** Days that the average is taken over. */
const averaged = 7;

/**
 * What a model cost a day over the last settled week of the connected bills, by its labels of the catalogue. Null where it
 * has none, where no bill tells, or where it was billed in several currencies, which are never added.
 */
export async function costPerDay(
  setting: Setting,
  entry: Pick<CatalogueModel, 'labels'> | null,
): Promise<ShownAlert['costPerDay']> {
  const labels = Object.entries(entry?.labels ?? {});
  if (labels.length === 0 || setting.costs.size === 0) return null;
  const { data } = await knownData(setting);
  const last = data.settledThrough;
  const span = last === null ? null : knownPart({ first: shiftDay(last, 1 - averaged), last }, data);
  if (span === null) return null;
  const filters = labels.map(([key, value]) => ({ by: `label:${key}`, values: [value] }) as const);
  const sums = await sumsByValue(setting.db, partOf(setting, { by: 'service', filters }), span);
  const [currency, ...others] = new Set(sums.map((one) => one.currency));
  if (currency === undefined || others.length > 0) return null;
  return { amount: shareOf(sumOf(sums.map(({ effective }) => effective)), dayCount(span)), currency };
}
