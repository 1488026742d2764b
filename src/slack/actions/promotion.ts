import { Refusal, UpstreamError } from '#errors.ts';
import { modelKey, modelOfKey } from '#operations/find-model.ts';
import { requestOfPress } from '#operations/load-request.ts';
import { requestPromotion } from '#operations/request-promotion.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice } from '#views/notice.ts';
import { promotionFields } from '#views/request-promotion.ts';
import { openedText } from '../opened-text.ts';
import { promotionForm } from '../promotion-form.ts';
import type { Scene } from '../scene.ts';

const title = 'Request a promotion';

/** The form that asks for a promotion: what is picked changes what it offers; sending it opens the request. */
export const promotionHandlers = {
  'promote-open': ({ press }, scene) =>
    scene.show({ title, what: 'the models' }, async () => {
      if (press === null) return promotionForm(scene, { model: null, target: null });
      const { setting } = scene.bot;
      const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
      const key = modelKey({ registry: row.registry, name: row.modelName });
      return promotionForm(scene, { model: await modelOfKey(setting, key), target: row.target });
    }),
  'promote-pick-model': (_, scene) => redraw(scene),
  'promote-pick-target': (_, scene) => redraw(scene),
  'promote-pick-version': async () => {},
  'promote-submit': async ({ model: key }, scene) => {
    const { modal, bot, signed } = scene;
    if (modal === null || key === null) return;
    const model = await modelOfKey(bot.setting, key);
    const ids = promotionFields(key);
    const version = modal.values.get(ids.version) ?? '';
    const target = modal.values.get(ids.target) ?? 'production';
    const reason = modal.values.get(ids.reason) ?? '';
    try {
      const request = await requestPromotion(bot.setting, { ...signed, model, version, target, reason });
      await modal.replace(messageNotice(title, openedText(request)));
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof UpstreamError)) throw error;
      bot.note(error, 'promote-submit');
      const picked = version === '' ? null : { label: `v${version}`, value: version };
      const notice =
        error instanceof Refusal ? error.message : `${error.message} Nothing was recorded; send it again in a minute.`;
      await modal.replace(promotionForm(scene, { model, target, version: picked, notice }));
    }
  },
} satisfies Partial<Handlers<Scene>>;

async function redraw(scene: Scene): Promise<void> {
  const { modal, bot } = scene;
  const key = modal?.values.get('model');
  if (modal === null || key === undefined) return;
  const model = await modelOfKey(bot.setting, key);
  const ids = promotionFields(key);
  const version = modal.values.get(ids.version);
  await modal.replace(
    promotionForm(scene, {
      model,
      target: modal.values.get(ids.target) ?? null,
      version: version === undefined ? null : { label: `v${version}`, value: version },
    }),
  );
}
