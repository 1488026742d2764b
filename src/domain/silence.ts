import { type Digest, digestOf } from './digest.ts';
import type { Instant } from './instant.ts';

/** What is silenced, and until when: one group of an alert, by the alert that fires in it now. */
export interface SilenceOrder {
  /** The alert's row, and as people type it, as `D-12`. */
  readonly alertId: string;
  readonly alert: string;
  /** The alert's id in its playbook. */
  readonly rule: string;
  readonly until: Instant;
}

/** What a vote for a silence signs. */
export function silenceDigest(order: SilenceOrder): Digest {
  const { alertId, alert, rule, until } = order;
  return digestOf({ alertId, alert, rule, until });
}
