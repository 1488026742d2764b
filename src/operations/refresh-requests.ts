import type { ModelRegistry } from '#domain/registry.ts';
import { Refusal } from '#errors.ts';
import { changeRequest, liveRequestsOfModel, type RequestRow } from '#store/requests.ts';
import { applyJudgement } from './apply-judgement.ts';
import { endChanged } from './end-changed.ts';
import {
  alreadyThere,
  endInConflict,
  endOvertaken,
  movedByOthers,
  nothingToUndo,
  versionGone,
} from './end-overtaken.ts';
import { judge, votesFrom } from './judge.ts';
import { asksToKeep, overtakenFollowUp } from './kept-champion.ts';
import { holdRequest, loadRequest } from './load-request.ts';
import { championVersionIn, type RegistryFacts } from './registry-facts.ts';
import { candidateFacts } from './request-promotion.ts';
import { isRetraining } from './retraining/retraining-of.ts';
import type { Setting } from './setting.ts';
import { isSilence } from './silence/silence-of.ts';
import { isStop } from './stops/stop-of.ts';
import { syncModel } from './sync-models.ts';
import { filesRecorded } from './version-weights.ts';

/**
 * Reads a model anew and judges its open requests by what the registry says now, so that evidence, champion and card
 * never lag behind what a hook or the reconciler saw. Throws `UpstreamError`.
 */
export async function refreshRequests(setting: Setting, registry: ModelRegistry, modelName: string): Promise<void> {
  await syncModel(setting, registry, modelName);
  for (const row of await liveRequestsOfModel(setting.db, setting.workspaceId, registry.id, modelName)) {
    if (row.state === 'open' && !isRetraining(row) && !isSilence(row) && !isStop(row))
      await refresh(setting, registry, row);
  }
}

async function refresh(setting: Setting, registry: ModelRegistry, seen: RequestRow): Promise<void> {
  const fresh = await factsOrGone(setting, registry, seen);
  await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, seen.id);
    if (row.state !== 'open') return;
    if (fresh === null) return await endOvertaken(setting, tx, row, versionGone(row));
    const champion = championVersionIn(fresh);
    const overtaken = overtakenFollowUp(row, champion);
    if (overtaken !== null) return await endOvertaken(setting, tx, row, overtaken);
    if (champion === row.version && !asksToKeep(row)) return await endOvertaken(setting, tx, row, alreadyThere(row));
    const loaded = await loadRequest(setting, tx, row, fresh);
    const { policy, facts, votes } = loaded;
    if (facts.subject.digest !== row.subjectDigest) return await endChanged(setting, tx, loaded, champion);
    const judged = judge(policy, setting.playbooks(), facts, votesFrom(votes), setting.now());
    const moved = champion !== row.championVersion;
    // An approval of this very evidence was given for replacing another version.
    const voted = votes.some(({ decision }) => decision === 'approve') && judged.evidenceDigest === row.evidenceDigest;
    if (moved && (voted || row.action === 'rollback') && (await movedByOthers(tx, row, champion))) {
      return await endInConflict(setting, tx, row, champion);
    }
    if (moved && row.action === 'rollback') return await endOvertaken(setting, tx, row, nothingToUndo(row, champion));
    const noted = moved ? await changeRequest(tx, row, { championVersion: champion }) : row;
    if (noted !== null) await applyJudgement(setting, tx, noted, judged, moved);
  });
}

async function factsOrGone(setting: Setting, registry: ModelRegistry, seen: RequestRow): Promise<RegistryFacts | null> {
  const model = { modelId: seen.model, name: seen.modelName };
  try {
    const files = await filesRecorded(setting, seen, 'not anew');
    return await candidateFacts(setting, registry, model, seen.version, seen.target, files);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no_such_version') return null;
    throw error;
  }
}
