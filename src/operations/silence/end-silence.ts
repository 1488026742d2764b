import { Refusal } from '#errors.ts';
import { actorOf, listedActor } from '../actor.ts';
import { holdAlert } from '../drift-answers/alert-for-answer.ts';
import { recordAlertEntry, saveSilence } from '../drift-answers/save-answer.ts';
import { refuseUnlessEntitled } from '../drift-answers/who-may-answer.ts';
import type { Setting } from '../setting.ts';

/**
 * Ends a silence before its time, at the word of anybody who may answer the alert: to be told more needs no approval.
 * Throws a Refusal if it is not silent. Answers the alert as people type it, as `D-12`.
 */
export async function endSilence(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly alertId: string },
): Promise<string> {
  const actor = listedActor(setting, await actorOf(setting, act));
  return await setting.db.transaction(async (tx) => {
    const alert = await holdAlert(setting, tx, act.alertId);
    await refuseUnlessEntitled(setting, tx, alert, actor.person);
    const { silence } = alert.group;
    if (silence === null || silence.until <= setting.now()) {
      throw new Refusal('not_silent', `${alert.name} is not silent, so nothing was changed.`);
    }
    await saveSilence(setting, tx, alert, {
      group: { ...alert.group, silence: null },
      by: actor.person,
      silence: null,
    });
    await recordAlertEntry(setting, tx, alert, {
      event: 'alert_unsilenced',
      actor,
      requestId: null,
      reason: '',
      details: { until: silence.until },
    });
    return alert.name;
  });
}
