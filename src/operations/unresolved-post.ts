import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { answerUnresolved, type EffectRow, effectById } from '#store/effects.ts';
import { appendLedger } from '#store/ledger.ts';
import { messageByKey } from '#store/messages.ts';
import { actorOf } from './actor.ts';
import type { Setting } from './setting.ts';
import { showMessage } from './show-message.ts';

/** Asks people, in the alarm channel, whether a message whose answer was lost is there. */
export async function showUnresolvedPost(setting: Setting, tx: Executor, effect: EffectRow): Promise<void> {
  const key = String(effect.payload.key);
  if (key.startsWith('unresolved:')) return;
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event: 'effect_unresolved',
    at: new Date(setting.now()),
    entry: { effect: effect.id, kind: effect.kind, message: key },
  });
  await showMessage(setting, tx, {
    key: `unresolved:${effect.id}`,
    channel: setting.playbooks().set.org.channels.alarm,
    content: { view: 'unresolved-post', effectId: effect.id },
  });
}

/** Says in the alarm channel that the card of a request could not be posted, why, and how to decide all the same. */
export async function showRefusedPost(
  setting: Setting,
  tx: Executor,
  effect: EffectRow,
  because: string,
): Promise<void> {
  const key = String(effect.payload.key);
  if (!key.endsWith(':card')) return;
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event: 'effect_refused',
    at: new Date(setting.now()),
    entry: { effect: effect.id, kind: effect.kind, message: key, because },
  });
  await showMessage(setting, tx, {
    key: refusedKey(effect),
    channel: setting.playbooks().set.org.channels.alarm,
    content: { view: 'refused-post', effectId: effect.id, because },
  });
}

/** Says so once of a post that is tried again and again, since it arrives only when somebody has mended the reason. */
export async function showWaitingPost(setting: Setting, effect: EffectRow, because: string): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const told = await messageByKey(tx, setting.workspaceId, refusedKey(effect));
    if (told === null) await showRefusedPost(setting, tx, effect, because);
  });
}

function refusedKey({ id }: EffectRow): string {
  return `refused:${id}`;
}

/** Carries out a member's answer about an unresolved message. Throws a Refusal if somebody answered before. */
export async function answerUnresolvedPost(
  setting: Setting,
  effectId: string,
  answer: 'there' | 'again',
  signed: { readonly teamId: string; readonly slackUser: string },
): Promise<void> {
  const { slackUser, name } = await actorOf(setting, signed);
  await setting.db.transaction(async (tx) => {
    const effect = await effectById(tx, effectId);
    const applied = await answerUnresolved(tx, effectId, answer === 'again' ? 'again' : { there: { by: slackUser } });
    if (effect === null || applied === null) {
      throw new Refusal('answered', 'Somebody has answered this already. Nothing was changed.');
    }
    if (answer === 'again') await setting.sendJob(tx, 'perform-effect', { effectId });
    await appendLedger(tx, {
      workspaceId: setting.workspaceId,
      event: 'effect_answered',
      at: new Date(setting.now()),
      entry: { effect: effectId, answer, by: slackUser },
    });
    await showMessage(setting, tx, {
      key: `unresolved:${effectId}`,
      channel: setting.playbooks().set.org.channels.alarm,
      content: { view: 'unresolved-post', effectId, answered: { name, answer } },
    });
  });
}
