import type { Instant } from '#domain/instant.ts';
import type { Explained } from '#playbook/explain/explanation.ts';
import { missingOf } from '#playbook/explain/missing.ts';
import { wouldApprove } from '#playbook/explain/would-approve.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Vote } from '#playbook/vote.ts';
import type { Database, Executor } from '#store/database.ts';
import { type RequestRow, requestByNumber } from '#store/requests.ts';
import { bind, judgeBound, votesFrom } from '../judge.ts';
import { type LoadedRequest, loadRequest, verdictOf } from '../load-request.ts';
import { followPlaybooks } from '../playbooks/playbooks-in-force.ts';
import type { Setting } from '../setting.ts';

/** A request with everything that explains it. */
export interface ExplainedRequest extends Explained {
  readonly loaded: LoadedRequest;
  /** The votes as the evaluator reads them. */
  readonly votes: readonly Vote[];
  /** The policies that decide: the pinned one, and that in force if it is another. */
  readonly policies: readonly EffectivePolicy[];
  /** When the verdict was taken: now, or when the request was last judged if no vote can change it any more. */
  readonly at: Instant;
}

/**
 * Explains a request as it stands now, under the stricter of the policy pinned when it opened and the one in force; a
 * request that no vote can change any more, as it was decided.
 */
export async function explainRequest(
  setting: Pick<Setting, 'workspaceId' | 'playbooks' | 'now'>,
  db: Executor,
  row: RequestRow,
): Promise<ExplainedRequest> {
  const loaded = await loadRequest(setting, db, row);
  const votes = votesFrom(loaded.votes);
  if (row.state !== 'open' && row.state !== 'approved' && row.state !== 'overridden') {
    const at = (row.judgedAt ?? row.settledAt ?? row.openedAt).toISOString();
    const policies = [loaded.policy];
    return { loaded, votes, policies, at, verdict: verdictOf(row), missing: [], wouldApprove: null, over: true };
  }
  const now = setting.now();
  const bound = bind(loaded.policy, setting.playbooks(), loaded.facts);
  const decide = (all: readonly Vote[]) => judgeBound(bound, loaded.facts, all, now);
  const { verdict, policies } = decide(votes);
  const question = { policies, facts: loaded.facts, votes, now, judge: (all: readonly Vote[]) => decide(all).verdict };
  return {
    loaded,
    votes,
    policies,
    at: now,
    verdict,
    missing: missingOf(verdict, policies),
    wouldApprove: wouldApprove(question),
    over: false,
  };
}

/** The request of this number, explained by the record of one workspace alone; null if there is none. */
export async function explainFromRecord(
  db: Database,
  workspaceId: string,
  number: number,
  now: Instant,
): Promise<ExplainedRequest | null> {
  const row = await requestByNumber(db, workspaceId, number);
  if (row === null) return null;
  const { playbooks } = await followPlaybooks(db, workspaceId);
  return await explainRequest({ workspaceId, playbooks, now: () => now }, db, row);
}
