import { dayCount, periodOf, shiftDay, weekdayOf } from '#cost/day.ts';
import { financeReport, teamReport } from '#cost/report.ts';
import type { CostDay } from '#domain/cost.ts';
import type { FinanceReport, TeamReport } from '#domain/cost-report.ts';
import { epochMs } from '#domain/instant.ts';
import { wallMs } from '#playbook/zone.ts';
import { keepContent, readContent } from '#store/contents.ts';
import { addCostReport, costReportOf, lastReportedWeek } from '#store/cost-reports.ts';
import { holdCostNews } from '#store/hold-cost-news.ts';
import { recordClaims } from '../claims/record-claims.ts';
import { channelOfTeam, teamsOf } from '../claims/teams.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { type KnownData, knownData } from './known-data.ts';
import { reportFacts } from './report-facts.ts';
import { reportingDay } from './reporting-day.ts';

/** When the reports of the week before go out on Monday, and how many days they wait for a bill that is late. */
const reportHour = 8;
const patienceDays = 2;
/** From then on a week is not told any more: the next one is nearer. */
const tooLateDays = 5;

/**
 * Sends the job of the week's reports once they are due: on Monday morning, or up to five days later where nothing ran
 * or there was no bill. Older weeks that were missed are recorded as skipped.
 */
export async function sweepReports(setting: Setting): Promise<void> {
  if (setting.costs.size === 0) return;
  const week = dueWeek(setting);
  const last = await lastReportedWeek(setting.db, setting.workspaceId, 'finance');
  if (last !== null && last >= week) return;
  const late = isTooLate(setting, week);
  if (last !== null) await skip(setting, missedWeeks(last, late ? week : shiftDay(week, -7)));
  if (late || !isReady(setting, await knownData(setting), week)) return;
  await setting.sendJob(setting.db, 'report-costs', { week });
}

/**
 * Tells each team what its week cost, and finance what the week cost in all, each once however often and wherever this
 * runs. Who had no spend hears nothing.
 */
export async function reportWeek(setting: Setting, week: CostDay): Promise<void> {
  const known = await knownData(setting);
  if (week !== dueWeek(setting) || isTooLate(setting, week) || !isReady(setting, known, week)) return;
  const facts = await reportFacts(setting, known, periodOf(week, 'week'));
  const { channels } = setting.playbooks().set.org;
  for (const team of teamsOf(setting)) {
    await tell(setting, week, `team:${team}`, channelOfTeam(setting, team), teamReport(team, facts));
  }
  // The last slot that is taken says that the week is done.
  await tell(setting, week, 'finance', channels.finance ?? channels.digest, financeReport(facts));
}

/** A report as it was made. Throws an Error if there is none. */
export async function reportOf(setting: Setting, week: CostDay, audience: string): Promise<TeamReport | FinanceReport> {
  const row = await costReportOf(setting.db, setting.workspaceId, week, audience);
  if (row === null || row.report === null) throw new Error(`there is no report of ${week} for ${audience}`);
  return await readContent<TeamReport | FinanceReport>(setting.db, setting.workspaceId, row.report);
}

async function tell(
  setting: Setting,
  week: CostDay,
  audience: string,
  channel: string,
  report: TeamReport | FinanceReport,
): Promise<void> {
  const { workspaceId } = setting;
  const isNews = hasNews(report);
  await setting.db.transaction(async (tx) => {
    await holdCostNews(tx, workspaceId);
    const digest = isNews ? await keepContent(tx, workspaceId, report) : null;
    const row = { workspaceId, week, audience, madeAt: new Date(setting.now()) };
    const added = await addCostReport(tx, { ...row, report: digest, channel: isNews ? channel : null });
    if (!added || !isNews) return;
    await showMessage(setting, tx, {
      key: messageKeys.costReport(week, audience),
      channel,
      content: { view: 'cost-report', week, audience },
    });
  });
}

/** What is not known is news, and so are budgets; zeros alone are none. */
function hasNews({ currencies }: TeamReport | FinanceReport): boolean {
  return currencies.some(
    ({ total, movers, budgets }) => total.amount !== '0' || movers.length > 0 || budgets.length > 0,
  );
}

/** The weeks after one that was told, up to the last that was not; at most those of a year. */
function missedWeeks(told: CostDay, last: CostDay): readonly CostDay[] {
  const count = dayCount({ first: shiftDay(told, 7), last }) / 7;
  return Array.from({ length: Math.min(53, Math.ceil(count)) }, (_, i) => shiftDay(last, -7 * i)).toReversed();
}

async function skip(setting: Setting, weeks: readonly CostDay[]): Promise<void> {
  const { workspaceId } = setting;
  for (const week of weeks) {
    await setting.db.transaction(async (tx) => {
      const row = { workspaceId, week, audience: 'finance', channel: null, report: null };
      if (!(await addCostReport(tx, { ...row, madeAt: new Date(setting.now()) }))) return;
      await recordClaims(setting, tx, 'cost_report_skipped', null, { week });
    });
  }
}

function isTooLate(setting: Setting, week: CostDay): boolean {
  return reportingDay(setting) >= shiftDay(week, 7 + tooLateDays);
}

/** The Monday of the last week whose reports are due. */
function dueWeek(setting: Setting): CostDay {
  const today = reportingDay(setting);
  const { zone } = setting.playbooks().set.org;
  const hour = new Date(wallMs(epochMs(setting.now()), zone)).getUTCHours();
  const early = weekdayOf(today) === 0 && hour < reportHour;
  return shiftDay(periodOf(today, 'week').first, early ? -14 : -7);
}

/** Whether there is data of the whole week, or enough days went by without. */
function isReady(setting: Setting, { data }: KnownData, week: CostDay): boolean {
  const last = shiftDay(week, 6);
  if (data.through === null || data.through < week) return false;
  return data.through >= last || reportingDay(setting) > shiftDay(last, patienceDays);
}
