import type { BudgetMessage } from '#domain/budget.ts';
import { actions, button, context, header, section } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { code, md } from './mrkdwn.ts';
import { costText, dayText } from './wording.ts';

/** A threshold that a budget of the cloud reached, with the message that said so first. */
export interface CloudBudgetNotice {
  readonly crossing: BudgetMessage['crossed'][number];
  readonly message: BudgetMessage;
  /** The bill that it is of. */
  readonly source: string;
}

/** Says which threshold was reached, of what, and who says so. */
export function cloudBudgetNotice({ crossing, message: said, source }: CloudBudgetNotice): Message {
  const { kind, percent } = crossing;
  const { name, cost, amount, currency, intervalStart, billingAccount, unknownSchema } = said;
  const what = kind === 'actual' ? `${percent}% is spent` : `expected to reach ${percent}%`;
  const of = (one: string) => costText({ amount: one, currency });
  const schema = unknownSchema === null ? '' : ` · in a form not known here, ${label(unknownSchema, 20)}`;
  return message([
    header(`Cloud budget ${label(name, 60)}: ${what}`),
    section(md`${of(cost)} of ${of(amount)} since ${dayText(intervalStart.slice(0, 10))}, as the cloud counts it.`),
    context(
      md`${label(source, 60)}, account ${code(label(billingAccount, 40))} · told once for each threshold in a period${schema}`,
    ),
    actions([button('By team', encodeIntent('cost-by-team', { text: 'all --by team --last 30d' }))]),
  ]);
}
