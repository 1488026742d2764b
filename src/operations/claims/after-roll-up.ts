import { shiftDay } from '#cost/day.ts';
import { type UnclaimedSpend, unclaimedThings } from '#cost/unclaimed.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import type { Setting } from '../setting.ts';
import { askWhose } from './ask-whose.ts';

/** The last settled days that a question is about, and what has to be spent in them to ask; in the thing's currency. */
const askedDays = 30;
const floor = 20;

/** The last 30 settled days; null while none is. */
export function askedSpan({ settledThrough }: DataSpan): DaySpan | null {
  return settledThrough === null ? null : { first: shiftDay(settledThrough, 1 - askedDays), last: settledThrough };
}

/** Asks whose is what cost most without a team's label in the last 30 settled days. Answers how many were asked about. */
export async function askOfRollUp(setting: Setting, spend: UnclaimedSpend, data: DataSpan): Promise<number> {
  const span = askedSpan(data);
  if (span === null) return 0;
  const teamKey = setting.playbooks().set.org.labels.team;
  return await askWhose(setting, unclaimedThings(spend, { teamKey, span, floor }));
}
