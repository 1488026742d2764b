import type { Instant } from '#domain/instant.ts';

/** Which of the two reads it. */
export type DelegationReader = 'principal' | 'delegate';

/** Somebody who acts for somebody else for a while. */
export interface ShownDelegation {
  readonly principal: string;
  readonly delegate: string;
  /** As people read them. */
  readonly roles: readonly string[];
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly reason: string;
  readonly standing: 'coming' | 'running' | 'over';
  /** By whom it was ended before its time; null where nobody did. */
  readonly endedBy: string | null;
  /** What ends it; null where people.yaml says it. */
  readonly press: string | null;
}
