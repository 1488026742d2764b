import { Refusal } from '#errors.ts';
import { keepContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { addExecution } from '#store/executions.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { changeRequest } from '#store/requests.ts';
import { readPeopleAnew } from '../actor.ts';
import { applyJudgement, showCard, tellRequester } from '../apply-judgement.ts';
import { holdAlert } from '../drift-answers/alert-for-answer.ts';
import { endOvertaken } from '../end-overtaken.ts';
import { type Judgement, judge, votesFrom } from '../judge.ts';
import { holdRequest, type LoadedRequest, loadRequest } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { beginSilence } from './begin-silence.ts';
import { silenceOf } from './silence-of.ts';

/** What came of an attempt: done (silent, or nothing to do), or try again after that many milliseconds. */
type Attempt = { readonly done: true } | { readonly done: false; readonly afterMs: number };

/**
 * Begins an approved silence: repeats every check on what roles and playbooks say now, and holds back the posts in the
 * same transaction. An alert that ended meanwhile, or an end that has passed, ends the request.
 */
export async function carryOutSilence(setting: Setting, requestId: string): Promise<Attempt> {
  await readPeopleAnew(setting, 3_600_000);
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
    const inForce = await currentPlaybooks(tx, row.workspaceId, { lock: 'shared' });
    if (inForce?.digest !== setting.playbooks().digest) return { done: false, afterMs: 0 };
    await silence(setting, tx, loaded, judged);
    return { done: true };
  });
}

async function silence(setting: Setting, tx: Executor, loaded: LoadedRequest, judged: Judgement): Promise<void> {
  const { row } = loaded;
  const order = silenceOf(row);
  const alert = await holdAlert(setting, tx, order.alertId);
  if (alert.phase === 'cleared') {
    const because = `${alert.name} has ended meanwhile, so there is nothing to silence.`;
    return await endOvertaken(setting, tx, row, { because, holds: null });
  }
  const by = { slackUser: row.requesterSlack, person: row.requesterPerson ?? '' };
  try {
    await beginSilence(setting, tx, alert, { ...order, by, reason: row.reason, request: row });
  } catch (error) {
    // It writes nothing before it refuses, so the transaction can go on.
    if (!(error instanceof Refusal)) throw error;
    return await endOvertaken(setting, tx, row, { because: error.message, holds: null });
  }
  await settle(setting, tx, loaded, judged);
}

async function settle(setting: Setting, tx: Executor, { row, facts }: LoadedRequest, judged: Judgement): Promise<void> {
  const now = new Date(setting.now());
  const changed = await changeRequest(tx, row, {
    state: 'verified',
    settledAt: now,
    verdict: judged.verdict,
    judgedAt: new Date(judged.judgedAt),
    judgedUnder: judged.judgedUnder,
    factsDigest: await keepContent(tx, setting.workspaceId, facts),
  });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  // It has no write outside, so it begins and ends in one moment.
  const moment = { startedAt: now, finishedAt: now };
  await addExecution(tx, changed, { id: setting.newId(), previousVersion: null, state: 'verified', ...moment });
  await showCard(setting, tx, changed);
  await tellRequester(setting, tx, changed);
}
