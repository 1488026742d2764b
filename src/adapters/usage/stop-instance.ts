import { z } from 'zod';
import type { PowerState, SeenMachine } from '#domain/cloud-usage.ts';
import type { GoogleApi, UsageHttp } from './http.ts';
import { nameOf, pathOf } from './resource-path.ts';
import { computeInstance } from './schema.ts';

const compute: GoogleApi = { system: 'Compute Engine', api: 'compute.googleapis.com' };

const states: Readonly<Record<string, PowerState>> = { RUNNING: 'on', TERMINATED: 'off', SUSPENDED: 'off' };

/** By its full name; null if there is none. */
export async function seeInstance(http: UsageHttp, resource: string): Promise<SeenMachine | null> {
  const outcome = await http.ask(
    {
      ...compute,
      method: 'GET',
      path: `/compute/v1/${pathOf(resource)}`,
      doing: `read machine ${nameOf(resource)}`,
      permission: 'compute.instances.get',
    },
    computeInstance,
  );
  if (outcome.ok) {
    const { status, id } = outcome.value;
    return { state: states[status] ?? 'changing', number: id, barred: barredBy(outcome.value) };
  }
  if (outcome.code === 'NOT_FOUND') return null;
  throw outcome.error;
}

/** Asks for it to be stopped. Google takes a wish of the same number once. */
export async function stopInstance(http: UsageHttp, resource: string, once: string): Promise<void> {
  await http.need(
    {
      ...compute,
      method: 'POST',
      path: `/compute/v1/${pathOf(resource)}/stop`,
      query: { requestId: once },
      doing: `stop machine ${nameOf(resource)}`,
      permission: 'compute.instances.stop',
    },
    z.unknown(),
  );
}

/** What would come back by itself, or would lose something, is left to whoever owns that. */
function barredBy({ labels, metadata, disks }: z.infer<typeof computeInstance>): string | null {
  const cluster = labels['goog-k8s-cluster-name'] ?? '';
  if (cluster !== '' || 'goog-gke-node' in labels) {
    const named = cluster === '' ? 'a GKE cluster' : `the GKE cluster ${cluster}`;
    return `It is a node of ${named}, which would put another in its place. Ask whoever owns the cluster to make the node pool smaller.`;
  }
  const dataproc = labels['goog-dataproc-cluster-name'];
  if (dataproc !== undefined) {
    return `It belongs to the Dataproc cluster ${dataproc}. Ask whoever owns the cluster to stop that as a whole.`;
  }
  const maker = metadata.items.find(({ key }) => key === 'created-by')?.value ?? '';
  if (maker.includes('/instanceGroupManagers/')) {
    return `The managed instance group ${nameOf(maker)} would start it again. Ask whoever owns the group to make it smaller.`;
  }
  if (disks.some(({ type }) => type === 'SCRATCH')) {
    return 'It has local SSDs, and what is on them is lost once it is stopped. Its owners know whether it is needed.';
  }
  return null;
}
