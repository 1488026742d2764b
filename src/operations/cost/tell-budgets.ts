import { budgetState } from '#cost/budget-state.ts';
import { shiftDay } from '#cost/day.ts';
import type { Budget, BudgetCrossing, BudgetState } from '#domain/budget.ts';
import { roleName } from '#domain/role-name.ts';
import { own } from '#playbook/own.ts';
import { addCrossing, crossingById } from '#store/budget-crossings.ts';
import { holdCostNews } from '#store/hold-cost-news.ts';
import { spendLines } from '#store/spend-lines.ts';
import type { BudgetNotice } from '#views/budget-notice.ts';
import { recordClaims } from '../claims/record-claims.ts';
import { channelOfTeam } from '../claims/teams.ts';
import { readNames } from '../names.ts';
import { peopleInRole } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { budgetsOf } from './budgets.ts';
import { knownData } from './known-data.ts';
import { LabelKeys } from './label-keys.ts';

/** A quarter, and the ten weeks before that forecasts learn from. */
const lookedBack = 92 + 70;

/** Tells each threshold that a budget has reached, once in each period; of several of one kind at once the highest. */
export async function tellBudgets(setting: Setting): Promise<void> {
  const budgets = budgetsOf(setting);
  const { data } = await knownData(setting);
  if (budgets.length === 0 || data.through === null) return;
  const span = { first: shiftDay(data.through, -lookedBack), last: data.through };
  const keys = new LabelKeys(setting);
  const summed = await spendLines(setting.db, setting.workspaceId, span, shiftDay(span.last, 1));
  const lines = summed.map((line) => ({ ...line, labels: keys.labels(line.labels) }));
  for (const budget of budgets) {
    const state = budgetState(budget, lines, data.through, data, 'effective');
    for (const kind of ['actual', 'forecast'] as const) {
      await tellHighest(
        setting,
        budget,
        state,
        state.crossed.filter((one) => one.kind === kind),
      );
    }
  }
}

/** How a budget stood when a threshold was reached. Throws an Error if there is none. */
export async function budgetNoticeOf(setting: Setting, id: string): Promise<BudgetNotice> {
  const row = await crossingById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no crossing ${id}`);
  const names = await readNames(setting, setting.db);
  const { crossing, state, owner } = row;
  if (owner === null) return { crossing, state, owner: null };
  const people = await peopleInRole(setting, setting.db, owner, setting.now());
  return { crossing, state, owner: { role: roleName([owner]), people: people.map((id) => names.person(id)) } };
}

/** Lower thresholds count as told with it. */
async function tellHighest(
  setting: Setting,
  budget: Budget,
  state: BudgetState,
  crossed: readonly BudgetCrossing[],
): Promise<void> {
  if (crossed.length === 0) return;
  const set = setting.playbooks().set.org.budgets?.find(({ id }) => id === budget.id);
  const team = set === undefined ? null : (own(set.labels, setting.playbooks().set.org.labels.team)?.[0] ?? null);
  const channel = set?.channel ?? channelOfTeam(setting, team);
  await setting.db.transaction(async (tx) => {
    const { workspaceId } = setting;
    await holdCostNews(tx, workspaceId);
    const common = { workspaceId, budget: budget.id, state, owner: set?.owner ?? null, channel };
    let highest = true;
    for (const crossing of crossed) {
      const id = setting.newId();
      const at = new Date(setting.now());
      const added = await addCrossing(tx, { ...common, id, key: crossing.key, crossing, crossedAt: at });
      if (added !== null && highest) {
        await showMessage(setting, tx, {
          key: messageKeys.budget(id),
          channel,
          content: { view: 'budget-crossing', crossingId: id },
        });
        const { kind, percent } = crossing;
        const { amount, currency, spent, first } = state;
        const stood = { budget: budget.id, kind, percent, amount, currency, spent, period: first };
        await recordClaims(setting, tx, 'budget_crossed', null, stood);
      }
      highest = false;
    }
  });
}
