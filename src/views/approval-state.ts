import type { Instant } from '#domain/instant.ts';
import type { Stage } from './approval-stages.ts';
import { setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import type { ShownGlass } from './emergency.ts';
import { code, type Mrkdwn, md } from './mrkdwn.ts';
import type { EvidenceRow, Need, RequestFacts, UncountedVote } from './request-facts.ts';
import { versionName } from './request-facts.ts';

/** Everything a card of a request shows. */
export interface ApprovalRequest<S extends Stage = Stage> extends RequestFacts {
  readonly stage: S;
  readonly evidence: readonly EvidenceRow[];
  readonly needs: readonly Need[];
  readonly votesNotCounted: readonly UncountedVote[];
  /** Sentences on what the playbook marks and lets pass: approvals of newcomers, and work of nobody knows whom. Left out for none. */
  readonly marks?: readonly string[];
  /** To be approved by then; null once that no longer matters. */
  readonly deadline: Instant | null;
  /** Who holds it: the card then offers to release it instead of holding it. */
  readonly heldBy: readonly string[];
  /** An emergency decision about it, complete or begun; left out for none. */
  readonly glass?: ShownGlass;
  /** Whether the playbook has an emergency way for it. */
  readonly breakable?: boolean;
  /** Whether the model may be retrained because it was rejected. */
  readonly retrainable?: boolean;
  /** Opaque: what a press on this card carries. */
  readonly press: string;
  /** Whether the workspace shows native table blocks. */
  readonly native: boolean;
}

/** What a card says first: the outcome, then the reason, then the next step. */
export interface Lead {
  readonly heading: string;
  readonly lines: readonly Mrkdwn[];
}

/** `v5`, or `no version`. */
export function held(version: string | null): string {
  return version === null ? 'no version' : versionName(version);
}

/** The alias as code, cut to what fits in a sentence. */
export function aliasOf({ target }: Pick<RequestFacts, 'target'>): Mrkdwn {
  return code(label(target, 40));
}

type Untouched = Pick<RequestFacts, 'target' | 'champion' | 'change' | 'retraining' | 'silence' | 'stop'>;

/** That the target is what it was: `v5 stays production.` */
export function unchanged(facts: Untouched): Mrkdwn {
  if (facts.stop !== undefined) return md`${label(facts.stop.name, 60)} stays on.`;
  if (facts.silence !== undefined) return md`${label(facts.silence.alert, 12)} goes on posting.`;
  if (facts.retraining !== undefined) return md`Nothing is started.`;
  if (facts.change !== undefined) return md`${setNameFirst(facts.change.from)} stays in force.`;
  const alias = aliasOf(facts);
  return facts.champion === null
    ? md`No version is ${alias}, as before.`
    : md`${held(facts.champion.version)} stays ${alias}.`;
}
