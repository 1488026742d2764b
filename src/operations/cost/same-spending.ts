import type { CostAnomaly } from '#domain/cost-finding.ts';
import { type AnomalyRow, changeRush } from '#store/cost-anomalies.ts';
import type { SeriesDay } from '#store/cost-series.ts';
import type { Executor } from '#store/database.ts';

/** What the days of one series cost more than usual, as a row of it is begun. */
interface Begun {
  readonly series: string;
  readonly of: Pick<SeriesDay, 'team' | 'service' | 'model' | 'currency'>;
  readonly anomaly: CostAnomaly;
  readonly moved: AnomalyRow['moved'];
}

/** The fast spending that was told already, by hours, of a day that now stands out as a whole; null for none. */
export function rushOfDays(
  rushes: readonly AnomalyRow[],
  { of, anomaly }: Pick<Begun, 'of' | 'anomaly'>,
): AnomalyRow | null {
  if (anomaly.kind !== 'spike' || of.model !== null) return null;
  const days = new Set(anomaly.days.map(({ day }) => day));
  const same = (row: AnomalyRow) => row.kind === 'rush' && row.team === of.team && row.currency === of.currency;
  return rushes.find((row) => same(row) && row.anomaly.days.some(({ day }) => days.has(day))) ?? null;
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
  const { hours, closedOn } = rush.anomaly;
  const toldFirst = hours === undefined ? undefined : { ...hours, over: closedOn !== null };
  return await changeRush(tx, rush, {
    series,
    service: of.service,
    kind: anomaly.kind,
    firstDay: anomaly.days[0]?.day ?? rush.firstDay,
    anomaly: { ...anomaly, ...(toldFirst !== undefined && { toldFirst }) },
    moved,
  });
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
