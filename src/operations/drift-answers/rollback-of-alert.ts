import { Refusal } from '#errors.ts';
import { actorOf, listedActor } from '../actor.ts';
import type { Setting } from '../setting.ts';
import { alertForAnswer } from './alert-for-answer.ts';
import { refuseUnlessCause } from './decide-by-request.ts';
import { targetOf } from './lately.ts';

/** Where to go back because of an alert. */
export interface RollbackPlace {
  /** As `D-12`. */
  readonly alert: string;
  readonly model: { readonly registry: string; readonly name: string; readonly modelId: string };
  readonly target: string;
}

/** The alias that the watched version holds. Throws a Refusal if it holds none, or if this person may not ask. */
export async function placeOfRollback(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly alertId: string },
): Promise<RollbackPlace> {
  const requester = listedActor(setting, await actorOf(setting, act));
  const alert = await alertForAnswer(setting, setting.db, act.alertId);
  const model = { registry: alert.registry, name: alert.modelName, modelId: alert.model };
  await refuseUnlessCause(setting, setting.db, alert, { what: 'rollback', model, requester });
  const target = await targetOf(setting, alert.rows.alert);
  if (target !== null) return { alert: alert.name, model, target };
  throw new Refusal(
    'nothing_to_roll_back',
    `The version that ${alert.name} is about holds no alias any more, so there is nothing to roll back. \`/mlops status ${alert.model}\` shows what is.`,
  );
}
