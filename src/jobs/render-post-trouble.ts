import type { Rendered } from '#domain/chat.ts';
import { effectPress } from '#operations/effect-press.ts';
import type { Setting } from '#operations/setting.ts';
import type { MessageContent } from '#operations/show-message.ts';
import { effectById } from '#store/effects.ts';
import { messageByKey } from '#store/messages.ts';
import { refusal } from '#views/refusal.ts';
import { unresolvedPost } from '#views/unresolved-post.ts';

/** Tells where people look that a message could not be posted. */
export async function renderRefused(
  setting: Setting,
  { effectId, because }: Extract<MessageContent, { view: 'refused-post' }>,
): Promise<Rendered> {
  const effect = await effectById(setting.db, effectId);
  const message = await messageByKey(setting.db, setting.workspaceId, String(effect?.payload.key));
  const where = message?.channel ?? 'Slack';
  return refusal({
    sentence: `The card of a request could not be posted in ${where}. ${because} It appears once that is mended; until then \`/mlops requests\` lists what waits, and people can decide there.`,
    links: [],
  });
}

/** Asks people whether a message arrived, or says what they answered. */
export async function renderUnresolved(
  setting: Setting,
  { effectId, answered }: Extract<MessageContent, { view: 'unresolved-post' }>,
): Promise<Rendered> {
  const effect = await effectById(setting.db, effectId);
  const key = String(effect?.payload.key);
  const message = await messageByKey(setting.db, setting.workspaceId, key);
  const what = key.endsWith(':card') ? 'the card of a request' : 'a message about a request';
  const where = message?.channel ?? 'Slack';
  if (answered !== undefined) {
    const { name, answer } = answered;
    const done =
      answer === 'there'
        ? `${name} says that ${what} is there, in ${where}. It shows changes again once somebody presses one of its buttons.`
        : `${name} says that ${what} is not in ${where}. It was posted again.`;
    return refusal({ sentence: done, links: [] });
  }
  return unresolvedPost({
    what,
    where,
    sentAt: (effect?.firstSentAt ?? new Date(setting.now())).toISOString(),
    press: effectPress(setting, effectId),
  });
}
