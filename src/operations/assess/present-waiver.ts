import { roleName } from '#domain/role-name.ts';
import { catalogueModel } from '#playbook/catalogue.ts';
import type { Executor } from '#store/database.ts';
import { type WaiverRow, waiverById } from '#store/waivers.ts';
import type { WaiverCard } from '#views/waiver.ts';
import { rowPress } from '../effect-press.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { nameOf } from './present-assessment.ts';

/** The role that waives needs: the owner of capabilities.yaml, of org.yaml where there is no such file. */
export function waiverOwner(setting: Setting): string {
  const { capabilities, org } = setting.playbooks().set;
  return capabilities?.owner ?? org.owner;
}

/** A waiver as its message shows it now. Throws an Error if there is none. */
export async function waiverCardOf(setting: Setting, id: string): Promise<WaiverCard> {
  const row = await waiverById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no waiver ${id}`);
  const names = await readNames(setting, setting.db);
  const { endedAt, endedBy } = row;
  return {
    model: await nameOf(setting, row.model),
    capability: row.capability,
    reason: row.reason,
    approver: names.of(row.approver),
    approverRole: roleName([waiverOwner(setting)]),
    grantedAt: row.grantedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    ended: endedAt === null ? null : { at: endedAt.toISOString(), by: endedBy === null ? null : names.of(endedBy) },
    press: rowPress(setting, 'waiver', id),
  };
}

/** Shows a waiver, or shows it anew, in the channel of the model. */
export async function showWaiver(
  setting: Setting,
  tx: Executor,
  { id, channel }: Pick<WaiverRow, 'id' | 'channel'>,
): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.waiver(id),
    channel,
    content: { view: 'waiver', waiverId: id },
  });
}

/** Where everybody who works with a model reads: its own channel, else that of digests. */
export function channelOfModel(setting: Setting, model: string): string {
  const { models, org } = setting.playbooks().set;
  return catalogueModel(models, model)?.channel ?? org.channels.digest;
}
