import type { BudgetCrossing, BudgetState } from '#domain/budget.ts';
import { context, header, section } from './blocks.ts';
import { label } from './clean.ts';
import { budgetLine } from './cost-movers.ts';
import { type Message, message } from './frames.ts';
import { md } from './mrkdwn.ts';
import { mentioning, type Person } from './people.ts';
import { dayText } from './wording.ts';

/** A threshold that a budget has reached, as it stood then. */
export interface BudgetNotice {
  readonly crossing: BudgetCrossing;
  readonly state: BudgetState;
  /** Who answers for it; null for nobody. */
  readonly owner: Person | null;
}

/** Says which threshold was reached, of what, and how it will likely end. */
export function budgetNotice({ crossing, state, owner }: BudgetNotice): Message {
  const { kind, percent } = crossing;
  const what = kind === 'actual' ? `${percent}% is spent` : `expected to reach ${percent}% by ${dayText(state.last)}`;
  const asked = owner === null ? [] : [section(md`${mentioning()(owner)} answers for it.`)];
  const blocks = [
    header(`Budget ${label(state.id, 60)}: ${what}`),
    section(budgetLine(state)),
    ...asked,
    context(md`${dayText(state.first)} to ${dayText(state.last)} · told once for each threshold in a period`),
  ];
  return message(blocks, owner === null ? [] : [owner]);
}
