import type { ModelRegistry } from '#domain/registry.ts';
import { liveRequestsOfModel, type RequestRow } from '#store/requests.ts';
import { applyJudgement } from './apply-judgement.ts';
import { judge, votesFrom } from './judge.ts';
import { holdRequest, loadRequest } from './load-request.ts';
import { candidateFacts } from './request-promotion.ts';
import type { Setting } from './setting.ts';
import { syncModel } from './sync-models.ts';

/**
 * Reads a model anew and judges its open requests by what the registry says now, so that evidence, champion and card
 * never lag behind what a hook or the reconciler saw. Throws `UpstreamError`.
 */
export async function refreshRequests(setting: Setting, registry: ModelRegistry, modelName: string): Promise<void> {
  await syncModel(setting, registry, modelName);
  for (const row of await liveRequestsOfModel(setting.db, setting.workspaceId, registry.id, modelName)) {
    if (row.state === 'open') await refresh(setting, registry, row);
  }
}

async function refresh(setting: Setting, registry: ModelRegistry, seen: RequestRow): Promise<void> {
  const model = { modelId: seen.model, name: seen.modelName };
  const fresh = await candidateFacts(setting, registry, model, seen.version, seen.target);
  await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, seen.id);
    if (row.state !== 'open') return;
    const { policy, facts, votes } = await loadRequest(setting, tx, row, fresh);
    const judged = judge(policy, setting.playbooks(), facts, votesFrom(votes), setting.now());
    if (judged.code === row.code && judged.verdict.status !== 'approved') return;
    await applyJudgement(setting, tx, row, policy, judged);
  });
}
