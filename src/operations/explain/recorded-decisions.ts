import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import type { Facts } from '#playbook/facts.ts';
import type { EffectivePolicy, PlaybookSet } from '#playbook/playbook.ts';
import type { RecordedDecision } from '#playbook/replay/replay.ts';
import { readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { type RequestRow, requestsJudgedSince } from '#store/requests.ts';
import { votesOfAll } from '#store/votes.ts';
import { votesFrom } from '../judge.ts';
import { verdictOf } from '../load-request.ts';

const pageSize = 200;

/**
 * The last decision about every request that was judged at or after `since`, oldest request first, as it was taken.
 * Changes of the playbooks are left out, since no playbook decides about itself, and so are rollbacks that a playbook
 * ordered, about which nobody decided.
 */
export async function recordedDecisions(
  db: Executor,
  workspaceId: string,
  since: Instant,
): Promise<readonly RecordedDecision[]> {
  const decisions: RecordedDecision[] = [];
  const policies = remembering((digest) => readContent<EffectivePolicy>(db, workspaceId, digest));
  const sets = remembering((digest) => readContent<PlaybookSet>(db, workspaceId, digest));
  for (let after = 0; ; ) {
    const rows = await requestsJudgedSince(db, workspaceId, new Date(since), { after, limit: pageSize });
    const last = rows.at(-1);
    if (last === undefined) return decisions;
    after = last.number;
    const votes = await votesOfAll(
      db,
      workspaceId,
      rows.map(({ id }) => id),
    );
    for (const row of rows.filter(({ action }) => action !== 'change_playbook')) {
      const cast = votes.get(row.id) ?? [];
      const pinned = await policies(row.policyDigest);
      if (pinned.ordered === true) continue;
      decisions.push({
        request: `R-${row.number}`,
        pinned,
        inForce: row.judgedUnder === null ? null : await sets(row.judgedUnder),
        facts: await readContent<Facts>(db, workspaceId, row.factsDigest),
        votes: votesFrom(cast),
        at: judgedAt(row, cast.at(-1)?.at ?? null),
        verdict: verdictOf(row),
      });
    }
  }
}

/** Rows of earlier releases do not say when they were judged: their last transition or vote is the nearest. */
function judgedAt(row: RequestRow, votedAt: Date | null): Instant {
  const known = row.judgedAt ?? row.settledAt ?? row.decidedAt;
  return (known ?? new Date(Math.max(row.openedAt.getTime(), votedAt?.getTime() ?? 0))).toISOString();
}

/** Reads each content once. */
function remembering<T>(read: (digest: Digest) => Promise<T>): (digest: Digest) => Promise<T> {
  const known = new Map<Digest, Promise<T>>();
  return async (digest) => {
    const found = known.get(digest) ?? read(digest);
    known.set(digest, found);
    return await found;
  };
}
