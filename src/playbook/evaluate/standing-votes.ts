import { epochMs } from '#domain/instant.ts';
import type { Vote } from '../vote.ts';

/** A vote that stands, with its instant read. */
export interface Standing {
  readonly vote: Vote;
  readonly atMs: number;
  /** On whose behalf: the principal, or the person. */
  readonly voter: string;
}

const standing: readonly Vote['decision'][] = ['approve', 'withdraw', 'block', 'reject'];

/** Each person's newest of approve, withdraw, block and reject, in the order they were cast. */
export function standingVotes(votes: readonly Vote[]): readonly Standing[] {
  const newest = new Map<string, Standing>();
  for (const vote of votes) {
    if (!standing.includes(vote.decision)) continue;
    newest.delete(vote.person);
    newest.set(vote.person, { vote, atMs: epochMs(vote.at), voter: vote.actingFor ?? vote.person });
  }
  return [...newest.values()];
}
