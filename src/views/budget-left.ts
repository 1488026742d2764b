import type { BudgetState } from '#domain/budget.ts';
import { decimal, subtract } from '#domain/decimal.ts';
import { label } from './clean.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { costText, counted, dayText } from './wording.ts';

const mostBudgets = 3;

/** What is left of the budgets that something counts towards, a line each; and whether its price is more than that. */
export function budgetLeftLines(
  budgets: readonly BudgetState[],
  price: { readonly amount: string; readonly currency: string } | null,
): readonly Mrkdwn[] {
  const rest = budgets.length - mostBudgets;
  return [
    ...budgets.slice(0, mostBudgets).map((state) => leftLine(state, price)),
    ...(rest > 0 ? [md`and ${counted(rest, 'more budget')}`] : []),
  ];
}

function leftLine(state: BudgetState, price: { readonly amount: string; readonly currency: string } | null): Mrkdwn {
  const { id, amount, currency, left, last, forecast } = state;
  const of = (one: string) => costText({ amount: one, currency });
  const name = md`${bold('Budget')} ${code(label(id, 60))}`;
  if (left === null)
    return md`${name}: ${of(amount)} until ${dayText(last)}, of which nothing is known to be spent yet`;
  if (left.startsWith('-'))
    return md`✗ ${name}: ${of(left.slice(1))} over its ${of(amount)}, which last until ${dayText(last)}`;
  const tooLittle = price !== null && price.currency === currency && isLess(left, price.amount);
  const ahead = forecast === null ? '' : `, on course for ${of(forecast.amount)}`;
  const standing = md`${of(left)} of ${of(amount)} left until ${dayText(last)}${ahead}`;
  return tooLittle ? md`✗ ${name}: ${standing}; this run may cost more than is left` : md`${name}: ${standing}`;
}

function isLess(a: string, b: string): boolean {
  return subtract(decimal(a), decimal(b)).units < 0n;
}
