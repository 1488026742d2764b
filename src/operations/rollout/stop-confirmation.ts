import { rolloutOfRequest } from '#store/rollouts.ts';
import type { StopRollout } from '#views/stop-rollout.ts';
import { promiseOf } from '../present-duty.ts';
import type { Setting } from '../setting.ts';
import { nameOf } from './shown-rollout.ts';
import { prepareStop, type StopAct } from './stop-rollout.ts';

/** What the modal says before a rollout is stopped. Throws a Refusal if the person may not, or it is too late. */
export async function stopConfirmation(setting: Setting, act: StopAct): Promise<StopRollout> {
  await prepareStop(setting, act);
  const { facts, press } = await promiseOf(setting, setting.db, act.requestId);
  const rollout = await rolloutOfRequest(setting.db, setting.workspaceId, act.requestId);
  return { facts, endpoint: rollout === null ? '' : nameOf(rollout), press };
}
