import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import type { Actor } from '../actor.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import type { AlertForAnswer } from './alert-for-answer.ts';
import { refuseDecided } from './answer-alert.ts';
import { recordAlertEntry, saveAnswer } from './save-answer.ts';
import { refuseUnlessEntitled } from './who-may-answer.ts';

type Act = 'retrain' | 'rollback';

/**
 * Throws a Refusal unless this person may ask for an action because of an alert: it is about this model, it fires, they
 * may answer it, and nobody decided otherwise.
 */
export async function refuseUnlessCause(
  setting: Setting,
  db: Executor,
  alert: AlertForAnswer,
  ask: {
    readonly what: Act;
    readonly model: { readonly registry: string; readonly name: string };
    readonly requester: Actor & { readonly person: string };
  },
): Promise<void> {
  const { what, model, requester } = ask;
  refuseOtherModel(alert, model);
  await refuseUnlessEntitled(setting, db, alert, requester.person);
  refuseDecided(alert, await readNames(setting, db), what, requester);
  if (alert.phase === 'firing') return;
  throw new Refusal(
    'alert_ended',
    `${alert.name} does not fire, so nothing is asked for because of it. \`/mlops ${what} ${alert.model}\` asks for another reason.`,
  );
}

/** Throws a Refusal if an alert is about another model. */
export function refuseOtherModel(
  alert: AlertForAnswer,
  model: { readonly registry: string; readonly name: string },
): void {
  if (alert.registry === model.registry && alert.modelName === model.name) return;
  throw new Refusal(
    'another_model',
    `${alert.name} is about ${alert.model}, so it gives no reason to change ${model.name}.`,
  );
}

/** Records that an alert was answered by a request, in the transaction that opened it and holds the alert. */
export async function decideByRequest(
  setting: Setting,
  tx: Executor,
  alert: AlertForAnswer,
  request: RequestRow,
  what: Act,
): Promise<void> {
  const actor = { slackUser: request.requesterSlack, person: request.requesterPerson ?? '' };
  const { reason } = request;
  await saveAnswer(setting, tx, alert, { what, person: actor.person, reason, requestId: request.id });
  await recordAlertEntry(setting, tx, alert, {
    event: 'alert_answered',
    actor,
    requestId: request.id,
    reason,
    details: { by: what, request: `R-${request.number}` },
  });
}
