import type { PretendNotebook, PretendUsage } from './state.ts';

/** `projects.locations.instances.list` over all zones. */
export function listInstances(usage: PretendUsage, query: URLSearchParams): object {
  const size = Number(query.get('pageSize') || 500);
  const offset = Number(query.get('pageToken') || 0);
  const instances = usage.notebooks.slice(offset, offset + size).map((one) => instance(usage, one));
  const more = offset + size < usage.notebooks.length;
  return { instances, ...(more && { nextPageToken: String(offset + size) }) };
}

function instance({ project }: PretendUsage, { machine, labels, stoppedMs }: PretendNotebook): object {
  return {
    name: `projects/${project}/locations/${machine.zone}/instances/${machine.name}`,
    state: stoppedMs === null ? 'ACTIVE' : 'STOPPED',
    labels,
    gceSetup: { machineType: `zones/${machine.zone}/machineTypes/g2-standard-8` },
  };
}
