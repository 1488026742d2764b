import type { Chat } from '#domain/chat.ts';
import { digestOf } from '#domain/digest.ts';
import type { Setting } from '#operations/setting.ts';
import type { Executor } from '#store/database.ts';
import { type EffectRow, intendEffect } from '#store/effects.ts';
import { forgetPosted, recordShown } from '#store/messages.ts';
import type { EffectPerformer } from '../perform-effect.ts';
import { renderMessage } from '../render-message.ts';
import { keyIn, messageOf, pictureWaits } from './post-message.ts';
import { shownIn } from './shown.ts';

/** Shows a posted message as its rows are now. Edits that waited behind this one find themselves done. */
export function editMessage(setting: Setting, chat: Chat): EffectPerformer {
  return {
    kind: 'slack.update',
    blocksOrderWhenUnresolved: false,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const message = await messageOf(setting, effect);
      const { ts, postedChannel } = message;
      if (message.shownRevision >= Number(effect.payload.revision))
        return { already: { revision: message.shownRevision } };
      if (ts === null || postedChannel === null) {
        // Minutes later it is not on its way any more; whatever posts it shows the rows as they are then.
        if (effect.attempts > 12) return { refuse: 'the message is not in Slack' };
        return { wait: { untilMs: Date.now() + untilPostedMs(effect), because: 'the message is not posted yet' } };
      }
      const rendered = await renderMessage(setting, message);
      const fitted = await chat.fit(rendered);
      if ('waitMs' in fitted) return pictureWaits(fitted);
      return {
        async send() {
          await chat.update({ ...fitted, channel: postedChannel, ts });
          return { channel: postedChannel, ts, revision: message.wantedRevision, hash: digestOf(rendered) };
        },
      };
    },
    async settled(tx, effect, outcome) {
      if (outcome.state === 'refused' && outcome.because.includes('message_not_found')) {
        await postAnew(setting, tx, keyIn(effect));
      }
      const shown = outcome.state === 'confirmed' ? shownIn(outcome.ref) : null;
      if (shown !== null) await recordShown(tx, setting.workspaceId, keyIn(effect), shown);
    },
  };
}

/** Somebody deleted the message in Slack: it is posted again, and its thread starts anew. */
async function postAnew(setting: Setting, tx: Executor, key: string): Promise<void> {
  const row = await forgetPosted(tx, setting.workspaceId, key);
  if (row === null) return;
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId: setting.workspaceId,
    kind: 'slack.post',
    orderKey: `slack:${setting.workspaceId}:${row.channel}`,
    idemKey: `post:${key}:after:${row.wantedRevision}`,
    payload: { key, revision: row.wantedRevision },
  });
  await setting.sendJob(tx, 'perform-effect', { effectId });
}

/** Soon at first, since posts are quick; seldom once it may take a person to say where the message is. */
function untilPostedMs({ attempts }: EffectRow): number {
  return Math.min(500 * 2 ** Math.min(attempts - 1, 10), 30_000);
}
