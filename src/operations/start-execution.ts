import { Refusal, UpstreamError } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { addExecution } from '#store/executions.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { changeRequest, executingRequest, type RequestRow, requestById } from '#store/requests.ts';
import { readPeopleAnew } from './actor.ts';
import { applyJudgement, showCard } from './apply-judgement.ts';
import { endChanged } from './end-changed.ts';
import {
  alreadyThere,
  endInConflict,
  endOvertaken,
  movedByOthers,
  nothingToUndo,
  versionGone,
} from './end-overtaken.ts';
import { freshSetting } from './fresh-setting.ts';
import { judge, votesFrom } from './judge.ts';
import { asksToKeep, keepChampion, overtakenFollowUp } from './kept-champion.ts';
import { recordHappening } from './ledger-entry.ts';
import { holdRequest, type LoadedRequest, loadRequest } from './load-request.ts';
import { carryOutChange } from './playbooks/carry-out-change.ts';
import { isPlaybookChange } from './playbooks/playbook-change.ts';
import { intendAlias } from './record-execution.ts';
import { championVersionIn, type RegistryFacts } from './registry-facts.ts';
import { registryOf } from './registry-of.ts';
import { candidateFacts } from './request-promotion.ts';
import { isRetraining } from './retraining/retraining-of.ts';
import { startRetraining } from './retraining/start-retraining.ts';
import { beginRollout } from './rollout/begin-rollout.ts';
import { planRollout } from './rollout/plan-rollout.ts';
import type { Setting } from './setting.ts';
import { carryOutSilence } from './silence/carry-out-silence.ts';
import { isSilence } from './silence/silence-of.ts';
import { carryOutStop } from './stops/carry-out-stop.ts';
import { isStop } from './stops/stop-of.ts';
import { nextTrouble, nextWaitMs, withoutTrouble } from './trouble.ts';
import { filesRecorded } from './version-weights.ts';

/** What came of an attempt to start: done (started, or nothing to start), or try again after that many milliseconds. */
export type StartOutcome = { readonly done: true } | { readonly done: false; readonly afterMs: number };

/**
 * Starts to carry out an approved request: repeats every check on what the registry, the roles and the playbooks say
 * now, takes the lock of (model, target) and intends the first write, in one transaction. Whatever no longer holds puts
 * the request back to open, ends it, or waits.
 */
export async function startExecution(setting: Setting, requestId: string): Promise<StartOutcome> {
  const seen = await requestById(setting.db, setting.workspaceId, requestId);
  if (seen === null || (seen.state !== 'approved' && seen.state !== 'overridden')) return { done: true };
  if (isPlaybookChange(seen)) {
    await carryOutChange(setting, requestId);
    return { done: true };
  }
  if (isRetraining(seen)) return await startRetraining(setting, requestId);
  if (isSilence(seen)) return await carryOutSilence(setting, requestId);
  if (isStop(seen)) return await carryOutStop(setting, requestId);
  await readPeopleAnew(setting, 3_600_000);
  let facts: RegistryFacts;
  try {
    const registry = registryOf(setting, seen.registry);
    facts = await candidateFacts(
      setting,
      registry,
      { modelId: seen.model, name: seen.modelName },
      seen.version,
      seen.target,
      await filesRecorded(setting, seen, 'anew'),
    );
  } catch (error) {
    if (error instanceof UpstreamError) return await postpone(setting, seen, error);
    if (!(error instanceof Refusal)) throw error;
    if (error.code !== 'no_such_version') {
      return await postpone(
        setting,
        seen,
        new UpstreamError(seen.registry, error.message, { status: 404, retryable: true }),
      );
    }
    return await setting.db.transaction(async (tx) => {
      const row = await holdRequest(setting, tx, requestId);
      if (row.state === 'approved' || row.state === 'overridden')
        await endOvertaken(setting, tx, row, versionGone(row));
      return { done: true };
    });
  }
  const fresh = await freshSetting(setting);
  return await setting.db.transaction(async (tx) => await start(fresh, tx, requestId, facts));
}

