import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { liveRequestsOfModel, type RequestRow } from '#store/requests.ts';
import { type Actor, actorOf, listedActor, readPeopleAnew } from '../actor.ts';
import { type AlertForAnswer, alertForAnswer, holdAlert } from '../drift-answers/alert-for-answer.ts';
import { refuseUnlessEntitled } from '../drift-answers/who-may-answer.ts';
import { enterRequest } from '../enter-request.ts';
import { missingPeople } from '../missing-people.ts';
import { readNames } from '../names.ts';
import { needsOf } from '../present-request.ts';
import type { Setting } from '../setting.ts';
import { beginSilence } from './begin-silence.ts';
import { draftSilence } from './draft-silence.ts';
import { isSilence } from './silence-of.ts';

interface SilenceRequest {
  readonly teamId: string;
  readonly slackUser: string;
  readonly alertId: string;
  /** From now on, in milliseconds. */
  readonly lengthMs: number;
  readonly reason: string;
}

/** The request that was opened, or that it is silent already because no playbook asks for more. */
export type SilenceAsked =
  | { readonly request: RequestRow }
  | { readonly request: null; readonly alert: string; readonly until: string };

/**
 * Silences an alert at the word of somebody who may answer it: at once where no playbook governs silences, else by a
 * request that others decide. Throws a Refusal, and then nothing was recorded.
 */
export async function requestSilence(setting: Setting, ask: SilenceRequest): Promise<SilenceAsked> {
  const requester = listedActor(setting, await actorOf(setting, ask));
  await readPeopleAnew(setting);
  return await setting.db.transaction(async (tx): Promise<SilenceAsked> => {
    const alert = await alertForAnswer(setting, tx, ask.alertId);
    await refuseUnlessEntitled(setting, tx, alert, requester.person);
    await refuseSecond(setting, tx, alert, requester);
    const { lengthMs, reason } = ask;
    const { id, order, facts, governed } = await draftSilence(setting, tx, { alert, requester, lengthMs, reason });
    if (governed === null) {
      // Held only here: whoever carries out a request holds that first, and then its alert.
      const held = await holdAlert(setting, tx, ask.alertId);
      await beginSilence(setting, tx, held, { ...order, by: requester, reason: reason.trim(), request: null });
      return { request: null, alert: order.alert, until: order.until };
    }
    const request = await enterRequest(setting, tx, {
      ...governed,
      id,
      facts,
      action: 'silence',
      registry: alert.registry,
      model: alert.model,
      modelName: alert.modelName,
      version: '',
      target: alert.name,
      reason: reason.trim(),
      requester,
      silence: order,
      details: { silence: { ...order } },
    });
    return { request };
  });
}

/** What the form says before anything is asked for. Throws a Refusal as `requestSilence`. */
export async function silencePreview(
  setting: Setting,
  ask: Pick<SilenceRequest, 'teamId' | 'slackUser' | 'alertId'>,
): Promise<{ readonly alert: AlertForAnswer; readonly longestMs: number; readonly needs: string | null }> {
  const requester = listedActor(setting, await actorOf(setting, ask));
  const alert = await alertForAnswer(setting, setting.db, ask.alertId);
  await refuseUnlessEntitled(setting, setting.db, alert, requester.person);
  await refuseSecond(setting, setting.db, alert, requester);
  await readPeopleAnew(setting);
  const longestMs = alert.longestSilenceMs;
  const trial = { alert, requester, lengthMs: longestMs, reason: 'To see what it needs' };
  const { governed } = await draftSilence(setting, setting.db, trial);
  if (governed === null || governed.judged.verdict.status === 'approved') return { alert, longestMs, needs: null };
  return {
    alert,
    longestMs,
    needs: missingPeople(needsOf(governed.judged.verdict, await readNames(setting, setting.db))),
  };
}

/** One request for a silence of an alert at a time; what a person asked for themselves they may ask for anew. */
async function refuseSecond(setting: Setting, tx: Executor, alert: AlertForAnswer, requester: Actor): Promise<void> {
  const live = await liveRequestsOfModel(tx, setting.workspaceId, alert.registry, alert.modelName);
  const first = live.find((row) => isSilence(row) && row.target === alert.name);
  if (first === undefined || (first.requesterSlack === requester.slackUser && first.state === 'open')) return;
  throw new Refusal(
    'already_asked',
    `R-${first.number} asks to silence ${alert.name} already, so no second request was opened. Look at it with \`/mlops show R-${first.number}\`.`,
  );
}
