import { anomalies, defaultAnomalyRules } from '#cost/anomalies.ts';
import { known as isKnown } from '#cost/data-span.ts';
import { daysIn, shiftDay } from '#cost/day.ts';
import { moneyFloor } from '#cost/money-floor.ts';
import type { CostDay } from '#domain/cost.ts';
import type { CostAnomaly } from '#domain/cost-finding.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { type AnomalyRow, addAnomaly, anomalyRows, changeAnomaly } from '#store/cost-anomalies.ts';
import { usageSeries } from '#store/cost-series.ts';
import type { Executor } from '#store/database.ts';
import { holdCostNews } from '#store/hold-cost-news.ts';
import { recordClaims } from '../claims/record-claims.ts';
import { channelOfTeam } from '../claims/teams.ts';
import type { Setting } from '../setting.ts';
import { dailyTotals, type Judged, judgedSeries } from './judged-series.ts';
import { knownData } from './known-data.ts';
import { reportingDay } from './reporting-day.ts';
import { keptFirst, rushBecomesDays, rushJoinsDays, rushOfDays } from './same-spending.ts';
import { showAnomaly } from './show-anomaly.ts';
import { whatMoved } from './what-moved.ts';

/** What is usual is learned from eight weeks; the last days are judged again while their bill grows. */
const learnedDays = 56;
const judgedDays = 10;

/**
 * Looks for days that cost more than usual, after each reading of the bill. Each stretch of such days is one message,
 * which follows as days join, as it ends, and as its bill is corrected. What stands out for a team's service is not
 * told once more for a model of that team, and what was told by the hour already goes on in that message.
 */
export async function judgeAnomalies(setting: Setting): Promise<void> {
  const { data } = await knownData(setting);
  if (data.through === null) return;
  const from = shiftDay(data.through, 1 - judgedDays);
  const span = { first: shiftDay(from, -learnedDays), last: data.through };
  const { labels, currency: ofOrganization } = setting.playbooks().set.org;
  const { team, model } = labels;
  const rows = await usageSeries(setting.db, setting.workspaceId, span, { team, model });
  const totals = dailyTotals(rows);
  await setting.db.transaction(async (tx) => {
    await holdCostNews(tx, setting.workspaceId);
    const all = await anomalyRows(tx, setting.workspaceId);
    const rushes = all.filter(({ kind }) => kind === 'rush');
    const earlier = Map.groupBy(
      all.filter(({ kind }) => kind !== 'rush'),
      ({ series }) => series,
    );
    const judgements = judgedSeries(rows).map((judged) => {
      const known = earlier.get(judged.key) ?? [];
      const days = daysIn(span).map((day) => ({ day, amount: amountOn(judged, day, data) }));
      const settled = { days, from, settledThrough: data.settledThrough };
      const { currency } = judged.of;
      const floor = moneyFloor(currency, ofOrganization, totals.get(currency) ?? new Map());
      const rules = { ...defaultAnomalyRules, moneyFloor: floor };
      return { judged, known, found: anomalies({ ...settled, earlier: known.map(({ anomaly }) => anomaly) }, rules) };
    });
    const told: AnomalyRow[] = [];
    for (const { judged, known, found } of judgements.sort(servicesFirst)) {
      told.push(...(await store(setting, tx, judged, { known, found, from, told, rushes, data })));
    }
  });
}

type Judgement = { readonly judged: Judged; readonly found: readonly CostAnomaly[] };

/**
 * The services of teams first, since what stands out there is not told again of a model, and of those the one with most
 * money, since what was told of a team by the hour is that one's.
 */
function servicesFirst(a: Judgement, b: Judgement): number {
  const most = ({ found }: Judgement) => Math.max(0, ...found.map(({ excess }) => Number(excess)));
  const ofModel = Number(a.judged.of.model !== null) - Number(b.judged.of.model !== null);
  return ofModel || most(b) - most(a) || (a.judged.key < b.judged.key ? -1 : 1);
}

function amountOn({ amounts }: Judged, day: CostDay, data: DataSpan): string | null {
  return isKnown(day, data) ? (amounts.get(day) ?? '0') : null;
}

interface Standing {
  readonly known: readonly AnomalyRow[];
  readonly found: readonly CostAnomaly[];
  readonly from: CostDay;
  readonly told: readonly AnomalyRow[];
  readonly rushes: AnomalyRow[];
  readonly data: DataSpan;
}

