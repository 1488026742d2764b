import { budgetState } from '#cost/budget-state.ts';
import { periodOf, shiftDay } from '#cost/day.ts';
import type { SpendLine } from '#cost/dimension.ts';
import type { Budget, BudgetState } from '#domain/budget.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import type { OrgBudget } from '#playbook/organization.ts';
import { own } from '#playbook/own.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';
import { type DaySums, sumsByDay } from '#store/cost-sums.ts';
import type { Setting } from '../setting.ts';
import { budgetsOf } from './budgets.ts';
import { knownData } from './known-data.ts';
import { LabelKeys } from './label-keys.ts';
import { reportingDay } from './reporting-day.ts';

/** Forecasts learn from the ten weeks before. */
const learnedFrom = 70;

/**
 * How the budgets stand today that a model's spend counts towards, in the order of org.yaml: those whose every label
 * models.yaml gives the model. None while no bill was read.
 */
export async function budgetsOfModel(setting: Setting, model: CatalogueModel): Promise<readonly BudgetState[]> {
  const { org } = setting.playbooks().set;
  const covering = new Set(
    (org.budgets ?? []).filter((one) => covers(one, model, org.labels.team)).map(({ id }) => id),
  );
  if (covering.size === 0) return [];
  const { data } = await knownData(setting);
  if (data.through === null) return [];
  const budgets = budgetsOf(setting).filter(({ id }) => covering.has(id));
  return await Promise.all(budgets.map((budget) => stateOf(setting, budget, data)));
}

function covers({ labels }: OrgBudget, model: CatalogueModel, teamKey: string): boolean {
  return Object.entries(labels).every(([key, values]) => {
    const value = own(model.labels, key) ?? (key === teamKey ? model.team : null);
    return value !== null && values.includes(value);
  });
}

/** From one sum a day, so that it is quick however many labels there are. */
async function stateOf(setting: Setting, budget: Budget, data: DataSpan): Promise<BudgetState> {
  const { db, workspaceId } = setting;
  const today = reportingDay(setting);
  const filters = new LabelKeys(setting).filters(budget.filters);
  const first = shiftDay(periodOf(today, budget.period).first, -learnedFrom);
  const days = await sumsByDay(db, { workspaceId, filters, by: 'provider' }, { first, last: today }, []);
  return budgetState({ ...budget, filters: [] }, days.map(lineOf), today, data, 'effective');
}

function lineOf({ day, currency, gross, billed, effective }: DaySums): SpendLine {
  const nothing = { provider: '', project: null, service: '', sku: '', labels: {}, credits: '0' };
  return { ...nothing, day, currency, gross, billed, effective };
}
