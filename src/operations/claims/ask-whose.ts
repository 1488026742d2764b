import type { UnclaimedThing } from '#domain/claim.ts';
import { epochMs } from '#domain/instant.ts';
import { addClaim, type ClaimRow, claimsSince } from '#store/claims.ts';
import type { Executor } from '#store/database.ts';
import { holdCostNews } from '#store/hold-cost-news.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { recordClaims } from './record-claims.ts';
import { channelOfTeam } from './teams.ts';

const weekMs = 7 * 86_400_000;
/** How many things people are asked about in a week. */
const mostAWeek = 5;

/**
 * Asks in the channel of digests whose things are that no label tells, the dearest first as they are given: each once,
 * five in a week. Answers how many were asked about now.
 */
export async function askWhose(setting: Setting, things: readonly UnclaimedThing[]): Promise<number> {
  let asked = 0;
  for (const thing of things) {
    if (Number(thing.amount) <= 0) continue;
    const added = await setting.db.transaction(async (tx) => await askOnce(setting, tx, thing));
    if (added === 'enough') break;
    if (added === 'asked') asked += 1;
  }
  return asked;
}

async function askOnce(setting: Setting, tx: Executor, thing: UnclaimedThing): Promise<'asked' | 'known' | 'enough'> {
  await holdCostNews(tx, setting.workspaceId);
  const now = new Date(setting.now());
  const lately = await claimsSince(tx, setting.workspaceId, new Date(epochMs(setting.now()) - weekMs));
  if (lately >= mostAWeek) return 'enough';
  const { kind, provider, name, project, service, amount, currency, first, last } = thing;
  const what = { kind, provider, name, project, service, amount, currency, firstDay: first, lastDay: last };
  const channel = channelOfTeam(setting, null);
  const row = await addClaim(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    ...what,
    channel,
    askedAt: now,
  });
  if (row === null) return 'known';
  await showClaim(setting, tx, row);
  await recordClaims(setting, tx, 'claim_asked', null, { claim: row.id, thing: what });
  return 'asked';
}

/** Shows the question as it stands; after it was asked anew, in a message of its own. */
export async function showClaim(
  setting: Setting,
  tx: Executor,
  { id, channel, round }: Pick<ClaimRow, 'id' | 'channel' | 'round'>,
): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.claim(id, round),
    channel,
    content: { view: 'claim-card', claimId: id },
  });
}
