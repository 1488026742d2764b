import type { CostAnomaly } from '#domain/cost-finding.ts';
import { type AnomalyRow, changeAnomaly, changeRush } from '#store/cost-anomalies.ts';
import type { SeriesDay } from '#store/cost-series.ts';
import type { Executor } from '#store/database.ts';
import type { Setting } from '../setting.ts';
import { showAnomaly } from './show-anomaly.ts';

/** What the days of one series cost more than usual, as a row of it is begun. */
interface Begun {
  readonly series: string;
  readonly of: Pick<SeriesDay, 'team' | 'service' | 'model' | 'currency'>;
  readonly anomaly: CostAnomaly;
  readonly moved: AnomalyRow['moved'];
}

/**
 * The fast spending that was told already, by hours, of a day that now stands out as a whole; null for none. It may have
 * gone on since its first day.
 */
export function rushOfDays(
  rushes: readonly AnomalyRow[],
  { of, anomaly }: Pick<Begun, 'of' | 'anomaly'>,
): AnomalyRow | null {
  if (anomaly.kind !== 'spike' || of.model !== null) return null;
  const same = (row: AnomalyRow) => row.kind === 'rush' && row.team === of.team && row.currency === of.currency;
  const during = ({ firstDay, anomaly: { days } }: AnomalyRow) => {
    const last = days.at(-1)?.day ?? firstDay;
    return anomaly.days.some(({ day }) => day >= firstDay && day <= last);
  };
  return rushes.find((row) => same(row) && during(row)) ?? null;
}

/**
 * Makes the row of fast spending, with its message and what people said of it, that of the days. Null where these days
 * were told once before.
 */
export async function rushBecomesDays(
  tx: Executor,
  rush: AnomalyRow,
  { series, of, anomaly, moved }: Begun,
): Promise<AnomalyRow | null> {
  const toldFirst = { at: rush.foundAt.toISOString(), over: rush.anomaly.closedOn !== null };
  return await changeRush(tx, rush, {
    series,
    service: of.service,
    kind: anomaly.kind,
    firstDay: anomaly.days[0]?.day ?? rush.firstDay,
    anomaly: { ...anomaly, toldFirst },
    moved,
  });
}

/** Says of fast spending that its day is among those of a service that were told before; one that says so is left. */
export async function rushJoinsDays(
  setting: Setting,
  tx: Executor,
  rush: AnomalyRow,
  { service, firstDay }: Pick<AnomalyRow, 'service' | 'firstDay'>,
): Promise<void> {
  if (rush.anomaly.partOf !== undefined) return;
  await changeAnomaly(tx, rush, { anomaly: { ...rush.anomaly, partOf: { service, since: firstDay } } });
  await showAnomaly(setting, tx, rush);
}

/** Days as they were judged anew, with how they were told first. */
export function keptFirst(row: AnomalyRow, anomaly: CostAnomaly): CostAnomaly {
  const { toldFirst } = row.anomaly;
  return toldFirst === undefined ? anomaly : { ...anomaly, toldFirst };
}

/** The days of a team that fast spending was told with first, while it has not ended. */
export function daysOfRush(rows: readonly AnomalyRow[]): AnomalyRow | null {
  return rows.find(({ anomaly }) => anomaly.toldFirst?.over === false) ?? null;
}
