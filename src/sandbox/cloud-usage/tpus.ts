import type { PretendUsage } from './state.ts';

/** `projects.locations.nodes.list` over all zones. */
export function listTpus({ project, tpus }: PretendUsage, query: URLSearchParams): object {
  const size = Number(query.get('pageSize') || 500);
  const offset = Number(query.get('pageToken') || 0);
  const nodes = tpus.slice(offset, offset + size).map(({ zone, number, name, labels, state, createdMs, workers }) => ({
    name: `projects/${project}/locations/${zone}/nodes/${name}`,
    id: number,
    acceleratorType: `v5litepod-${workers.length * 4}`,
    state,
    labels,
    createTime: new Date(createdMs).toISOString(),
    networkEndpoints: workers.map((_, index) => ({ ipAddress: `10.164.0.${index + 2}`, port: 8470 })),
  }));
  return { nodes, ...(offset + size < tpus.length && { nextPageToken: String(offset + size) }) };
}
