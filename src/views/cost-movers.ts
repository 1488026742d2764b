import type { BudgetState } from '#domain/budget.ts';
import type { Contribution, Mover, UnitCost } from '#domain/cost-report.ts';
import { label } from './clean.ts';
import { movedText, shortName, signedText } from './cost-wording.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { costText, dayText, listed } from './wording.ts';

/** `+€510 fraud-scorer, Vertex AI: 6 runs instead of 2`. */
export function moverLine(mover: Mover, currency: string): Mrkdwn {
  return md`${bold(signedText(mover.delta, currency))} ${movedText(mover, currency)}`;
}

/** `+€1,100 a day model fraud-scorer`; `per` is what the amount is of, nothing for all of it. */
export function contributionLine(
  { by, value, delta }: Contribution,
  currency: string,
  per: '' | ' a day' = ' a day',
): Mrkdwn {
  const word = by.replace(/^label:/, '');
  const name = by === 'resource' ? shortName(value ?? '') : (value ?? '(none)');
  return md`${bold(signedText(delta, currency))}${per} ${word === 'sku' ? 'SKU' : word} ${label(name, 80)}`;
}

/** `fraud-monthly: €16,300 of €20,000 (82%), on course for €19,100 (€18,000 to €20,200)`. */
export function budgetLine(state: BudgetState): Mrkdwn {
  const { id, amount, currency, spent, spentPercent, forecast, otherCurrencies } = state;
  const of = (one: string) => costText({ amount: one, currency });
  const used = spent === null ? `nothing is known of what is spent of ${of(amount)}` : `${of(spent)} of ${of(amount)}`;
  const share = spentPercent === null ? '' : ` (${spentPercent}%)`;
  const ahead =
    forecast === null
      ? ', no forecast yet'
      : `, on course for ${of(forecast.amount)} by ${dayText(state.last)} (${of(forecast.least)} to ${of(forecast.most)})`;
  const others = otherCurrencies.length === 0 ? '' : `; spend in ${listed(otherCurrencies)} does not count`;
  return md`${code(label(id, 60))} ${used}${share}${ahead}${others}`;
}

/** `Run T-12: €38`, or why that is not known. */
export function unitCostLine({ of, model, name, amount, because }: UnitCost, currency: string): Mrkdwn {
  const what =
    of === 'thousand_predictions'
      ? `A thousand predictions of ${label(model, 60)}`
      : of === 'run'
        ? `Run ${label(name ?? '', 40)} of ${label(model, 60)}`
        : `Version ${label(name ?? '', 40)} of ${label(model, 60)}`;
  return amount === null
    ? md`${what}: not known. ${label(because ?? '', 200)}`
    : md`${what}: ${costText({ amount, currency })}`;
}
