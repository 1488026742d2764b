import { idleShare, type ResourceUsage, type UsageHour, type UsageWindow } from '#domain/cloud-usage.ts';
import { epochMs } from '#domain/instant.ts';
import type { UsageHttp } from './http.ts';
import { tpuUse } from './metrics.ts';
import type { CloudUsageOptions } from './options.ts';
import { type HourlySeries, hourlySeries } from './time-series.ts';
import { listTpus, type TpuNode } from './tpu-nodes.ts';

/**
 * How much the TPUs that are on were used. Monitoring names their workers, and nobody says which TPU a worker is of: so
 * each TPU counts as used as the busiest worker of its zone, and as not used only in hours in which every worker of the
 * zone's TPUs tells that it was not. Hours in which one is missing, or one of a TPU that is gone, are unknown.
 */
export async function tpuUsage(
  http: UsageHttp,
  options: CloudUsageOptions,
  window: UsageWindow,
): Promise<readonly ResourceUsage[]> {
  const workers = await hourlySeries(http, options, tpuUse, window);
  if (workers.length === 0) return [];
  const nodes = await listTpus(http, options.project);
  const zones = Map.groupBy(workers, ({ labels }) => labels['location'] ?? '');
  return [...Map.groupBy(nodes, ({ zone }) => zone)].flatMap(([zone, own]) => {
    const hours = hoursOf(zones.get(zone) ?? [], own);
    return own.map((node) => usageOf(options.project, node, hours)).filter((one) => one.hours.length > 0);
  });
}

function usageOf(project: string, node: TpuNode, hours: readonly UsageHour[]): ResourceUsage {
  const { zone, name, number, labels, createdMs } = node;
  return {
    kind: 'accelerator',
    project,
    resource: `//tpu.googleapis.com/projects/${project}/locations/${zone}/nodes/${name}`,
    alsoBilledAs: number === '' ? [] : [number],
    name,
    labels,
    deployed: null,
    hours: hours.filter(({ hour }) => epochMs(hour) >= createdMs),
  };
}

/** The busiest worker of each hour of which it can be said. */
function hoursOf(workers: readonly HourlySeries[], nodes: readonly TpuNode[]): readonly UsageHour[] {
  const told = Map.groupBy(
    workers.flatMap(({ hours }) => hours),
    ({ hour }) => hour,
  );
  return [...told]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([hour, all]) => {
      const used = Math.max(...all.map((one) => one.used)) / 100;
      const there = nodes.filter(({ createdMs }) => createdMs <= epochMs(hour));
      const expected = there.reduce((sum, node) => sum + node.workers, 0);
      return used >= idleShare || all.length === expected ? [{ hour, used }] : [];
    });
}
