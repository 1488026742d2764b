import { scopeWord } from '#domain/digest-scope.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { takeDigestSlot } from '#store/digest-slots.ts';
import { addSubscription, endSubscription } from '#store/digest-subscriptions.ts';
import { actorOf } from '../actor.ts';
import { redrawHome } from '../home/publish-home.ts';
import type { Setting } from '../setting.ts';
import { zoneOfReader } from '../zone-of-reader.ts';
import { type Audience, audienceMeant } from './audiences.ts';
import { lastDue, nextDue } from './due-time.ts';
import { recordDigest } from './tell-digests.ts';

interface Asked {
  readonly teamId: string;
  readonly slackUser: string;
  readonly words: string;
}

/** Which digest, and when the next one comes to the person. */
export interface Subscribed {
  readonly audience: Audience;
  readonly next: Instant;
}

/** Sends a person a digest by direct message from the next one on, on the clock of their own zone. Throws a Refusal. */
export async function subscribeToDigest(setting: Setting, asked: Asked): Promise<Subscribed> {
  const { slackUser } = await actorOf(setting, asked);
  const audience = await audienceMeant(setting, asked.words, slackUser);
  const { workspaceId } = setting;
  const zone = (await zoneOfReader(setting, slackUser)) ?? audience.zone;
  const at = new Date(setting.now());
  const added = await setting.db.transaction(async (tx) => {
    const row = { id: setting.newId(), workspaceId, slackUser, audience: audience.key, since: at };
    if (!(await addSubscription(tx, row))) return false;
    // Who was subscribed before and comes back hears nothing of the time between.
    const { period } = lastDue(audience.time, zone, at.getTime());
    const key = `person:${slackUser}:${audience.key}`;
    await takeDigestSlot(tx, { workspaceId, audience: key, period, state: 'first', madeAt: at });
    await recordDigest(setting, tx, 'digest_subscribed', { slackUser, audience: audience.key });
    return true;
  });
  if (!added) {
    throw new Refusal(
      'subscribed',
      `You get this digest already. \`/mlops digest unsubscribe ${scopeWord(audience.scope)}\` ends that.`,
    );
  }
  await redrawHome(setting, slackUser);
  return { audience, next: new Date(nextDue(audience.time, zone, epochMs(setting.now())).at).toISOString() };
}

/** Ends that. Throws a Refusal if the person gets none. */
export async function unsubscribeFromDigest(setting: Setting, asked: Asked): Promise<Audience> {
  const { slackUser } = await actorOf(setting, asked);
  const audience = await audienceMeant(setting, asked.words, slackUser);
  const { workspaceId } = setting;
  const ended = await setting.db.transaction(async (tx) => {
    const of = { workspaceId, slackUser, audience: audience.key };
    if (!(await endSubscription(tx, of, new Date(setting.now())))) return false;
    await recordDigest(setting, tx, 'digest_unsubscribed', { slackUser, audience: audience.key });
    return true;
  });
  if (ended) {
    await redrawHome(setting, slackUser);
    return audience;
  }
  throw new Refusal(
    'not_subscribed',
    `You do not get this digest. \`/mlops digest subscribe ${scopeWord(audience.scope)}\` sends it to you.`,
  );
}
