import { requestById, requestsDue } from '#store/requests.ts';
import { readPeopleAnew } from './actor.ts';
import { applyJudgement } from './apply-judgement.ts';
import { endOvertaken } from './end-overtaken.ts';
import { judge, votesFrom } from './judge.ts';
import { holdRequest, loadRequest } from './load-request.ts';
import { isPlaybookChange, overtakenChange } from './playbooks/playbook-change.ts';
import type { Setting } from './setting.ts';

/**
 * Judges a request again at the time it is now: what the clock alone changes (expiry, a freeze that ended, an approval
 * that grew too old) happens here. Changes nothing if the verdict is what it was.
 */
export async function settleRequest(setting: Setting, requestId: string): Promise<void> {
  const seen = await requestById(setting.db, setting.workspaceId, requestId);
  if (seen === null) return;
  if (isPlaybookChange(seen)) await readPeopleAnew(setting);
  await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, requestId);
    if (row.state !== 'open' && row.state !== 'approved' && row.state !== 'overridden') return;
    const loaded = await loadRequest(setting, tx, row);
    const overtaken = overtakenChange(setting, loaded);
    if (overtaken !== null) return await endOvertaken(setting, tx, row, overtaken);
    const judged = judge(loaded.policy, setting.playbooks(), loaded.facts, votesFrom(loaded.votes), setting.now());
    await applyJudgement(setting, tx, row, judged);
  });
}

/** Sends every request whose time has come to be judged again. */
export async function sweepRequests(setting: Setting): Promise<void> {
  for (const row of await requestsDue(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.sendJob(setting.db, 'settle-request', { requestId: row.id });
  }
}
