import { causeNamed } from '#domain/retraining.ts';
import { type ModelRow } from '#operations/find-model.ts';
import { trainingInputs } from '#operations/retraining/preview-retraining.ts';
import { checkCause } from '#operations/retraining/rejection-cause.ts';
import type { Modal } from '#views/frames.ts';
import { retrainForm } from '#views/retrain-form.ts';
import { modelChoice } from './promotion-form.ts';
import type { Scene } from './scene.ts';

/** The form that asks what to retrain with, as it stands with what is picked and filled in. */
export async function retrainFormOf(
  { bot }: Pick<Scene, 'bot'>,
  model: ModelRow | null,
  {
    typed = {},
    mistakes = [],
    cause = null,
  }: { typed?: Readonly<Record<string, string>>; mistakes?: readonly string[]; cause?: string | null } = {},
): Promise<Modal> {
  if (model === null) return retrainForm({ model: null, runs: null, fields: [], cause: null, mistakes });
  if (cause !== null) await checkCause(bot.setting, model, causeNamed(cause));
  const inputs = await trainingInputs(bot.setting, model, typed);
  return retrainForm({ model: modelChoice(model), ...inputs, cause, mistakes });
}
