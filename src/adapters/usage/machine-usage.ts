import type { ResourceUsage, UsageHour, UsageWindow } from '#domain/cloud-usage.ts';
import type { UsageHttp } from './http.ts';
import { gpuUse, processorUse } from './metrics.ts';
import { listNotebooks, type Notebook } from './notebooks.ts';
import type { CloudUsageOptions } from './options.ts';
import { type HourlySeries, hourlySeries } from './time-series.ts';

/** So many names fit into one filter. */
const namesAtOnce = 100;

/**
 * How much the machines of notebooks, and others with GPUs, were used. A notebook is as used as the busier of its
 * processor and its GPUs; another machine with GPUs as they are. GPUs are known where the Ops Agent runs.
 */
export async function machineUsage(
  http: UsageHttp,
  options: CloudUsageOptions,
  window: UsageWindow,
): Promise<readonly ResourceUsage[]> {
  const { project } = options;
  const notebooks = await listNotebooks(http, project);
  const gpus = new Map(
    (await hourlySeries(http, options, gpuUse, window)).map((series) => [machineOf(series), inShares(series)]),
  );
  const processors: HourlySeries[] = [];
  for (let at = 0; at < notebooks.length; at += namesAtOnce) {
    const names = notebooks.slice(at, at + namesAtOnce).map(({ name }) => JSON.stringify(name));
    const narrower = `metric.labels.instance_name = one_of(${names.join(', ')})`;
    processors.push(...(await hourlySeries(http, options, processorUse, window, narrower)));
  }
  const used = notebooks.flatMap((one) => notebookUsage(project, one, processors, gpus));
  const machines = new Set(processors.map(machineOf));
  const others = [...gpus].filter(([machine]) => !machines.has(machine));
  return [...used, ...others.flatMap(([, series]) => acceleratorUsage(project, series))];
}

function notebookUsage(
  project: string,
  { path, zone, name, labels }: Notebook,
  processors: readonly HourlySeries[],
  gpus: ReadonlyMap<string, HourlySeries>,
): readonly ResourceUsage[] {
  // A notebook that was made anew under the same name has another machine.
  const own = processors.filter((one) => one.labels['instance_name'] === name && one.labels['zone'] === zone);
  if (own.length === 0) return [];
  const machines = own.map(({ labels: found }) => found['instance_id'] ?? '').filter((id) => id !== '');
  const busy = own.flatMap((one) => [...one.hours, ...(gpus.get(machineOf(one))?.hours ?? [])]);
  const id = `projects/${project}/${path.split('/').slice(2).join('/')}`;
  return [
    {
      kind: 'notebook',
      project,
      resource: `//notebooks.googleapis.com/${id}`,
      alsoBilledAs: machines,
      name,
      labels,
      deployed: null,
      hours: highest(busy),
    },
  ];
}

function acceleratorUsage(project: string, { labels, hours }: HourlySeries): readonly ResourceUsage[] {
  const { zone, instance_id: id, name } = labels;
  if (!zone || !id) return [];
  return [
    {
      kind: 'accelerator',
      project,
      resource: `//compute.googleapis.com/projects/${project}/zones/${zone}/instances/${name ?? id}`,
      alsoBilledAs: [id],
      name: name ?? id,
      labels: {},
      deployed: null,
      hours,
    },
  ];
}

function machineOf({ labels }: HourlySeries): string {
  return JSON.stringify([labels['zone'], labels['instance_id']]);
}

function inShares({ labels, hours }: HourlySeries): HourlySeries {
  return { labels, hours: hours.map(({ hour, used }) => ({ hour, used: used / 100 })) };
}

function highest(all: readonly UsageHour[]): readonly UsageHour[] {
  const hours = new Map<string, number>();
  for (const { hour, used } of all) hours.set(hour, Math.max(hours.get(hour) ?? 0, used));
  return [...hours].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hour, used]) => ({ hour, used }));
}
