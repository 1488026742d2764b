import { periodOf, shiftDay, weekdayOf } from '#cost/day.ts';
import { financeReport, teamReport } from '#cost/report.ts';
import type { CostDay } from '#domain/cost.ts';
import type { FinanceReport, TeamReport } from '#domain/cost-report.ts';
import { epochMs } from '#domain/instant.ts';
import { wallMs } from '#playbook/zone.ts';
import { keepContent, readContent } from '#store/contents.ts';
import { addCostReport, costReportOf } from '#store/cost-reports.ts';
import { reportingDay } from '../claims/reporting-day.ts';
import { channelOfTeam, teamsOf } from '../claims/teams.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { type KnownData, knownData } from './known-data.ts';
import { reportFacts } from './report-facts.ts';

/** When the reports of the week before go out on Monday, and how many days they wait for a bill that is late. */
const reportHour = 8;
const patienceDays = 2;

/** Sends the job of the week's reports once they are due: on Monday morning, or later where nothing ran then. */
export async function sweepReports(setting: Setting): Promise<void> {
  if (setting.costs.size === 0) return;
  const week = dueWeek(setting);
  if ((await costReportOf(setting.db, setting.workspaceId, week, 'finance')) !== null) return;
  if (!isReady(setting, await knownData(setting), week)) return;
  await setting.sendJob(setting.db, 'report-costs', { week });
}

/**
 * Tells each team what its week cost, and finance what the week cost in all, each once however often and wherever this
 * runs. Who had no spend hears nothing.
 */
export async function reportWeek(setting: Setting, week: CostDay): Promise<void> {
  const known = await knownData(setting);
  if (week !== dueWeek(setting) || !isReady(setting, known, week)) return;
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
  const isNews = report.currencies.length > 0;
  await setting.db.transaction(async (tx) => {
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
