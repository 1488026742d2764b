import type { RetrainingCause } from '#domain/retraining.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { ModelRow } from '#store/models.ts';
import type { RequestRow } from '#store/requests.ts';
import { alertForAnswer, alertIdNamed } from '../drift-answers/alert-for-answer.ts';
import { refuseDecided } from '../drift-answers/answer-alert.ts';
import { refuseOtherModel } from '../drift-answers/decide-by-request.ts';
import { bind } from '../judge.ts';
import { asksToKeep } from '../kept-champion.ts';
import { type LoadedRequest, loadRequest, requestNamed } from '../load-request.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';

/** Whether a request is a promotion that was rejected, and its model can and may be retrained because of that. */
export function offersRetraining(setting: Setting, loaded: LoadedRequest): boolean {
  const { row } = loaded;
  if (!isRejectedPromotion(row)) return false;
  const entry = findCatalogueModel(setting.playbooks().set.models, row.registry, row.modelName);
  return (entry?.retrain ?? null) !== null && forbidding(setting, loaded) === null;
}

/**
 * Checks that what gave rise to a retraining is so: of a request, that it was a promotion of this model, was rejected, and
 * that its playbook lets a retraining follow. Throws a Refusal otherwise.
 */
export async function checkCause(
  setting: Setting,
  model: Pick<ModelRow, 'registry' | 'name' | 'modelId'>,
  cause: RetrainingCause | null,
): Promise<void> {
  if (cause === null) return;
  if (cause.kind === 'alert') return await checkAlert(setting, model, cause.id);
  const row = await requestNamed(setting, setting.db, cause.id);
  const anyway = `\`/mlops retrain ${model.modelId}\` asks for a retraining for another reason.`;
  if (row.registry !== model.registry || row.modelName !== model.name) {
    throw new Refusal(
      'another_model',
      `R-${row.number} is about ${row.model}, so ${model.modelId} is not retrained because of it. ${anyway}`,
    );
  }
  if (!isRejectedPromotion(row)) {
    throw new Refusal(
      'not_rejected',
      `R-${row.number} is no promotion that was rejected, so nothing is retrained because of it. ${anyway}`,
    );
  }
  const policy = forbidding(setting, await loadRequest(setting, setting.db, row));
  if (policy === null) return;
  throw new Refusal(
    'no_retraining',
    `R-${row.number} was rejected, and “${policy.name}” lets no retraining follow from that (\`after_rejection.retrain: never\`). Ask ${policy.owner}, who answers for that playbook, to change it.`,
  );
}

/** Whoever asks is looked at once they do. */
async function checkAlert(
  setting: Setting,
  model: Pick<ModelRow, 'registry' | 'name' | 'modelId'>,
  name: string,
): Promise<void> {
  const alert = await alertForAnswer(setting, setting.db, await alertIdNamed(setting, setting.db, name));
  refuseOtherModel(alert, model);
  refuseDecided(alert, await readNames(setting, setting.db), 'retrain', { person: null });
}

function isRejectedPromotion(row: RequestRow): boolean {
  return row.action === 'promote' && row.state === 'rejected' && !asksToKeep(row);
}

/** The policy that forbids it, pinned or in force: the stricter of the two counts, as in a decision. */
function forbidding(setting: Setting, { policy, facts }: LoadedRequest): EffectivePolicy | null {
  const { pinned, current } = bind(policy, setting.playbooks(), facts);
  return [pinned, current].find((one) => one?.afterRejection.retrain === 'never') ?? null;
}
