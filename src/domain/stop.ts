import { type Digest, digestOf } from './digest.ts';

/** What is to be stopped: the machine of a notebook, one with GPUs, a TPU, or everything that an endpoint has loaded. */
export interface StopOrder {
  /** The row of what is left on, and its connection of usage in org.yaml. */
  readonly idleId: string;
  readonly source: string;
  readonly kind: 'endpoint' | 'notebook' | 'accelerator';
  /** Its full name, and as people call it. */
  readonly resource: string;
  readonly name: string;
  readonly project: string;
  /** Of an endpoint, the connection that serves it and the deployed versions' ids, sorted: others are never taken away. */
  readonly registry: string | null;
  readonly deployed: readonly string[];
  /** Of an accelerator, its number: another of the same name is not stopped. */
  readonly number?: string;
}

/** What a vote for stopping something signs. */
export function stopDigest(order: StopOrder): Digest {
  const { kind, resource, registry, deployed, number } = order;
  return digestOf({ kind, resource, registry, deployed, ...(number !== undefined && { number }) });
}
