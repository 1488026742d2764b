import { eq } from 'drizzle-orm';
import type { Digest } from '#domain/digest.ts';
import type { Executor } from './database.ts';
import { encodeEntry, genesisOf, hashOfLink, type LedgerEntry } from './ledger-link.ts';
import { ledger, ledgerHeads } from './schema/ledger.ts';
import { installNonceOf } from './workspaces.ts';

/** Everything that is ever recorded; a new kind of event is a new line here. */
export const ledgerEvents = [
  'request_opened',
  'vote_recorded',
  'decision_refused',
  'evidence_changed',
  'request_approved',
  'request_reopened',
  'request_rejected',
  'request_withdrawn',
  'deadline_extended',
  'request_escalated',
  'request_expired',
  'request_superseded',
  'execution_started',
  'alias_set',
  'alias_conflict',
  'tags_set',
  'execution_verified',
  'execution_failed',
  'effect_refused',
  'effect_unresolved',
  'effect_answered',
  'message_posted',
  'duplicate_removed',
  'playbooks_activated',
  'role_members_changed',
  'link_matched',
  'link_ended',
  'link_suspended',
  'link_confirmed',
  'outside_change',
  'outside_change_settled',
  'glass_pressed',
  'hold_placed',
  'hold_released',
  'block_placed',
  'block_lifted',
  'approval_taken_back',
  'deploy_started',
  'deployed',
  'traffic_shifted',
  'rollout_stopped',
  'traffic_restored',
  'replaced_undeployed',
  'champion_kept',
  'obligation_opened',
  'obligation_checked',
  'obligation_ended',
  'review_opened',
  'review_answered',
  'review_missed',
  'review_dropped',
  'run_started',
  'run_cancel_asked',
  'run_ended',
  'run_lost',
  'run_proposed',
  'criterion_set',
  'criterion_ended',
  'checkpoint_key_used',
  'alert_opened',
  'alert_cleared',
  'alert_retracted',
  'alert_reopened',
  'alert_escalated',
  'alert_acknowledged',
  'alert_false_alarm',
  'alert_answered',
  'alert_silenced',
  'alert_unsilenced',
  'alert_drilled',
  'claim_asked',
  'claim_answered',
  'idle_told',
  'idle_decided',
  'idle_ended',
  'cost_anomaly_found',
  'cost_anomaly_answered',
  'cost_anomaly_ended',
  'cost_anomaly_corrected',
  'budget_crossed',
  'cost_report_skipped',
  'cloud_budget_reached',
  'capability_assessed',
  'capability_attested',
  'test_attested',
  'need_waived',
  'waiver_ended',
  'use_case_doubted',
  'use_case_explained',
  'spot_check_drawn',
  'spot_check_answered',
  'maturity_level_moved',
  'digest_skipped',
  'digest_subscribed',
  'digest_unsubscribed',
  'delegation_made',
  'delegation_ended',
] as const;

export type LedgerEvent = (typeof ledgerEvents)[number];

export interface NewLedgerEntry {
  readonly workspaceId: string;
  readonly event: LedgerEvent;
  readonly at: Date;
  readonly requestId?: string;
  readonly entry: LedgerEntry;
}

/**
 * Appends to the workspace's chain. Call it last in the transaction that does what it records: it holds the end of the
 * chain until the commit. An entry is never dated before the previous one. Throws if the entry holds a fraction.
 */
export async function appendLedger(tx: Executor, added: NewLedgerEntry): Promise<{ seq: number; hash: Digest }> {
  const { workspaceId, event } = added;
  const requestId = added.requestId ?? null;
  const head = (await lockHead(tx, workspaceId)) ?? (await startChain(tx, workspaceId));
  const seq = head.seq + 1;
  const at = added.at < head.at ? head.at : added.at;
  const frame = {
    workspace: workspaceId,
    seq,
    prev_hash: head.hash,
    at: at.toISOString(),
    event,
    request_id: requestId,
  };
  const entry = encodeEntry(frame, added.entry);
  const hash = hashOfLink(head.hash, entry);
  await tx.insert(ledger).values({ workspaceId, seq, prevHash: head.hash, hash, entry, event, requestId, at });
  await tx.update(ledgerHeads).set({ seq, hash, at }).where(eq(ledgerHeads.workspaceId, workspaceId));
  return { seq, hash };
}

/** Keeps others from appending until the transaction ends. */
export async function lockEndOfLedger(tx: Executor, workspaceId: string): Promise<void> {
  if ((await lockHead(tx, workspaceId)) === null) await startChain(tx, workspaceId);
}

type Head = typeof ledgerHeads.$inferSelect;

async function lockHead(tx: Executor, workspaceId: string): Promise<Head | null> {
  const [head] = await tx.select().from(ledgerHeads).where(eq(ledgerHeads.workspaceId, workspaceId)).for('update');
  return head ?? null;
}

async function startChain(tx: Executor, workspaceId: string): Promise<Head> {
  const hash = await genesisOfWorkspace(tx, workspaceId);
  await tx
    .insert(ledgerHeads)
    .values({ workspaceId, seq: 0, hash, at: new Date(0) })
    .onConflictDoNothing();
  const head = await lockHead(tx, workspaceId);
  if (head === null) throw new Error(`the chain of workspace ${workspaceId} has no head`);
  return head;
}

/** Throws for a workspace that is not installed. */
export async function genesisOfWorkspace(db: Executor, workspaceId: string): Promise<Digest> {
  return genesisOf(workspaceId, await installNonceOf(db, workspaceId));
}