/** Writes down what became of a series; answers the rows that are open. */
async function store(
  setting: Setting,
  tx: Executor,
  judged: Judged,
  standing: Standing,
): Promise<readonly AnomalyRow[]> {
  const { known, found, from, told } = standing;
  const open: AnomalyRow[] = [];
  for (const anomaly of found) {
    const row = known.find((one) => one.kind === anomaly.kind && one.firstDay === anomaly.days[0]?.day);
    if (row !== undefined) {
      if (!sameAnomaly(row.anomaly, anomaly)) await follow(setting, tx, row, anomaly, judged, standing);
      const rush = rushOfDays(standing.rushes, { of: judged.of, anomaly });
      if (rush !== null) {
        standing.rushes.splice(standing.rushes.indexOf(rush), 1);
        await rushJoinsDays(setting, tx, rush, row);
      }
      open.push(row);
    } else if (!isToldAlready(judged, anomaly, told)) {
      const added = await begin(setting, tx, judged, anomaly, standing);
      if (added !== null) open.push(added);
    }
  }
  for (const row of known) {
    const isThere = found.some((one) => one.kind === row.kind && one.days[0]?.day === row.firstDay);
    if (isThere || row.firstDay < from) continue;
    await changeAnomaly(tx, row, { corrected: true });
    await showAnomaly(setting, tx, row);
    await recordClaims(setting, tx, 'cost_anomaly_corrected', null, { anomaly: row.id });
  }
  return open;
}

/** PostgreSQL keeps the keys of JSON in an order of its own. */
function sameAnomaly(a: CostAnomaly, b: CostAnomaly): boolean {
  const plain = ({ kind, closedOn, excess, days }: CostAnomaly) =>
    JSON.stringify([
      kind,
      closedOn,
      excess,
      days.map(({ day, actual, expected, least, most }) => [day, actual, expected, least, most]),
    ]);
  return plain(a) === plain(b);
}

/** Whether something of the same team and currency that is told already shares a day with it. */
function isToldAlready({ of }: Judged, { days }: CostAnomaly, told: readonly AnomalyRow[]): boolean {
  if (of.model === null) return false;
  const shares = ({ anomaly }: AnomalyRow) => anomaly.days.some(({ day }) => days.some((one) => one.day === day));
  return told.some((row) => row.team === of.team && row.currency === of.currency && shares(row));
}

async function begin(
  setting: Setting,
  tx: Executor,
  judged: Judged,
  anomaly: CostAnomaly,
  { known, rushes, data }: Standing,
): Promise<AnomalyRow | null> {
  const { team, service, model, currency } = judged.of;
  const today = reportingDay(setting);
  const muted = known.some(({ mutedUntil }) => mutedUntil !== null && mutedUntil >= today);
  const begun = { series: judged.key, anomaly, moved: await whatMoved(setting, tx, judged.of, anomaly, data) };
  const rush = rushOfDays(rushes, { of: judged.of, anomaly });
  if (rush !== null) rushes.splice(rushes.indexOf(rush), 1);
  const row =
    rush === null
      ? await addAnomaly(tx, {
          ...begun,
          id: setting.newId(),
          workspaceId: setting.workspaceId,
          team,
          service,
          model,
          currency,
          kind: anomaly.kind,
          firstDay: anomaly.days[0]?.day ?? today,
          channel: muted ? null : channelOfTeam(setting, team),
          foundAt: new Date(setting.now()),
        })
      : await rushBecomesDays(tx, rush, { ...begun, of: judged.of });
  if (row === null) return null;
  await showAnomaly(setting, tx, row);
  const { kind, firstDay, series } = row;
  await recordClaims(setting, tx, 'cost_anomaly_found', null, {
    anomaly: row.id,
    kind,
    series,
    first_day: firstDay,
    muted,
  });
  return row;
}

async function follow(
  setting: Setting,
  tx: Executor,
  row: AnomalyRow,
  anomaly: CostAnomaly,
  judged: Judged,
  { data }: Standing,
): Promise<void> {
  await changeAnomaly(tx, row, {
    anomaly: keptFirst(row, anomaly),
    moved: await whatMoved(setting, tx, judged.of, anomaly, data),
  });
  await showAnomaly(setting, tx, row);
  if (anomaly.closedOn === null || row.anomaly.closedOn !== null) return;
  await recordClaims(setting, tx, 'cost_anomaly_ended', null, { anomaly: row.id, on: anomaly.closedOn });
}
