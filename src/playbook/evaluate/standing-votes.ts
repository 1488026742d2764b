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

/** Approvals cast for somebody who has said no, by that principal: they count for nothing until it is taken back. */
export function heldBack(all: readonly Standing[]): ReadonlyMap<string, readonly Standing[]> {
  const said = new Map(all.map(({ vote }) => [vote.person, vote.decision]));
  const held = all.filter(({ vote, voter }) => {
    const principalSaid = voter === vote.person ? undefined : said.get(voter);
    return vote.decision === 'approve' && principalSaid !== undefined && principalSaid !== 'approve';
  });
  return Map.groupBy(held, ({ voter }) => voter);
}