async function start(setting: Setting, tx: Executor, requestId: string, fresh: RegistryFacts): Promise<StartOutcome> {
  const row = await holdRequest(setting, tx, requestId);
  if (row.state !== 'approved' && row.state !== 'overridden') return { done: true };
  const champion = championVersionIn(fresh);
  const loaded = await loadRequest(setting, tx, row, fresh);
  if (loaded.facts.subject.digest !== row.subjectDigest) {
    await endChanged(setting, tx, loaded, champion);
    return { done: true };
  }
  const overtaken = overtakenFollowUp(row, champion);
  if (overtaken !== null) {
    await endOvertaken(setting, tx, row, overtaken);
    return { done: true };
  }
  if (champion === row.version && !asksToKeep(row)) {
    await endOvertaken(setting, tx, row, alreadyThere(row));
    return { done: true };
  }
  const judged = judge(loaded.policy, setting.playbooks(), loaded.facts, votesFrom(loaded.votes), setting.now());
  const calm = withoutTrouble(row);
  const { status, gates, expired, rejectedBy } = judged.verdict;
  const ready =
    (status === 'approved' || status === 'overridden') && gates.length === 0 && !expired && rejectedBy === null;
  const moved = champion !== row.championVersion;
  if (moved && (ready || row.action === 'rollback') && (await movedByOthers(tx, row, champion))) {
    await endInConflict(setting, tx, row, champion);
    return { done: true };
  }
  if (moved && row.action === 'rollback') {
    await endOvertaken(setting, tx, row, nothingToUndo(row, champion));
    return { done: true };
  }
  if (!ready || moved || judged.evidenceDigest !== row.evidenceDigest) {
    const noted = await changeRequest(tx, row, { outcome: calm, championVersion: champion });
    if (noted !== null) await applyJudgement(setting, tx, noted, judged, true);
    return { done: true };
  }
  if ((await executingRequest(tx, row.workspaceId, row.registry, row.modelName, row.target)) !== null) {
    return { done: false, afterMs: 15_000 };
  }
  // Held until the end of this, so that nothing begins under a set that was replaced meanwhile.
  const inForce = await currentPlaybooks(tx, row.workspaceId, { lock: 'shared' });
  if (inForce?.digest !== setting.playbooks().digest) return { done: false, afterMs: 0 };
  if (asksToKeep(row)) await keepChampion(setting, tx, row, calm);
  else await begin(setting, tx, loaded, champion, calm);
  return { done: true };
}

async function begin(
  setting: Setting,
  tx: Executor,
  { row, policy }: LoadedRequest,
  champion: string | null,
  outcome: RequestRow['outcome'],
): Promise<void> {
  const executionId = setting.newId();
  const changed = await changeRequest(tx, row, { state: 'executing', outcome });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  const execution = await addExecution(tx, row, {
    id: executionId,
    previousVersion: champion,
    state: 'running',
    startedAt: new Date(setting.now()),
  });
  await recordHappening(setting, tx, changed, {
    event: 'execution_started',
    details: { execution: executionId, previous: champion },
  });
  const plan = await planRollout(tx, row, policy);
  if (plan === null) await intendAlias(setting, tx, execution);
  else await beginRollout(setting, tx, row, executionId, plan);
  await showCard(setting, tx, changed);
}

/** Keeps the approval, says on the card that the registry does not answer, and when the next try is. */
async function postpone(setting: Setting, seen: RequestRow, error: UpstreamError): Promise<StartOutcome> {
  return await setting.db.transaction(async (tx): Promise<StartOutcome> => {
    const row = await holdRequest(setting, tx, seen.id);
    if (row.state !== 'approved' && row.state !== 'overridden') return { done: true };
    const afterMs = nextWaitMs(row, error);
    const trouble = nextTrouble(row, setting.now(), error, afterMs);
    const changed = await changeRequest(tx, row, { outcome: { ...row.outcome, trouble } });
    if (changed !== null) await showCard(setting, tx, changed);
    return { done: false, afterMs };
  });
}
