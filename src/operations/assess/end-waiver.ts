import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { appendLedger } from '#store/ledger.ts';
import { endWaiver, type WaiverRow, waiverById, waiversDue } from '#store/waivers.ts';
import type { Actor } from '../actor.ts';
import { readRowPress } from '../effect-press.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { showWaiver } from './present-waiver.ts';
import { refuseUnlessWaiver } from './waive.ts';

/** Ends every waiver whose time is up, each once, and says so where it was shown. */
export async function sweepWaivers(setting: Setting): Promise<void> {
  for (const row of await waiversDue(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.db.transaction(async (tx) => await end(setting, tx, row, null));
  }
}

/** Ends a waiver before its time. Throws a Refusal for whoever may not, and where it has ended. */
export async function endWaiverNow(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly press: string },
): Promise<void> {
  const row = await waiverById(setting.db, setting.workspaceId, readRowPress(setting, 'waiver', act.press));
  if (row === null)
    throw new Refusal('not_known', 'This waiver is not known here. `/mlops assess` shows what is waived.');
  const actor = await refuseUnlessWaiver(setting, act, row.model);
  const ended = await setting.db.transaction(async (tx) => await end(setting, tx, row, actor));
  if (!ended) throw new Refusal('answered', 'This waiver has ended already, so there is nothing to end.');
}

async function end(
  setting: Setting,
  tx: Executor,
  row: WaiverRow,
  actor: (Actor & { readonly person: string }) | null,
): Promise<boolean> {
  const at = new Date(setting.now());
  const ended = await endWaiver(tx, row, { endedAt: at, endedBy: actor?.person ?? null });
  if (ended === null) return false;
  await showWaiver(setting, tx, row);
  await showMessage(setting, tx, {
    key: messageKeys.waiverEnded(row.id),
    channel: row.channel,
    threadKey: messageKeys.waiver(row.id),
    content: { view: 'waiver-ended', waiverId: row.id },
  });
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event: 'waiver_ended',
    at,
    entry: {
      waiver: row.id,
      model: row.model,
      capability: row.capability,
      actor: actor === null ? null : { person: actor.person, slackUser: actor.slackUser },
    },
  });
  return true;
}
