import { alertForAnswer } from '#operations/drift-answers/alert-for-answer.ts';
import { acknowledgeAlert, callFalseAlarm } from '#operations/drift-answers/answer-alert.ts';
import { placeOfRollback } from '#operations/drift-answers/rollback-of-alert.ts';
import { readRowPress } from '#operations/effect-press.ts';
import { modelKey, modelOfKey } from '#operations/find-model.ts';
import { requestRollback, rollbackConfirmation } from '#operations/request-rollback.ts';
import { endSilence } from '#operations/silence/end-silence.ts';
import { requestSilence, silencePreview } from '#operations/silence/request-silence.ts';
import { confirmRollback } from '#views/confirm-rollback.ts';
import { falseAlarm } from '#views/false-alarm.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice, notice } from '#views/notice.ts';
import { refusal } from '#views/refusal.ts';
import { lengthField, silenceAlertForm } from '#views/silence-alert.ts';
import { utcText } from '#views/wording.ts';
import { openedText } from '../opened-text.ts';
import { retrainFormOf } from '../retrain-form-of.ts';
import type { Scene } from '../scene.ts';

/** What people do about a drift alert. */
export const alertHandlers = {
  'alert-acknowledge': async ({ press }, scene) => {
    await acknowledgeAlert(scene.bot.setting, acted(scene, press));
  },
  'alert-false': async ({ press }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'False alarm?', what: 'the alert' }, async () => {
      const alert = await alertForAnswer(setting, setting.db, readRowPress(setting, 'alert', press));
      return falseAlarm({ alert: alert.name, model: alert.modelName, press });
    });
  },
  'alert-false-submit': async ({ press }, scene) => {
    const reason = scene.modal?.values.get('reason') ?? '';
    const name = await callFalseAlarm(scene.bot.setting, { ...acted(scene, press), reason });
    const done = `${name} is recorded as a false alarm. Its message shows it, and it counts against its monitor.`;
    await scene.modal?.replace(notice({ title: name, lines: [done] }));
  },
  'alert-silence': async ({ press }, scene) => {
    await scene.show({ title: 'Silence', what: 'who has to agree' }, async () => {
      const { alert, longestMs, needs } = await silencePreview(scene.bot.setting, acted(scene, press));
      return silenceAlertForm({ alert: alert.name, model: alert.modelName, longestMs, needs, press });
    });
  },
  'alert-silence-submit': async ({ press }, scene) => {
    const values = scene.modal?.values ?? new Map<string, string>();
    const lengthMs = Number(values.get(lengthField) ?? 0);
    const reason = values.get('reason') ?? '';
    const asked = await requestSilence(scene.bot.setting, { ...acted(scene, press), lengthMs, reason });
    if (asked.request !== null) {
      await scene.modal?.replace(messageNotice(`Request ${asked.request.code}`, openedText(asked.request)));
      return;
    }
    const done = `${asked.alert} is silent until ${utcText(asked.until)}. Its message shows it, and can end it sooner.`;
    await scene.modal?.replace(notice({ title: asked.alert, lines: [done] }));
  },
  'alert-unsilence': async ({ press }, scene) => {
    const name = await endSilence(scene.bot.setting, acted(scene, press));
    await scene.tell(refusal({ sentence: `${name} is not silent any more.`, links: [] }));
  },
  'alert-retrain': async ({ press }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'Retrain a model', what: 'what its pipeline takes' }, async () => {
      const alert = await alertForAnswer(setting, setting.db, readRowPress(setting, 'alert', press));
      const model = await modelOfKey(setting, modelKey({ registry: alert.registry, name: alert.modelName }));
      return retrainFormOf(scene, model, { cause: alert.name });
    });
  },
  'alert-rollback': async ({ press }, scene) => {
    const { setting } = scene.bot;
    await scene.show({ title: 'Roll back?', what: 'what came before' }, async () => {
      const place = await placeOfRollback(setting, acted(scene, press));
      const { confirmed, ...asked } = await rollbackConfirmation(setting, { ...scene.signed, ...place });
      return confirmRollback({ ...asked, because: { alert: place.alert, press, confirmed } });
    });
  },
  'alert-rollback-submit': async ({ press, confirmed }, scene) => {
    const { setting } = scene.bot;
    const act = acted(scene, press);
    const place = await placeOfRollback(setting, act);
    const reason = scene.modal?.values.get('reason') ?? '';
    const { alertId } = act;
    const request = await requestRollback(setting, { ...scene.signed, ...place, reason, confirmed, alertId });
    await scene.modal?.replace(messageNotice(`Request ${request.code}`, openedText(request)));
  },
} satisfies Partial<Handlers<Scene>>;

/** Who acts, and on which alert. */
function acted({ bot, signed }: Scene, press: string) {
  return { teamId: signed.teamId, slackUser: signed.slackUser, alertId: readRowPress(bot.setting, 'alert', press) };
}
