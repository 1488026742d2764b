import { idleShare } from '#domain/cloud-usage.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import type { StopOrder } from '#domain/stop.ts';
import { UpstreamError } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { addExecution } from '#store/executions.ts';
import { lockIdle } from '#store/idle-findings.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { changeRequest, type RequestRow, requestById } from '#store/requests.ts';
import { readPeopleAnew } from '../actor.ts';
import { applyJudgement, showCard } from '../apply-judgement.ts';
import { endOvertaken } from '../end-overtaken.ts';
import { judge, votesFrom } from '../judge.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest, loadRequest } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { nextTrouble } from '../trouble.ts';
import { intendStop } from './record-stop.ts';
import { stopOf } from './stop-of.ts';

/** What came of an attempt: done (begun, or nothing to do), or try again after that many milliseconds. */
type Attempt = { readonly done: true } | { readonly done: false; readonly afterMs: number };

const hourMs = 3_600_000;
/** How far back it is looked, just before something is stopped, whether anybody used it. */
const lookedAtMs = 24 * hourMs;
const retryMs = 60_000;

/**
 * Begins an approved stop: looks once more whether anybody used it in the last day, repeats every check on what roles and
 * playbooks say now, and intends the first write. What is used again, gone or kept meanwhile ends the request.
 */
export async function carryOutStop(setting: Setting, requestId: string): Promise<Attempt> {
  const seen = await requestById(setting.db, setting.workspaceId, requestId);
  if (seen === null) return { done: true };
  await readPeopleAnew(setting, hourMs);
  let used: string | null;
  try {
    used = await usedLately(setting, stopOf(seen));
  } catch (error) {
    if (error instanceof UpstreamError) return await postpone(setting, requestId, error);
    throw error;
  }
  return await setting.db.transaction(async (tx): Promise<Attempt> => {
    const row = await holdRequest(setting, tx, requestId);
    if (row.state !== 'approved' && row.state !== 'overridden') return { done: true };
    const loaded = await loadRequest(setting, tx, row);
    const judged = judge(loaded.policy, setting.playbooks(), loaded.facts, votesFrom(loaded.votes), setting.now());
    const { status, gates, expired, rejectedBy } = judged.verdict;
    const decided = status === 'approved' || status === 'overridden';
    if (!decided || gates.length > 0 || expired || rejectedBy !== null) {
      await applyJudgement(setting, tx, row, judged);
      return { done: true };
    }
    const because = await overtaking(setting, tx, row, used);
    if (because !== null) {
      await endOvertaken(setting, tx, row, { because, holds: null });
      return { done: true };
    }
    const inForce = await currentPlaybooks(tx, row.workspaceId, { lock: 'shared' });
    if (inForce?.digest !== setting.playbooks().digest) return { done: false, afterMs: 0 };
    await begin(setting, tx, row);
    return { done: true };
  });
}

async function begin(setting: Setting, tx: Executor, row: RequestRow): Promise<void> {
  const changed = await changeRequest(tx, row, { state: 'executing', outcome: {} });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  const execution = await addExecution(tx, changed, {
    id: setting.newId(),
    previousVersion: null,
    state: 'running',
    startedAt: new Date(setting.now()),
  });
  const { resource } = stopOf(row);
  await intendStop(setting, tx, { executionId: execution.id, resource, round: 1 });
  await showCard(setting, tx, changed);
  await recordHappening(setting, tx, changed, {
    event: 'execution_started',
    details: { execution: execution.id, resource },
  });
}

/** Why it is not stopped any more although people agreed; null if it still is. */
async function overtaking(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  used: string | null,
): Promise<string | null> {
  const { name, idleId } = stopOf(row);
  const idle = await lockIdle(tx, setting.workspaceId, idleId);
  if (idle === null || idle.endedAt !== null) return `${name} is used again or gone meanwhile, so it is not stopped.`;
  if (idle.state === 'kept') return `Somebody keeps ${name} meanwhile, so it is not stopped. Its card says who.`;
  return used;
}

/**
 * What its use in the last day says against stopping it; null for nothing. Of an accelerator of which nothing is known in
 * that time, nobody can say that it was not used. May throw an `UpstreamError`.
 */
async function usedLately(setting: Setting, { source, resource, kind, name }: StopOrder): Promise<string | null> {
  const usage = setting.usage.get(source);
  if (usage === undefined) throw notConnected(source);
  const toMs = Math.floor(epochMs(setting.now()) / hourMs) * hourMs;
  const found = await usage.read({ from: instantAt(toMs - lookedAtMs), to: instantAt(toMs) });
  const least = kind === 'endpoint' ? 1 : idleShare;
  const hours = found.filter((one) => one.resource === resource).flatMap((one) => one.hours);
  if (hours.some(({ used }) => used >= least)) {
    return `Somebody used ${name} within the last day, so it is not stopped.`;
  }
  if (kind !== 'accelerator' || hours.length > 0) return null;
  return `Nothing tells whether somebody used ${name} within the last day, so it is not stopped.`;
}

/** What a stop of something needs that org.yaml does not name any more. */
export function notConnected(source: string): UpstreamError {
  const sentence = `No connection ${source} is there any more that can stop it: put it back into org.yaml.`;
  return new UpstreamError(source, sentence, { status: 404, retryable: true });
}

async function postpone(setting: Setting, requestId: string, error: UpstreamError): Promise<Attempt> {
  const afterMs = error.retryAfterMs ?? retryMs;
  await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, requestId);
    if (row.state !== 'approved' && row.state !== 'overridden') return;
    const trouble = nextTrouble(row, setting.now(), error, afterMs);
    const changed = await changeRequest(tx, row, { outcome: { ...row.outcome, trouble } });
    if (changed !== null) await showCard(setting, tx, changed);
  });
  return { done: false, afterMs };
}
