import { causeNamed, type RetrainingCause, reasonCodes } from '#domain/retraining.ts';
import { Refusal, UpstreamError } from '#errors.ts';
import { type ModelRow, modelKey, modelOfKey } from '#operations/find-model.ts';
import { requestOfPress } from '#operations/load-request.ts';
import { cancelRun } from '#operations/retraining/cancel-run.ts';
import { runOfPress } from '#operations/retraining/present-run.ts';
import { previewRetraining, trainingInputs, typedParameters } from '#operations/retraining/preview-retraining.ts';
import { requestRetraining } from '#operations/retraining/request-retraining.ts';
import { confirmRetraining, retrainingFields } from '#views/confirm-retraining.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice, notice } from '#views/notice.ts';
import { parametersFilled } from '#views/retrain-form.ts';
import { confirmCancelFor } from '../confirm-cancel-for.ts';
import { openedText } from '../opened-text.ts';
import { promotionForm } from '../promotion-form.ts';
import { retrainFormOf } from '../retrain-form-of.ts';
import type { Scene } from '../scene.ts';

const title = 'Retrain a model';

/** The forms that ask for a retraining, and the buttons of a run's message. */
export const runHandlers = {
  'retrain-open': ({ model: key }, scene) =>
    scene.show({ title, what: 'what its pipeline takes' }, async () =>
      retrainFormOf(scene, key === null ? null : await modelOfKey(scene.bot.setting, key)),
    ),
  'retrain-rejected': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    await scene.show({ title, what: 'what its pipeline takes' }, async () =>
      retrainFormOf(scene, await modelOfKey(setting, modelKey({ registry: row.registry, name: row.modelName })), {
        cause: `R-${row.number}`,
      }),
    );
  },
  'retrain-pick-model': async (_, scene) => {
    const key = scene.modal?.values.get('model');
    if (scene.modal === null || key === undefined) return;
    await redrawn(scene, await modelOfKey(scene.bot.setting, key), {});
  },
  'retrain-form': async ({ model: drawnFor, cause }, scene) => {
    const key = scene.modal?.values.get('model') ?? drawnFor;
    if (scene.modal === null || key === null) return;
    const { setting } = scene.bot;
    const model = await modelOfKey(setting, key);
    const filled = parametersFilled(key, scene.modal.values);
    try {
      const given = typedParameters(await trainingInputs(setting, model), filled);
      const asked = { ...scene.signed, model, given, reasonCode: null, cause: causeOf(cause), reason: '' };
      await scene.modal.replace(confirmRetraining(await previewRetraining(setting, asked)));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'bad_parameters') throw error;
      scene.bot.note(error, 'retrain-form');
      await redrawn(scene, model, { typed: filled, mistakes: [error.message], cause });
    }
  },
  'retrain-submit': async ({ model: key, plan, cause }, scene) => {
    const { setting } = scene.bot;
    const { values } = scene.modal ?? { values: new Map<string, string>() };
    const picked = reasonCodes.find((one) => one === values.get(retrainingFields.code));
    // With a cause no word is asked for: the cause says it.
    const reasonCode = cause === null ? picked : 'rejection';
    if (reasonCode === undefined) throw new Refusal('no_reason', 'Pick what it is because of, then send it again.');
    const request = await requestRetraining(setting, {
      ...scene.signed,
      model: await modelOfKey(setting, key),
      plan,
      reasonCode,
      reason: values.get(retrainingFields.reason) ?? '',
      cause: causeOf(cause),
    });
    await scene.modal?.replace(messageNotice(`Request ${request.code}`, openedText(request)));
  },
  'run-promote': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const run = await runOfPress(setting, press);
    await scene.show({ title: 'Request a promotion', what: 'the model' }, async () => {
      const version = run.result?.version ?? null;
      const picked = version === null ? null : { label: `v${version}`, value: version };
      const target = run.result?.target ?? null;
      const key = modelKey({ registry: run.registry, name: run.modelName });
      return promotionForm(scene, { model: await modelOfKey(setting, key), target, version: picked });
    });
  },
  'run-cancel': async ({ press }, scene) => confirmCancelFor(scene, await runOfPress(scene.bot.setting, press)),
  'run-cancel-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const run = await cancelRun(setting, { ...scene.signed, run: await runOfPress(setting, press) });
    const engine = setting.pipelines.get(run.connection)?.title ?? run.connection;
    const done =
      run.engineId === null
        ? `T-${run.number} is not started any more; should it have started just now, it is ended.`
        : `${engine} is asked to end T-${run.number}. Its message shows when it has.`;
    await scene.modal?.replace(notice({ title: `Cancel T-${run.number}`, lines: [done] }));
  },
} satisfies Partial<Handlers<Scene>>;

function causeOf(cause: string | null): RetrainingCause | null {
  return cause === null ? null : causeNamed(cause);
}

async function redrawn(
  scene: Scene,
  model: ModelRow,
  drawn: NonNullable<Parameters<typeof retrainFormOf>[2]>,
): Promise<void> {
  try {
    await scene.modal?.replace(await retrainFormOf(scene, model, drawn));
  } catch (error) {
    // With a cause the model is settled, so that there is nothing to pick again.
    if ((drawn.cause ?? null) !== null || (!(error instanceof Refusal) && !(error instanceof UpstreamError)))
      throw error;
    scene.bot.note(error, 'retrain-pick-model');
    await scene.modal?.replace(await retrainFormOf(scene, null, { mistakes: [error.message] }));
  }
}
