import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';

export const decisions = ['approve', 'withdraw', 'block', 'lift', 'reject', 'hold', 'release', 'break_glass'] as const;

export type Decision = (typeof decisions)[number];

/** One press of one person, never changed afterwards. Votes are given to `evaluate` in the order they were cast. */
export interface Vote {
  readonly person: string;
  readonly decision: Decision;
  /** The principal a delegate acts for; null for oneself. */
  readonly actingFor: string | null;
  readonly reason: string;
  readonly at: Instant;
  /** The digest of the subject that was shown. */
  readonly subject: Digest;
  /** Evidence id to the fingerprint that was shown. */
  readonly evidence: Readonly<Record<string, Digest>>;
  /** Evidence id to the findings that were shown open; absent where none were. */
  readonly findings?: Readonly<Record<string, readonly string[]>>;
}
