import type { ResourceUsage, UsageWindow } from '#domain/cloud-usage.ts';
import type { UsageHttp } from './http.ts';
import { predictionCount, replicaCount } from './metrics.ts';
import type { CloudUsageOptions } from './options.ts';
import { type HourlySeries, hourlySeries } from './time-series.ts';

/**
 * What each deployed version was asked, of the hours in which it had a machine. An hour without a prediction has no
 * point, so that a machine without one means zero.
 */
export async function endpointUsage(
  http: UsageHttp,
  options: CloudUsageOptions,
  window: UsageWindow,
): Promise<readonly ResourceUsage[]> {
  const on = byDeployed(await hourlySeries(http, options, replicaCount, window));
  const asked = byDeployed(await hourlySeries(http, options, predictionCount, window));
  return [...new Set([...on.keys(), ...asked.keys()])].flatMap((key) => {
    const series = [...(on.get(key) ?? []), ...(asked.get(key) ?? [])];
    const { location, endpoint_id: id, deployed_model_id: deployed } = series.at(-1)?.labels ?? {};
    if (!location || !id || !deployed) return [];
    const hours = new Map<string, number>();
    for (const { hour, used } of pointsOf(on.get(key))) if (used > 0) hours.set(hour, 0);
    for (const { hour, used } of pointsOf(asked.get(key))) hours.set(hour, (hours.get(hour) ?? 0) + used);
    const title = series.map(({ labels }) => labels['endpoint_display_name'] ?? '').find((name) => name !== '');
    const { project } = options;
    return [
      {
        kind: 'endpoint',
        project,
        resource: `//aiplatform.googleapis.com/projects/${project}/locations/${location}/endpoints/${id}`,
        alsoBilledAs: [],
        name: title ?? id,
        labels: {},
        deployed,
        hours: [...hours].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hour, used]) => ({ hour, used })),
      } satisfies ResourceUsage,
    ];
  });
}

/** A new display name begins a series of its own. */
function byDeployed(all: readonly HourlySeries[]): ReadonlyMap<string, readonly HourlySeries[]> {
  const key = ({ labels }: HourlySeries) =>
    JSON.stringify([labels['location'], labels['endpoint_id'], labels['deployed_model_id']]);
  return Map.groupBy(all, key);
}

function pointsOf(series: readonly HourlySeries[] = []) {
  return series.flatMap(({ hours }) => hours);
}
