import type { BudgetCrossing, BudgetState } from '#domain/budget.ts';
import { context, header, section } from './blocks.ts';
import { label } from './clean.ts';
import { budgetLine } from './cost-movers.ts';
import { type Message, message } from './frames.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { mentioning, type Person, peopleListed } from './people.ts';
import { dayText } from './wording.ts';

/** More are not mentioned. */
const mostPeople = 4;

/** A threshold that a budget has reached, as it stood then. */
export interface BudgetNotice {
  readonly crossing: BudgetCrossing;
  readonly state: BudgetState;
  /** The role that answers for it, as people read it, and who is in it; null for none. */
  readonly owner: { readonly role: string; readonly people: readonly Person[] } | null;
}

/** Says which threshold was reached, of what, and how it will likely end. */
export function budgetNotice({ crossing, state, owner }: BudgetNotice): Message {
  const { kind, percent } = crossing;
  const what = kind === 'actual' ? `${percent}% is spent` : `expected to reach ${percent}% by ${dayText(state.last)}`;
  const asked = owner === null ? [] : [section(ownerLine(owner))];
  const blocks = [
    header(`Budget ${label(state.id, 60)}: ${what}`),
    section(budgetLine(state)),
    ...asked,
    context(md`${dayText(state.first)} to ${dayText(state.last)} · told once for each threshold in a period`),
  ];
  return message(blocks, owner?.people.slice(0, mostPeople) ?? []);
}

function ownerLine({ role, people }: NonNullable<BudgetNotice['owner']>): Mrkdwn {
  const who = people.length === 0 ? md`` : md`: ${peopleListed(people, mentioning(), mostPeople)}`;
  return md`${bold(label(role, 60))} answers for it${who}`;
}
