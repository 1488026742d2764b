import type { Org, OrgBudget } from '../playbook.ts';
import { lowerIsTighter, sameValue, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';

/** What changed in the budgets: less money is tighter, and so is a budget where there was none. */
export function budgetChanges(was: Org, is: Org): readonly Change[] {
  const [before, after] = [was.budgets ?? [], is.budgets ?? []];
  const added = after.filter(({ id }) => !before.some((one) => one.id === id));
  return [
    ...added.map(({ id }) => change('budgets', 'tighter', `a budget ${id} is set`)),
    ...before.flatMap((old) => {
      const now = after.find(({ id }) => id === old.id);
      if (now === undefined) return [change('budgets', 'looser', `the budget ${old.id} is dropped`)];
      return sameValue(old, now) ? [] : [change('budgets', wayOf(old, now), sentenceOf(old, now))];
    }),
  ];
}

function wayOf(was: OrgBudget, is: OrgBudget): Exclude<Way, 'same'> | 'neutral' {
  const scope = ({ labels, currency, period }: OrgBudget) => ({ labels, currency, period });
  if (!sameValue(scope(was), scope(is))) return 'different';
  const way = lowerIsTighter(was.amount, is.amount);
  return way === 'same' ? 'neutral' : way;
}

function sentenceOf(was: OrgBudget, is: OrgBudget): string {
  if (was.amount !== is.amount) return `the budget ${is.id} is ${is.amount} instead of ${was.amount}`;
  return wayOf(was, is) === 'different'
    ? `what the budget ${is.id} counts`
    : `whom the budget ${is.id} tells, and when`;
}
