import type { Facts } from '#playbook/facts.ts';
import { driftSignal } from '#playbook/schema/values.ts';
import type { Executor } from '#store/database.ts';
import { openDriftAlerts } from '#store/drift-alerts.ts';
import { type DriftModelKey, type DriftPointRow, lastDriftPoints } from '#store/drift-points.ts';
import { newestValues } from '#store/drift-values.ts';
import { driftSeries } from './drift-series.ts';

/** How far back from the newest value conditions may look, in milliseconds, and how many values are read at most: the newest. */
const windowMs = 30 * 86_400_000;
const most = 20_000;

/**
 * What drift reports say of a model, of one version of it unless that is null: its drift signals, the newest values of what
 * else its monitors measure of all of the data, and whether a high or critical alert fires.
 */
export async function readDriftFacts(
  db: Executor,
  model: DriftModelKey,
  version: string | null,
): Promise<Pick<Facts, 'drift' | 'live' | 'incident'>> {
  const newest = (await newestValues(db, { ...model, version: null, drill: false })).filter((point) =>
    isOf(point, version),
  );
  if (newest.length === 0)
    return { drift: {}, live: {}, incident: { unknown: 'Nothing reports drift of this model.' } };
  const signals = new Set(newest.map(({ metric }) => metric).filter(isSignal));
  const since = new Date(Math.max(...newest.map(({ at }) => at.getTime())) - windowMs);
  const points = await lastDriftPoints(db, model, { since, metrics: [...signals], limit: most });
  const firing = await openDriftAlerts(db, model.workspaceId, model);
  const grave = ({ criticality }: { criticality: string | null }) => criticality !== 'low' && criticality !== 'medium';
  return {
    drift: driftSeries(
      withNewest(
        points.filter((point) => isOf(point, version)),
        newest,
      ),
    ),
    live: liveValues(newest),
    incident: firing.some((one) => one.kind === 'drift' && grave(one)),
  };
}

/** No series is without its newest value, however many values others have. */
function withNewest(points: readonly DriftPointRow[], newest: readonly DriftPointRow[]): readonly DriftPointRow[] {
  const key = ({ version, metric, feature, connection, at }: DriftPointRow) =>
    `${metric}\n${feature}\n${connection}\n${version}\n${at.getTime()}`;
  const known = new Set(points.map(key));
  return [...points, ...newest.filter((one) => isSignal(one.metric) && !known.has(key(one)))];
}

/** A value of no known version counts for whichever serves. */
function isOf(point: DriftPointRow, version: string | null): boolean {
  return version === null || point.version === version || point.version === '';
}

function isSignal(metric: string): boolean {
  return driftSignal.safeParse(metric).success;
}

function liveValues(newest: readonly DriftPointRow[]): Facts['live'] {
  const live: Record<string, { readonly at: Date; readonly value: number }> = {};
  for (const { metric, feature, at, value } of newest) {
    if (feature !== '' || isSignal(metric) || value === null) continue;
    const before = live[metric];
    if (before === undefined || at > before.at) live[metric] = { at, value };
  }
  return Object.fromEntries(Object.entries(live).map(([metric, { value }]) => [metric, value]));
}
