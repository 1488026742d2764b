import { anomalies, defaultAnomalyRules } from '#cost/anomalies.ts';
import { known as isKnown } from '#cost/data-span.ts';
import { daysIn, shiftDay } from '#cost/day.ts';
import { moneyFloor } from '#cost/money-floor.ts';
import type { CostDay } from '#domain/cost.ts';
import type { CostAnomaly } from '#domain/cost-finding.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { type AnomalyRow, addAnomaly, anomalyRows, changeAnomaly } from '#store/cost-anomalies.ts';
import { type SeriesDay, usageSeries } from '#store/cost-series.ts';
import type { Executor } from '#store/database.ts';
import { holdCostNews } from '#store/hold-cost-news.ts';
import { recordClaims } from '../claims/record-claims.ts';
import { channelOfTeam } from '../claims/teams.ts';
import type { Setting } from '../setting.ts';
import { knownData } from './known-data.ts';
import { reportingDay } from './reporting-day.ts';
import { showAnomaly } from './show-anomaly.ts';
import { whatMoved } from './what-moved.ts';

/** What is usual is learned from eight weeks; the last days are judged again while their bill grows. */
const learnedDays = 56;
const judgedDays = 10;

/** One team's service, or one model. */
interface Judged {
  readonly key: string;
  readonly of: Pick<SeriesDay, 'team' | 'service' | 'model' | 'currency'>;
  readonly amounts: ReadonlyMap<CostDay, string>;
}

/**
 * Looks for days that cost more than usual, after each reading of the bill. Each stretch of such days is one message,
 * which follows as days join, as it ends, and as its bill is corrected. What stands out for a team's service is not
 * told once more for a model of that team.
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
    const earlier = Map.groupBy(
      (await anomalyRows(tx, setting.workspaceId)).filter(({ kind }) => kind !== 'rush'),
      ({ series }) => series,
    );
    const told: AnomalyRow[] = [];
    for (const judged of judgedSeries(rows)) {
      const known = earlier.get(judged.key) ?? [];
      const days = daysIn(span).map((day) => ({ day, amount: amountOn(judged, day, data) }));
      const settled = { days, from, settledThrough: data.settledThrough };
      const { currency } = judged.of;
      const floor = moneyFloor(currency, ofOrganization, totals.get(currency) ?? new Map());
      const rules = { ...defaultAnomalyRules, moneyFloor: floor };
      const found = anomalies({ ...settled, earlier: known.map(({ anomaly }) => anomaly) }, rules);
      told.push(...(await store(setting, tx, judged, { known, found, from, told, data })));
    }
  });
}

/** What each day with usage came to in each currency; a model's usage is that of its services once more. */
function dailyTotals(rows: readonly SeriesDay[]): ReadonlyMap<string, ReadonlyMap<CostDay, number>> {
  const totals = new Map<string, Map<CostDay, number>>();
  for (const { model, currency, day, amount } of rows) {
    if (model !== null) continue;
    const days = totals.get(currency) ?? new Map<CostDay, number>();
    totals.set(currency, days.set(day, (days.get(day) ?? 0) + Number(amount)));
  }
  return totals;
}

/** The services of teams first, since what stands out there is not told again of a model. */
function judgedSeries(rows: readonly SeriesDay[]): readonly Judged[] {
  const key = ({ team, service, model, currency }: SeriesDay) => JSON.stringify([team, service, model, currency]);
  return [...Map.groupBy(rows, key)]
    .flatMap(([name, days]) => {
      const [first] = days;
      return first === undefined
        ? []
        : [{ key: name, of: first, amounts: new Map(days.map(({ day, amount }) => [day, amount])) }];
    })
    .sort((a, b) => Number(a.of.model !== null) - Number(b.of.model !== null) || (a.key < b.key ? -1 : 1));
}

function amountOn({ amounts }: Judged, day: CostDay, data: DataSpan): string | null {
  return isKnown(day, data) ? (amounts.get(day) ?? '0') : null;
}

interface Standing {
  readonly known: readonly AnomalyRow[];
  readonly found: readonly CostAnomaly[];
  readonly from: CostDay;
  readonly told: readonly AnomalyRow[];
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
  { known, data }: Standing,
): Promise<AnomalyRow | null> {
  const { team, service, model, currency } = judged.of;
  const today = reportingDay(setting);
  const muted = known.some(({ mutedUntil }) => mutedUntil !== null && mutedUntil >= today);
  const row = await addAnomaly(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    series: judged.key,
    team,
    service,
    model,
    currency,
    kind: anomaly.kind,
    firstDay: anomaly.days[0]?.day ?? today,
    anomaly,
    moved: await whatMoved(setting, tx, judged.of, anomaly, data),
    channel: muted ? null : channelOfTeam(setting, team),
    foundAt: new Date(setting.now()),
  });
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
  await changeAnomaly(tx, row, { anomaly, moved: await whatMoved(setting, tx, judged.of, anomaly, data) });
  await showAnomaly(setting, tx, row);
  if (anomaly.closedOn === null || row.anomaly.closedOn !== null) return;
  await recordClaims(setting, tx, 'cost_anomaly_ended', null, { anomaly: row.id, on: anomaly.closedOn });
}
