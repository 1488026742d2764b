import type { Org, OrgBudget } from '../organization.ts';
import { lowerIsTighter, moreIsTighter, sameValue, together, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';

/** What changed in the budgets: less money and more warnings are tighter, and so is a budget where there was none. */
export function budgetChanges(was: Org, is: Org): readonly Change[] {
  const [before, after] = [was.budgets ?? [], is.budgets ?? []];
  const added = after.filter(({ id }) => !before.some((one) => one.id === id));
  return [
    ...added.map((budget) => change('budgets', 'tighter', `the budget ${budget.id} is set: ${words(budget, is)}`)),
    ...before.flatMap((old) => {
      const now = after.find(({ id }) => id === old.id);
      if (now === undefined)
        return [change('budgets', 'looser', `the budget ${old.id} is dropped: ${words(old, was)}`)];
      return sameValue(old, now) ? [] : [change('budgets', wayOf(old, now), sentenceOf([old, was], [now, is]))];
    }),
  ];
}

function wayOf(was: OrgBudget, is: OrgBudget): Exclude<Way, 'same'> | 'neutral' {
  const way = together([
    sameValue(scopeOf(was), scopeOf(is)) ? 'same' : 'different',
    lowerIsTighter(was.amount, is.amount),
    thresholdsWay(was.thresholds.actual, is.thresholds.actual),
    thresholdsWay(was.thresholds.forecast, is.thresholds.forecast),
  ]);
  return way === 'same' ? 'neutral' : way;
}

function scopeOf({ labels, currency, period }: OrgBudget) {
  return { labels, currency, period };
}

function thresholdsWay(was: readonly number[], is: readonly number[]): Way {
  return moreIsTighter(was.map(String), is.map(String));
}

function sentenceOf([was, before]: readonly [OrgBudget, Org], [is, after]: readonly [OrgBudget, Org]): string {
  const [old, now] = [words(was, before), words(is, after)];
  return old === now ? `whom the budget ${is.id} tells, and when` : `the budget ${is.id} is ${now} instead of ${old}`;
}

/** `20000 EUR a month for team fraud, env prod or test`. */
function words({ amount, currency, period, labels }: OrgBudget, org: Org): string {
  const parts = Object.entries(labels).map(([key, values]) => `${key} ${values.join(' or ')}`);
  return `${amount} ${currency ?? org.currency} a ${period} for ${parts.length === 0 ? 'all spend' : parts.join(', ')}`;
}
