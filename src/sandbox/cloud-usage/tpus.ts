import { GoogleRefusal } from '../vertex-pipelines/refusal.ts';
import { lookedAt, type PretendTpu, type PretendUsage } from './state.ts';

/** `projects.locations.nodes.list` over all zones. */
export function listTpus(usage: PretendUsage, query: URLSearchParams): object {
  const size = Number(query.get('pageSize') || 500);
  const offset = Number(query.get('pageToken') || 0);
  const nodes = usage.tpus
    .slice(offset, offset + size)
    .map((tpu) => written(usage, tpu, tpu.stoppedMs === undefined ? tpu.state : 'STOPPED'));
  return { nodes, ...(offset + size < usage.tpus.length && { nextPageToken: String(offset + size) }) };
}

/** `projects.locations.nodes.get`. */
export function tpuNode(usage: PretendUsage, tpu: PretendTpu): object {
  return written(usage, tpu, { on: tpu.state, stopping: 'STOPPING', off: 'STOPPED' }[lookedAt(tpu)]);
}

function written({ project }: PretendUsage, tpu: PretendTpu, state: string): object {
  const { zone, number, name, labels, createdMs, workers, spot = false, queuedResource } = tpu;
  return {
    name: `projects/${project}/locations/${zone}/nodes/${name}`,
    id: number,
    acceleratorType: `v5litepod-${workers.length * 4}`,
    state,
    labels,
    createTime: new Date(createdMs).toISOString(),
    networkEndpoints: workers.map((_, index) => ({ ipAddress: `10.164.0.${index + 2}`, port: 8470 })),
    ...(spot && { schedulingConfig: { spot } }),
    ...(queuedResource !== undefined && { queuedResource }),
  };
}

/** Throws a GoogleRefusal for one that is not there. */
export function tpuAt(usage: PretendUsage, [zone, name]: readonly string[]): PretendTpu {
  const found = usage.tpus.find((one) => one.zone === zone && one.name === name);
  if (found !== undefined) return found;
  const path = `projects/${usage.project}/locations/${zone}/nodes/${name}`;
  throw new GoogleRefusal('NOT_FOUND', `Resource '${path}' was not found`);
}

/** `projects.locations.nodes.stop`: an operation. What can only be deleted, and what is not on, is refused. */
export function stopTpu(usage: PretendUsage, tpu: PretendTpu, nowMs: number): object {
  const { workers, spot = false, queuedResource } = tpu;
  if (workers.length > 1 || spot || queuedResource !== undefined || tpu.stoppedMs !== undefined) {
    throw new GoogleRefusal('FAILED_PRECONDITION', 'The node cannot be stopped.');
  }
  tpu.stoppedMs = nowMs;
  return { name: `projects/${usage.project}/locations/${tpu.zone}/operations/operation-${nowMs}`, done: false };
}
