import type { Chat, Posted } from '#domain/chat.ts';
import { digestOf } from '#domain/digest.ts';
import { UpstreamError } from '#errors.ts';
import type { Setting } from '#operations/setting.ts';
import { showRefusedPost, showUnresolvedPost, showWaitingPost } from '#operations/unresolved-post.ts';
import type { Executor } from '#store/database.ts';
import { type EffectRow, intendEffect } from '#store/effects.ts';
import { type MessageRow, messageByKey, recordShown } from '#store/messages.ts';
import type { EffectPerformer } from '../perform-effect.ts';
import { renderMessage } from '../render-message.ts';
import { shownIn } from './shown.ts';

/** How far Slack's clock and ours may be apart when history is read, in milliseconds. */
const skewMs = 120_000;

/**
 * Posts a message once. A try whose answer was lost is looked up by its mark before anything is sent again; of two that
 * are there all the same, the later is deleted. A post that Slack refuses for what a person can mend is told at the
 * first try and arrives when it is mended.
 */
export function postMessage(setting: Setting, chat: Chat): EffectPerformer {
  /** Of the messages that bear the effect's mark, leaves only the oldest, and answers it. */
  async function removeDoubles(effect: EffectRow, message: MessageRow, thread: Posted | null) {
    const found = await chat.find({
      channel: thread?.channel ?? message.postedChannel ?? message.channel,
      threadTs: thread?.ts ?? null,
      effect: effect.id,
      since: new Date((effect.firstSentAt ?? effect.createdAt).getTime() - skewMs),
    });
    if (found === 'impossible') return 'impossible';
    const [first, ...later] = found;
    for (const posted of later) await chat.remove(posted);
    return first;
  }

  async function toldIfRefused(effect: EffectRow, posting: Promise<Posted>): Promise<Posted> {
    try {
      return await posting;
    } catch (error) {
      if (error instanceof UpstreamError && error.mendable) await showWaitingPost(setting, effect, error.message);
      throw error;
    }
  }

  return {
    kind: 'slack.post',
    blocksOrderWhenUnresolved: false,
    async lookUp(effect) {
      const message = await messageOf(setting, effect);
      const first = await removeDoubles(effect, message, await threadOf(setting, message));
      if (first === 'impossible') return 'impossible';
      return first === undefined ? 'absent' : { found: { ...first, revision: message.shownRevision } };
    },
    async prepare(effect) {
      const message = await messageOf(setting, effect);
      if (message.ts !== null) return { already: { channel: message.postedChannel, ts: message.ts, revision: 1 } };
      const thread = await threadOf(setting, message);
      if (message.threadKey !== null && thread === null) {
        // What it answers was posted before it or never will be; waiting on would hold up the whole channel.
        if (effect.attempts > 3) return { refuse: 'the message it answers is not in Slack' };
        return { wait: { untilMs: Date.now() + 1_000, because: 'the message it answers is not posted yet' } };
      }
      const paceMs = chat.paceMs(message.channel);
      if (paceMs > 0)
        return { wait: { untilMs: Date.now() + paceMs, because: 'Slack takes about one message a second' } };
      const rendered = await renderMessage(setting, message);
      const fitted = await chat.fit(rendered);
      if ('waitMs' in fitted) return pictureWaits(fitted);
      return {
        async send() {
          const place = { channel: thread?.channel ?? message.channel, threadTs: thread?.ts ?? null };
          const posted = await toldIfRefused(effect, chat.post({ ...fitted, ...place, effect: effect.id }));
          return { ...posted, revision: message.wantedRevision, hash: digestOf(rendered) };
        },
      };
    },
    async fenceLost(effect) {
      const message = await messageOf(setting, effect);
      await removeDoubles(effect, message, await threadOf(setting, message));
    },
    async settled(tx, effect, outcome) {
      if (outcome.state === 'unresolved') return await showUnresolvedPost(setting, tx, effect);
      if (outcome.state === 'refused') return await showRefusedPost(setting, tx, effect, outcome.because);
      const shown = shownIn(outcome.ref);
      if (shown === null) return;
      await recordShown(tx, setting.workspaceId, keyIn(effect), shown);
      if (shown.revision === 0) await showAnew(setting, tx, keyIn(effect), shown.ts);
    },
  };
}

/** What was found shows the rows as they were when it was sent, and edits may have given up waiting for it. */
async function showAnew(setting: Setting, tx: Executor, key: string, ts: string): Promise<void> {
  const effectId = setting.newId();
  const { added } = await intendEffect(tx, {
    id: effectId,
    workspaceId: setting.workspaceId,
    kind: 'slack.update',
    orderKey: `slack:${setting.workspaceId}:message:${key}`,
    idemKey: `update:${key}:at:${ts}`,
    payload: { key, revision: 1 },
  });
  if (added) await setting.sendJob(tx, 'perform-effect', { effectId });
}

export async function messageOf(setting: Setting, effect: EffectRow): Promise<MessageRow> {
  const row = await messageByKey(setting.db, setting.workspaceId, keyIn(effect));
  if (row === null) throw new Error(`there is no message ${keyIn(effect)}`);
  return row;
}

async function threadOf(setting: Setting, message: MessageRow): Promise<Posted | null> {
  if (message.threadKey === null) return null;
  const parent = await messageByKey(setting.db, setting.workspaceId, message.threadKey);
  return parent === null || parent.ts === null || parent.postedChannel === null
    ? null
    : { channel: parent.postedChannel, ts: parent.ts };
}

/** Slack shows an uploaded picture only some time after it has it. */
export function pictureWaits({ waitMs }: { readonly waitMs: number }) {
  return { wait: { untilMs: Date.now() + waitMs, because: 'Slack is still reading the picture of a chart' } };
}

/** The key of the message that an effect posts or edits. */
export function keyIn({ id, payload }: EffectRow): string {
  if (typeof payload.key !== 'string') throw new Error(`effect ${id} names no message`);
  return payload.key;
}
