import { shiftDay } from '#cost/day.ts';
import { moneyFloor } from '#cost/money-floor.ts';
import { type FastSpend, fastSpend, movedInHours } from '#cost/velocity.ts';
import type { CostAnomaly } from '#domain/cost-finding.ts';
import { decimal, decimalText, subtract } from '#domain/decimal.ts';
import { epochMs } from '#domain/instant.ts';
import { UpstreamError } from '#errors.ts';
import { wallMs } from '#playbook/zone.ts';
import { type AnomalyRow, addAnomaly, anomalyRows, changeAnomaly } from '#store/cost-anomalies.ts';
import {
  changeCostHours,
  dueCostHours,
  hourlySpend,
  replaceHours,
  seeCostHours,
  takeCostHours,
} from '#store/cost-hours.ts';
import type { Executor } from '#store/database.ts';
import { holdCostNews } from '#store/hold-cost-news.ts';
import { recordClaims } from '../claims/record-claims.ts';
import { channelOfTeam } from '../claims/teams.ts';
import type { Setting } from '../setting.ts';
import { dailyTotals } from './judged-series.ts';
import { reportingDay } from './reporting-day.ts';
import { daysOfRush } from './same-spending.ts';
import { showAnomaly } from './show-anomaly.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const turnMs = 10 * 60_000;
/** Bills are asked for their newest hours so often. */
const everyMs = 2 * hourMs;
/** Lines come for days: so many days are read again, and at first as many as are compared with. */
const againDays = 3;
const firstDays = 16;
/** What hours have to cost above the usual to be told, in a currency whose smallest unit is a hundredth. */
const least = 25;
/** Older hours say nothing of what goes on now. */
const newestMs = 36 * hourMs;

/** Sends the job of every bill that tells hours and is due. */
export async function sweepHours(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  const telling = [...setting.costs].filter(([, source]) => 'hoursSince' in source);
  if (telling.length === 0) return;
  const now = new Date(setting.now());
  for (const [source] of telling) await seeCostHours(db, { workspaceId, source, nextAt: now });
  const due = new Set(await dueCostHours(db, workspaceId, now));
  for (const [source] of telling) if (due.has(source)) await setting.sendJob(db, 'watch-hours', { source });
}

/**
 * Reads a bill's newest hours if it is its turn, and tells once of each team that spends far faster than at the same
 * hours of other days, until it does no more. A failure is tried again in the next turn; it never throws an
 * `UpstreamError`.
 */
export async function watchHours(setting: Setting, source: string): Promise<void> {
  const { db, workspaceId } = setting;
  const bill = setting.costs.get(source);
  if (bill?.hoursSince === undefined) return;
  const now = new Date(setting.now());
  const row = await takeCostHours(db, { workspaceId, source }, { now, until: new Date(now.getTime() + turnMs) });
  if (row === null) return;
  const teamKey = setting.playbooks().set.org.labels.team;
  const missedDays = row.readAt === null ? firstDays : Math.ceil((now.getTime() - row.readAt.getTime()) / dayMs);
  const days = row.teamKey === teamKey ? Math.min(firstDays, Math.max(againDays, missedDays + 1)) : firstDays;
  const first = shiftDay(now.toISOString().slice(0, 10), -days);
  try {
    const hours = (await bill.hoursSince(first, teamKey)).filter(({ hour }) => epochMs(hour) <= now.getTime());
    await db.transaction(async (tx) => {
      await holdCostNews(tx, workspaceId);
      const keptFrom = new Date(now.getTime() - (firstDays + 1) * dayMs);
      await replaceHours(tx, row, hours, { from: new Date(`${first}T00:00:00Z`), keptFrom });
      const nextAt = new Date(now.getTime() + everyMs);
      await changeCostHours(tx, row, { readAt: now, teamKey, nextAt, failures: 0, trouble: null });
      await judgeHours(setting, tx);
    });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const nextAt = new Date(now.getTime() + (error.retryAfterMs ?? everyMs));
    await changeCostHours(db, row, { nextAt, failures: row.failures + 1, trouble: error.message });
  }
}

