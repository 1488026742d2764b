import { findCatalogueModel } from '#playbook/catalogue.ts';
import { orderedRollback } from '#playbook/obligations.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { verifiedExecutions } from '#store/executions.ts';
import type { RequestRow } from '#store/requests.ts';
import type { ReviewRow } from '#store/reviews.ts';
import { enterRequest } from '../enter-request.ts';
import { isWhatItWas } from '../held-before.ts';
import { draftRequest, type NewAsk } from '../open-request.ts';
import { registryOf } from '../registry-of.ts';
import { candidateFacts } from '../request-promotion.ts';
import type { Setting } from '../setting.ts';

type Asked = Pick<NewAsk, 'version' | 'facts'>;

/** What the registry says of the version that held the target before a request; or why there is none to go back to. */
export async function readWayBack(
  setting: Setting,
  request: RequestRow,
): Promise<{ readonly asked: Asked } | { readonly hindrance: string }> {
  const [last] = await verifiedExecutions(setting.db, request, 1);
  const before = last?.requestId === request.id ? last.previousVersion : null;
  if (before === null) return { hindrance: 'What it changed was changed again since, or nothing held it before.' };
  const model = { modelId: request.model, name: request.modelName };
  const registry = registryOf(setting, request.registry);
  const facts = await candidateFacts(setting, registry, model, before, request.target);
  if (await isWhatItWas(setting, setting.db, request, facts)) return { asked: { version: before, facts } };
  return { hindrance: `v${before}, which held it before, is not known to be what it was then.` };
}

/** Orders the rollback that the playbook has for an emergency nobody reviewed. Part of the transaction that records it. */
export async function orderWayBack(
  setting: Setting,
  tx: Executor,
  request: RequestRow,
  review: ReviewRow,
  asked: Asked,
): Promise<RequestRow> {
  const policy = await readContent<EffectivePolicy>(tx, setting.workspaceId, request.policyDigest);
  const because = `Ordered by the playbook: nobody reviewed the emergency decision R-${request.number} in time.`;
  const ask: NewAsk = {
    ...asked,
    action: 'rollback',
    registry: request.registry,
    model: request.model,
    modelName: request.modelName,
    target: request.target,
    reason: because,
    requester: { slackUser: '', person: null, name: 'Countersign' },
    entry: findCatalogueModel(setting.playbooks().set.models, request.registry, request.modelName),
    obligationId: review.id,
  };
  const draft = await draftRequest(setting, tx, ask, () => orderedRollback(policy, because));
  const details = { review: review.id, emergency: `R-${request.number}` };
  return await enterRequest(setting, tx, { ...ask, ...draft, details });
}
