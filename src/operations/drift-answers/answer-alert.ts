import { Refusal } from '#errors.ts';
import { utcText } from '#views/wording.ts';
import { type Actor, actorOf, listedActor } from '../actor.ts';
import type { Names } from '../names.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { type AlertForAnswer, holdAlert } from './alert-for-answer.ts';
import { recordAlertEntry, saveAnswer } from './save-answer.ts';
import { refuseUnlessEntitled } from './who-may-answer.ts';

interface Answer {
  readonly teamId: string;
  readonly slackUser: string;
  readonly alertId: string;
}

/**
 * Records that somebody looks at an alert: it escalates and repeats itself no further. The first who says so is
 * recorded. Throws a Refusal for everybody after, and for who may not. Answers the alert's name, as `D-12`.
 */
export async function acknowledgeAlert(setting: Setting, act: Answer): Promise<string> {
  return await answer(setting, act, { what: 'acknowledged', event: 'alert_acknowledged', reason: '' });
}

/** Records that nothing was the matter, with the reason. Throws a Refusal where it was decided otherwise already. */
export async function callFalseAlarm(setting: Setting, act: Answer & { readonly reason: string }): Promise<string> {
  const reason = act.reason.trim();
  if (reason.length < 10) {
    throw new Refusal(
      'no_reason',
      'A false alarm needs a reason of at least 10 characters. Say why nothing was wrong.',
    );
  }
  return await answer(setting, act, { what: 'false_alarm', event: 'alert_false_alarm', reason });
}

async function answer(
  setting: Setting,
  act: Answer,
  given: {
    readonly what: 'acknowledged' | 'false_alarm';
    readonly event: 'alert_acknowledged' | 'alert_false_alarm';
    readonly reason: string;
  },
): Promise<string> {
  const actor = listedActor(setting, await actorOf(setting, act));
  return await setting.db.transaction(async (tx) => {
    const alert = await holdAlert(setting, tx, act.alertId);
    await refuseUnlessEntitled(setting, tx, alert, actor.person);
    refuseDecided(alert, await readNames(setting, tx), given.what, actor);
    const { what, event, reason } = given;
    await saveAnswer(setting, tx, alert, { what, person: actor.person, reason, requestId: null });
    await recordAlertEntry(setting, tx, alert, { event, actor, requestId: null, reason, details: {} });
    return alert.name;
  });
}

/**
 * Throws a Refusal that says who was first, where this decision comes too late. What was acknowledged can still become
 * a false alarm or lead to an action; every other decision stands.
 */
export function refuseDecided(
  alert: AlertForAnswer,
  names: Names,
  wanted: 'acknowledged' | 'false_alarm' | 'retrain' | 'rollback',
  actor: Pick<Actor, 'person'>,
): void {
  if (alert.drill && wanted !== 'acknowledged') {
    throw new Refusal('a_drill', `${alert.name} is a drill: nothing is the matter, so it can only be acknowledged.`);
  }
  const { decision } = alert;
  if (decision === null || (decision.what === 'acknowledged' && wanted !== 'acknowledged')) return;
  const who = decision.person === actor.person ? 'You' : names.of(decision.person);
  const when = utcText(decision.at);
  const request = decision.request === null ? '' : `, as ${decision.request}`;
  throw new Refusal(
    'already_decided',
    `${who} ${verbs[decision.what]} ${alert.name} ${when}${request}, so nothing was recorded. Its message shows how it stands.`,
  );
}

const verbs = {
  acknowledged: 'acknowledged',
  false_alarm: 'called a false alarm:',
  retrain: 'asked for a retraining because of',
  rollback: 'asked for a roll back because of',
} as const;
