import type { DeployedModel, ResolvedVersion } from '#domain/drift.ts';
import { modelIdOf } from '../../registries/vertex/mapping.ts';
import type { MonitoringCalls } from './calls.ts';

const job = /^projects\/[\w.:-]+\/locations\/([\w-]+)\/modelDeploymentMonitoringJobs\/[\w-]+$/;
const endpoint = /^projects\/[\w.:-]+\/locations\/([\w-]+)\/endpoints\/[\w-]+$/;

/** So many are kept in mind; beyond it, all are asked for again. */
const mostKept = 10_000;

/**
 * Finds out what is behind a deployed model's id: the job names the endpoint, the endpoint what is deployed. What was
 * found once is kept, since an id is never given to something else, and what was undeployed cannot be asked for.
 */
export function deployedModels(
  calls: MonitoringCalls,
  {
    registry,
    location,
    environmentLabel,
  }: { readonly registry: string; readonly location: string; readonly environmentLabel: string },
): (deployed: DeployedModel) => Promise<ResolvedVersion | null> {
  const endpoints = new Map<string, string>();
  const known = new Map<string, ResolvedVersion>();

  async function endpointOf(monitoringJob: string): Promise<string | null> {
    const kept = endpoints.get(monitoringJob);
    if (kept !== undefined) return kept;
    // Another location is served by another host.
    if (job.exec(monitoringJob)?.[1] !== location) return null;
    const found = (await calls.endpointMonitor(monitoringJob))?.endpoint ?? '';
    if (endpoint.exec(found)?.[1] !== location) return null;
    if (endpoints.size >= mostKept) endpoints.clear();
    endpoints.set(monitoringJob, found);
    return found;
  }

  return async ({ monitoringJob, deployedModelId }) => {
    const key = `${monitoringJob} ${deployedModelId}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const name = await endpointOf(monitoringJob);
    const row = name === null ? null : await calls.endpoint(name);
    if (row === null) return null;
    const only = row.deployedModels.length === 1 ? row.deployedModels : [];
    const [found] = deployedModelId === '' ? only : row.deployedModels.filter(({ id }) => id === deployedModelId);
    if (found === undefined || found.model === '') return null;
    const version = {
      registry,
      model: modelIdOf(found.model),
      version: found.modelVersionId === '' ? null : found.modelVersionId,
      environment: row.labels[environmentLabel] ?? null,
    };
    // What a job watches without naming it changes when something else is deployed.
    if (deployedModelId !== '') {
      if (known.size >= mostKept) known.clear();
      known.set(key, version);
    }
    return version;
  };
}

/** A version of a model that is deployed at an endpoint which a job watches; null where none is. */
export async function watchedDeployment(calls: MonitoringCalls, model: string): Promise<DeployedModel | null> {
  for (const { name: monitoringJob, endpoint: watched } of await calls.endpointMonitors()) {
    if (!endpoint.test(watched)) continue;
    const found = (await calls.endpoint(watched))?.deployedModels.find((one) => modelIdOf(one.model) === model);
    if (found !== undefined) return { monitoringJob, deployedModelId: found.id };
  }
  return null;
}
