import { instantAt } from '#domain/instant.ts';
import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { clockProblems, problemOf, skewOf } from '../pipelines/problem-of.ts';
import type { UsageHttp } from './http.ts';
import { replicaCount } from './metrics.ts';
import { askNotebooks, askPermissions, stopPermission } from './notebooks.ts';
import type { CloudUsageOptions } from './options.ts';
import { timeSeriesAnswer } from './schema.ts';
import { lackingToStop, stopRights } from './stop-rights.ts';
import { monitoring, seriesPermission } from './time-series.ts';
import { askTpus, tpuPermission } from './tpu-nodes.ts';

/** Reads only: address, clock, credentials, and what our account may read and stop. */
export async function checkUsage(
  http: UsageHttp,
  { project }: CloudUsageOptions,
  clock: () => number,
): Promise<RegistryHealth> {
  const found = { version: null, clockSkewMs: null };
  const sentMs = clock();
  const series = await tried(() => askSeries(http, project, sentMs));
  if ('failed' in series) return { ...found, reachable: false, problems: [problemOf(series.failed)] };
  const clockSkewMs = series.ok ? skewOf(series.serverMs, sentMs, clock()) : null;
  const problems = [...clockProblems(monitoring.system, clockSkewMs), ...(series.ok ? [] : [problemOf(series.error)])];
  // Without credentials nothing else can be found out.
  if (!series.ok && series.error.status === 401) return { ...found, reachable: true, problems };
  const notebooks = await checkNotebooks(http, project);
  const tpus = await tried(() => askTpus(http, project, { pageSize: '1' }));
  const listed = !('failed' in tpus) && tpus.ok;
  const hidden = !('failed' in tpus) && !tpus.ok && !tpus.off && tpus.error.status === 403;
  const rights = await stopRights(http, project, listed ? ['machines with GPUs', 'TPUs'] : ['machines with GPUs']);
  return {
    ...found,
    reachable: true,
    clockSkewMs,
    problems: [...problems, ...notebooks.problems],
    lacking: [
      ...notebooks.lacking,
      ...(hidden
        ? [`Our account has no ${tpuPermission} in ${project}, so TPUs that are not used are not found.`]
        : []),
      ...rights.lacking,
    ],
    unseen: [...notebooks.unseen, ...rights.unseen],
  };
}

async function checkNotebooks(
  http: UsageHttp,
  project: string,
): Promise<Required<Pick<RegistryHealth, 'problems' | 'lacking' | 'unseen'>>> {
  const nothing = { problems: [], lacking: [], unseen: [] };
  const listed = await tried(() => askNotebooks(http, project, { pageSize: '1' }));
  if ('failed' in listed) return { ...nothing, problems: [problemOf(listed.failed)] };
  if (!listed.ok) return { ...nothing, problems: listed.off ? [] : [problemOf(listed.error)] };
  const [first] = listed.value.instances;
  if (first === undefined) return nothing;
  const held = await tried(() => askPermissions(http, first.name, [stopPermission]));
  if ('failed' in held || !held.ok) {
    return { ...nothing, unseen: ['Whether our account may stop notebooks; only the first time shows that.'] };
  }
  if (held.value.permissions.includes(stopPermission)) return nothing;
  return { ...nothing, lacking: [lackingToStop([stopPermission], project, 'notebooks')] };
}

function askSeries(http: UsageHttp, project: string, nowMs: number) {
  return http.ask(
    {
      ...monitoring,
      method: 'GET',
      path: `/v3/projects/${encodeURIComponent(project)}/timeSeries`,
      query: {
        filter: `metric.type = "${replicaCount.type}"`,
        'interval.startTime': instantAt(nowMs - 3_600_000),
        'interval.endTime': instantAt(nowMs),
        view: 'HEADERS',
        pageSize: '1',
      },
      doing: `read what ${project} uses`,
      permission: seriesPermission,
    },
    timeSeriesAnswer,
  );
}

async function tried<T>(ask: () => Promise<T>): Promise<T | { readonly failed: UpstreamError }> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return { failed: error };
  }
}
