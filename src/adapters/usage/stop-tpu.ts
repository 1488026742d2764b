import { z } from 'zod';
import type { PowerState, SeenMachine } from '#domain/cloud-usage.ts';
import type { UsageHttp } from './http.ts';
import { nameOf, pathOf } from './resource-path.ts';
import { tpuNode } from './schema.ts';
import { tpuApi } from './tpu-nodes.ts';

const states: Readonly<Record<string, PowerState>> = {
  READY: 'on',
  STOPPED: 'off',
  PREEMPTED: 'off',
  TERMINATED: 'off',
};

/** By its full name; null if there is none. */
export async function seeTpu(http: UsageHttp, resource: string): Promise<SeenMachine | null> {
  const outcome = await http.ask(
    {
      ...tpuApi,
      method: 'GET',
      path: `/v2/${pathOf(resource)}`,
      doing: `read TPU ${nameOf(resource)}`,
      permission: 'tpu.nodes.get',
    },
    tpuNode,
  );
  if (outcome.ok) {
    const { state, id } = outcome.value;
    return { state: states[state] ?? 'changing', number: id === '' ? null : id, barred: barredBy(outcome.value) };
  }
  if (outcome.code === 'NOT_FOUND') return null;
  throw outcome.error;
}

/** Asks for it to be stopped; one that stands or stops already is left as it is. */
export async function stopTpu(http: UsageHttp, resource: string): Promise<void> {
  const outcome = await http.ask(
    {
      ...tpuApi,
      method: 'POST',
      path: `/v2/${pathOf(resource)}:stop`,
      doing: `stop TPU ${nameOf(resource)}`,
      permission: 'tpu.nodes.stop',
    },
    z.unknown(),
  );
  if (outcome.ok || ['FAILED_PRECONDITION', 'ABORTED'].includes(outcome.code)) return;
  throw outcome.error;
}

/** What can only be deleted is not ours to stop: https://docs.cloud.google.com/tpu/docs/managing-tpus-tpu-vm. */
function barredBy(node: z.infer<typeof tpuNode>): string | null {
  const { networkEndpoints, schedulingConfig, queuedResource } = node;
  const ask = 'can only be deleted, which cannot be undone. Its owners know whether anything on it is needed.';
  if (networkEndpoints.length > 1)
    return `It has ${networkEndpoints.length} hosts, and a TPU with more than one ${ask}`;
  if (queuedResource !== '') return `It belongs to queued resource ${nameOf(queuedResource)}, and such a TPU ${ask}`;
  if (schedulingConfig.spot || schedulingConfig.preemptible) {
    return `Google may take it away at any time (spot or preemptible), and such a TPU ${ask}`;
  }
  return null;
}
