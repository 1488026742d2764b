import { effectById } from '#store/effects.ts';
import { messageByKey, recordShown } from '#store/messages.ts';
import type { Setting } from './setting.ts';

/**
 * Learns where a message is from a press on it. That is how a post is found whose answer was lost where Countersign may
 * not read the channel: from then on it is edited and answered in its thread again.
 */
export async function adoptMessage(
  setting: Setting,
  seen: { readonly effectId: string; readonly channel: string; readonly ts: string },
): Promise<void> {
  const effect = await effectById(setting.db, seen.effectId);
  if (effect === null || typeof effect.payload.key !== 'string') return;
  const message = await messageByKey(setting.db, setting.workspaceId, effect.payload.key);
  if (message === null || message.ts !== null) return;
  await recordShown(setting.db, setting.workspaceId, message.key, {
    postedChannel: seen.channel,
    ts: seen.ts,
    revision: 0,
    renderedHash: '',
  });
}
