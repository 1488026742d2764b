import type { Budget } from '#domain/budget.ts';
import type { Setting } from '../setting.ts';
import { LabelKeys } from './label-keys.ts';

/** The budgets in force, by the label keys that cost is reckoned with. */
export function budgetsOf(setting: Pick<Setting, 'playbooks'>): readonly Budget[] {
  const { org } = setting.playbooks().set;
  const keys = new LabelKeys(setting);
  return (org.budgets ?? []).map(({ id, labels, amount, currency, period, thresholds }) => ({
    id,
    filters: Object.entries(labels).map(([key, values]) => ({ by: `label:${keys.toldKey(key)}` as const, values })),
    amount: String(amount),
    currency: currency ?? org.currency,
    period,
    thresholds,
  }));
}
