import type { BudgetState } from '#domain/budget.ts';
import type { Contribution, Mover, MoverCause, UnitCost } from '#domain/cost-report.ts';
import { label } from './clean.ts';
import { signedText } from './cost-wording.ts';
import { bold, code, type Mrkdwn, md } from './mrkdwn.ts';
import { costText, counted, dayText, listed } from './wording.ts';

/** `+€510 fraud-scorer, Vertex AI: 6 runs instead of 2`. */
export function moverLine({ delta, model, team, service, cause }: Mover, currency: string): Mrkdwn {
  const whose = model ?? (team === null ? 'without labels' : `team ${team}`);
  const why = causeText(cause, currency);
  return md`${bold(signedText(delta, currency))} ${label(whose, 60)}, ${label(service, 60)}${why === null ? '' : `: ${why}`}`;
}

/** What coincides with a move; the bill does not say what caused it. Null where nothing is known to. */
function causeText(cause: MoverCause, currency: string): string | null {
  switch (cause.kind) {
    case 'correction':
      return `a correction of the bill, ${signedText(cause.amount, currency)}`;
    case 'label_change':
      return `labels changed on ${things(cause.resources)}`;
    case 'new_resource':
      return `new: ${things(cause.resources)}`;
    case 'runs':
      return `${counted(cause.now, 'run')} instead of ${cause.before}`;
    case 'price':
      return `the price of ${label(cause.sku, 60)} changed by ${cause.percent}%`;
    case 'traffic':
      return `${usedText(`${cause.now}`)} predictions, ${usedText(`${cause.before}`)} before`;
    case 'usage':
      return `${usedText(cause.now)} ${label(cause.unit, 30)} of ${label(cause.sku, 60)} used, ${usedText(cause.before)} before`;
    case 'idle':
      return `not used: ${things(cause.resources)}`;
    case 'ended':
      return 'nothing was used any more';
    case 'new_service':
      return 'not used before';
    case 'unknown':
      return null;
  }
}

/** `+€1,100 model fraud-scorer`. */
export function contributionLine({ by, value, delta }: Contribution, currency: string): Mrkdwn {
  const word = by.replace(/^label:/, '');
  const name = by === 'resource' ? shortName(value ?? '') : (value ?? '(none)');
  return md`${bold(signedText(delta, currency))} a day ${word === 'sku' ? 'SKU' : word} ${label(name, 80)}`;
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

function things(resources: readonly string[]): string {
  return listed(resources.map(shortName), 3);
}

/** The last part of a resource's full name. */
function shortName(resource: string): string {
  return label(resource.split('/').at(-1) ?? resource, 60);
}

/** To three digits that count, as `1.8M`; small numbers whole. */
function usedText(amount: string): string {
  const format = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  return format.format(Number(amount));
}
