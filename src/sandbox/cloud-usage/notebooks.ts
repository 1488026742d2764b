import { GoogleRefusal } from '../vertex-pipelines/refusal.ts';
import type { PretendNotebook, PretendUsage } from './state.ts';

/** `projects.locations.instances.list` over all zones. */
export function listInstances(usage: PretendUsage, query: URLSearchParams): object {
  const size = Number(query.get('pageSize') || 500);
  const offset = Number(query.get('pageToken') || 0);
  const instances = usage.notebooks.slice(offset, offset + size).map((one) => instance(usage, one));
  const more = offset + size < usage.notebooks.length;
  return { instances, ...(more && { nextPageToken: String(offset + size) }) };
}

/** `projects.locations.instances.get`. */
export function instance({ project }: PretendUsage, { machine, labels, stoppedMs }: PretendNotebook): object {
  return {
    name: `projects/${project}/locations/${machine.zone}/instances/${machine.name}`,
    state: stoppedMs === null ? 'ACTIVE' : 'STOPPED',
    labels,
    gceSetup: { machineType: `zones/${machine.zone}/machineTypes/g2-standard-8` },
  };
}

/** Throws a GoogleRefusal for one that is not there. */
export function notebookAt(usage: PretendUsage, [zone, name]: readonly string[]): PretendNotebook {
  const found = usage.notebooks.find(({ machine }) => machine.zone === zone && machine.name === name);
  if (found !== undefined) return found;
  const path = `projects/${usage.project}/locations/${zone}/instances/${name}`;
  throw new GoogleRefusal('NOT_FOUND', `Resource '${path}' was not found`);
}

/** `projects.locations.instances.stop`: an operation, which is done at once here. One that is off is refused. */
export function stop(usage: PretendUsage, notebook: PretendNotebook, nowMs: number): object {
  if (notebook.stoppedMs !== null) {
    throw new GoogleRefusal('FAILED_PRECONDITION', 'The instance is not running, so it cannot be stopped.');
  }
  notebook.stoppedMs = nowMs;
  return { name: `projects/${usage.project}/locations/${notebook.machine.zone}/operations/op-${nowMs}`, done: false };
}