async function judgeHours(setting: Setting, tx: Executor): Promise<void> {
  const rows = await hourlySpend(tx, setting.workspaceId);
  const all = await anomalyRows(tx, setting.workspaceId);
  const totals = dailyTotals(
    rows.map((row) => ({ ...row, model: null, day: row.hour.slice(0, 10), amount: row.effective })),
  );
  const ofOrganization = setting.playbooks().set.org.currency;
  const nowMs = epochMs(setting.now());
  for (const [key, own] of Map.groupBy(rows, ({ team, currency }) => JSON.stringify(['rush', team, currency]))) {
    const newest = own.at(-1);
    if (newest === undefined) continue;
    const known = all.filter(({ series }) => series === key);
    const days = all.filter(
      (row) => row.kind === 'spike' && row.team === newest.team && row.currency === newest.currency,
    );
    const recent = epochMs(newest.hour) > nowMs - newestMs;
    const { team, currency } = newest;
    const hours = own.map(({ hour, service, effective }) => ({ hour, service, amount: effective }));
    const floor = moneyFloor(currency, ofOrganization, totals.get(currency) ?? new Map(), least);
    const fast = recent ? fastSpend(hours, floor) : null;
    const moved = fast === null ? [] : movedInHours(hours, fast);
    await note(setting, tx, { key, team, currency, known, days, moved }, fast);
  }
}

interface Series {
  readonly key: string;
  readonly team: string | null;
  readonly currency: string;
  readonly known: readonly AnomalyRow[];
  /** What stands out of the same team by whole days. */
  readonly days: readonly AnomalyRow[];
  /** Its services that moved most in the newest hours. */
  readonly moved: AnomalyRow['moved'];
}

/** Begins, follows or ends the incident of one team; one that became days that stand out goes on there. */
async function note(
  setting: Setting,
  tx: Executor,
  { key, team, currency, known, days, moved }: Series,
  fast: FastSpend | null,
): Promise<void> {
  const open = known.find(({ anomaly }) => anomaly.closedOn === null);
  const today = reportingDay(setting);
  if (open !== undefined) {
    const { hours, excess, partOf } = open.anomaly;
    const anomaly =
      fast === null
        ? { ...open.anomaly, closedOn: today }
        : { ...rushOf(setting, fast), ...(partOf !== undefined && { partOf }) };
    if (fast !== null && hours?.from === fast.from && excess === anomaly.excess) return;
    await changeAnomaly(tx, open, { anomaly, ...(fast !== null && { moved }) });
    await showAnomaly(setting, tx, open);
    if (fast === null) await recordClaims(setting, tx, 'cost_anomaly_ended', null, { anomaly: open.id, on: today });
    return;
  }
  const became = daysOfRush(days);
  if (became?.anomaly.toldFirst !== undefined) {
    const toldFirst = { ...became.anomaly.toldFirst, over: true };
    if (fast === null) await changeAnomaly(tx, became, { anomaly: { ...became.anomaly, toldFirst } });
    return;
  }
  if (fast === null) return;
  const anomaly = rushOf(setting, fast);
  const firstDay = anomaly.days[0]?.day ?? today;
  if (days.some((row) => row.anomaly.days.some(({ day }) => day === firstDay))) return;
  const muted = [...known, ...days.filter((row) => row.anomaly.toldFirst !== undefined)].some(
    ({ mutedUntil }) => mutedUntil !== null && mutedUntil >= today,
  );
  const row = await addAnomaly(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    series: key,
    team,
    service: null,
    model: null,
    currency,
    kind: 'rush',
    firstDay,
    anomaly,
    moved,
    channel: muted ? null : channelOfTeam(setting, team),
    foundAt: new Date(setting.now()),
  });
  if (row === null) return;
  await showAnomaly(setting, tx, row);
  await recordClaims(setting, tx, 'cost_anomaly_found', null, {
    anomaly: row.id,
    kind: 'rush',
    series: key,
    first_day: firstDay,
    muted,
  });
}

function rushOf(setting: Setting, { from, hours, actual, usual }: FastSpend): CostAnomaly {
  const { zone } = setting.playbooks().set.org;
  const day = new Date(wallMs(epochMs(from), zone)).toISOString().slice(0, 10);
  return {
    kind: 'rush',
    days: [{ day, actual, expected: usual, least: usual, most: usual }],
    hours: { from, count: hours },
    closedOn: null,
    excess: decimalText(subtract(decimal(actual), decimal(usual))),
  };
}
