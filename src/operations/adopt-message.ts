import { effectById, intendEffect } from '#store/effects.ts';
import { messageByKey, recordShown } from '#store/messages.ts';
import type { Setting } from './setting.ts';

/**
 * Learns where a message is from a press on it. That is how a post is found whose answer was lost where Countersign may
 * not read the channel: it is shown anew at once, and from then on edited and answered in its thread again.
 */
export async function adoptMessage(
  setting: Setting,
  seen: { readonly effectId: string; readonly channel: string; readonly ts: string },
): Promise<void> {
  const effect = await effectById(setting.db, seen.effectId);
  if (effect === null || typeof effect.payload.key !== 'string') return;
  const message = await messageByKey(setting.db, setting.workspaceId, effect.payload.key);
  if (message === null || message.ts !== null) return;
  const { workspaceId } = setting;
  const effectId = setting.newId();
  await setting.db.transaction(async (tx) => {
    const shown = { postedChannel: seen.channel, ts: seen.ts, revision: 0, renderedHash: '' };
    await recordShown(tx, workspaceId, message.key, shown);
    const { added } = await intendEffect(tx, {
      id: effectId,
      workspaceId,
      kind: 'slack.update',
      orderKey: `slack:${workspaceId}:message:${message.key}`,
      idemKey: `update:${message.key}:at:${seen.ts}`,
      payload: { key: message.key, revision: 1 },
    });
    if (added) await setting.sendJob(tx, 'perform-effect', { effectId });
  });
}
