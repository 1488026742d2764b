import { requestById, requestsDue, requestsInStates } from '#store/requests.ts';
import { applyJudgement } from './apply-judgement.ts';
import { judge, votesFrom } from './judge.ts';
import { holdRequest, loadRequest } from './load-request.ts';
import type { Setting } from './setting.ts';

/**
 * Judges a request again at the time it is now: what the clock alone changes (expiry, a freeze that ended, an approval
 * that grew too old) happens here. Changes nothing if the verdict is what it was.
 */
export async function settleRequest(setting: Setting, requestId: string): Promise<void> {
  const seen = await requestById(setting.db, setting.workspaceId, requestId);
  if (seen === null) return;
  await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, requestId);
    if (row.state !== 'open' && row.state !== 'approved' && row.state !== 'overridden') return;
    const loaded = await loadRequest(setting, tx, row);
    const judged = judge(loaded.policy, setting.playbooks(), loaded.facts, votesFrom(loaded.votes), setting.now());
    await applyJudgement(setting, tx, row, loaded.policy, judged);
  });
}

/** Sends every live request to be judged again: what the playbooks and roles say may have changed while we were down. */
export async function rejudgeRequests(setting: Setting): Promise<void> {
  for (const row of await requestsInStates(
    setting.db,
    setting.workspaceId,
    ['open', 'approved', 'overridden'],
    5_000,
  )) {
    await setting.sendJob(setting.db, 'settle-request', { requestId: row.id });
  }
}

/** Sends every request whose time has come to be judged again. */
export async function sweepRequests(setting: Setting): Promise<void> {
  for (const row of await requestsDue(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.sendJob(setting.db, 'settle-request', { requestId: row.id });
  }
}
