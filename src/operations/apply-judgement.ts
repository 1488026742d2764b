import { digestOf } from '#domain/digest.ts';
import type { Facts } from '#playbook/facts.ts';
import { keepContent, readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { addGeneration, changeRequest, type NewRequest, type RequestRow } from '#store/requests.ts';
import { openGlassReview } from './break-glass/open-glass-review.ts';
import { showAnsweredAlerts } from './drift-answers/show-alert.ts';
import type { Judgement } from './judge.ts';
import { type Happening, recordHappening } from './ledger-entry.ts';
import { openReview } from './sampled-review.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';
import { showStopped } from './stops/show-stopped.ts';
import { tellOfFollowUp } from './tell-owner.ts';
import { tellPlaybookOwner } from './tell-playbook-owner.ts';

/**
 * Writes what a judgement makes of a request that can still change: its state, its generation, the ledger, the card and
 * the jobs that follow. Part of the transaction that holds the row. Answers the new row. Where nothing came out
 * differently nothing is written, unless the caller `noted` something on the row that the card has to show.
 */
export async function applyJudgement(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  judged: Judgement,
  noted = false,
): Promise<RequestRow> {
  const now = setting.now();
  const factsDigest = await keepContent(tx, setting.workspaceId, judged.facts);
  const renewed = judged.evidenceDigest !== row.evidenceDigest || judged.code !== row.code;
  const step = stepOf(row, judged, now);
  const same =
    step.change.state === undefined &&
    !renewed &&
    digestOf(judged.verdict) === digestOf(row.verdict) &&
    (factsDigest === row.factsDigest || (await sameButForProgress(tx, row, judged.facts)));
  if (same && !noted) {
    await startIfReady(setting, tx, row, judged);
    return row;
  }
  const changed = await changeRequest(tx, row, {
    ...step.change,
    verdict: judged.verdict,
    judgedAt: new Date(judged.judgedAt),
    judgedUnder: judged.judgedUnder,
    factsDigest,
    evidenceDigest: judged.evidenceDigest,
    code: judged.code,
    generation: renewed ? row.generation + 1 : row.generation,
    nextChangeAt: judged.verdict.nextChangeAt === null ? null : new Date(judged.verdict.nextChangeAt),
  });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  if (renewed) await recordGeneration(setting, tx, changed, judged, now);
  if (step.happening !== null) await recordHappening(setting, tx, changed, step.happening);
  if (step.change.state !== undefined && step.change.settledAt !== undefined) await tellRequester(setting, tx, changed);
  await startIfReady(setting, tx, changed, judged);
  await showCard(setting, tx, changed);
  await tellPlaybookOwner(setting, tx, row, changed);
  await openReview(setting, tx, changed, judged.verdict);
  await openGlassReview(setting, tx, changed, judged);
  return changed;
}

/** What the row itself remembers of its approval is in the facts of the next judgement, and says nothing new. */
async function sameButForProgress(tx: Executor, row: RequestRow, facts: Facts): Promise<boolean> {
  const recorded = await readContent<Facts>(tx, row.workspaceId, row.factsDigest);
  return digestOf({ ...recorded, progress: null }) === digestOf({ ...facts, progress: null });
}

async function startIfReady(setting: Setting, tx: Executor, row: RequestRow, { verdict }: Judgement): Promise<void> {
  if (row.state !== 'approved' && row.state !== 'overridden') return;
  if (verdict.gates.length === 0) await setting.sendJob(tx, 'promote-candidate', { requestId: row.id });
}

async function recordGeneration(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  judged: Judgement,
  now: string,
): Promise<void> {
  await addGeneration(tx, {
    workspaceId: setting.workspaceId,
    requestId: row.id,
    generation: row.generation,
    code: row.code,
    evidenceDigest: row.evidenceDigest,
    policyDigest: judged.policyDigest,
    factsDigest: row.factsDigest,
    at: new Date(now),
  });
  await recordHappening(setting, tx, row, { event: 'evidence_changed' });
}

interface Step {
  readonly change: Partial<NewRequest>;
  readonly happening: Happening | null;
}

/** The transition of §9 that a judgement brings about; none leaves the state as it is. */
function stepOf(row: RequestRow, { verdict }: Judgement, now: string): Step {
  const at = new Date(now);
  if (row.state !== 'open' && row.state !== 'approved' && row.state !== 'overridden')
    return { change: {}, happening: null };
  if (verdict.rejectedBy !== null) {
    return { change: { state: 'rejected', settledAt: at }, happening: { event: 'request_rejected' } };
  }
  if (verdict.expired) return { change: { state: 'expired', settledAt: at }, happening: { event: 'request_expired' } };
  if (row.state !== 'overridden' && verdict.status === 'overridden') {
    return { change: { state: 'overridden', decidedAt: at }, happening: { event: 'request_approved' } };
  }
  if (row.state === 'open' && verdict.status === 'approved') {
    return {
      change: { state: 'approved', decidedAt: at, deadline: new Date(verdict.deadline) },
      happening: { event: 'request_approved', details: { because: verdict.because } },
    };
  }
  if (row.state !== 'open' && verdict.status !== 'approved' && verdict.status !== 'overridden') {
    return {
      change: { state: 'open', decidedAt: null },
      happening: { event: 'request_reopened', details: { because: verdict.because } },
    };
  }
  const extended = row.state === 'open' && verdict.flags.some(({ code }) => code === 'deadline_extended');
  if (!extended) return { change: {}, happening: null };
  const happening = { event: 'deadline_extended', details: { until: verdict.deadline } } as const;
  return { change: { deadline: new Date(verdict.deadline) }, happening };
}

/** Posts the card, or shows it as the row is now, and has those asked who are to be, or told that they no longer are. Opened App Homes follow. */
export async function showCard(setting: Setting, tx: Executor, row: RequestRow): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.card(row.id),
    channel: row.channel,
    content: { view: 'request-card', requestId: row.id },
  });
  await showAnsweredAlerts(setting, tx, row);
  if (row.action === 'stop') await showStopped(setting, tx, row);
  await setting.sendJob(tx, 'ask-people', { requestId: row.id });
  await setting.sendJob(tx, 'publish-homes', { requestId: row.id }, { priority: -1 });
}

/**
 * Tells the requester, in a direct message, how the request ended or what happened to it; of one that no person asked
 * for, whoever answers for what was owed.
 */
export async function tellRequester(setting: Setting, tx: Executor, row: RequestRow): Promise<void> {
  if (row.obligationId !== null) return await tellOfFollowUp(setting, tx, row);
  await showMessage(setting, tx, {
    key: messageKeys.requester(row.id, `${row.state}:${row.revision}`),
    channel: row.requesterSlack,
    content: { view: 'requester-note', requestId: row.id },
  });
}
