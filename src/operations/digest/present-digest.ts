import type { WeeklyDigest } from '#domain/weekly-digest.ts';
import { readContent } from '#store/contents.ts';
import { digestSlot } from '#store/digest-slots.ts';
import { openIdle } from '#store/idle-findings.ts';
import type { ShownDigest } from '#views/weekly-digest.ts';
import { rowPress } from '../effect-press.ts';
import type { Setting } from '../setting.ts';

/** A digest as it was made, with buttons for what is still to be decided. Throws an Error if there is none. */
export async function digestOf(
  setting: Setting,
  slot: { readonly audience: string; readonly period: string },
): Promise<ShownDigest> {
  const row = await digestSlot(setting.db, setting.workspaceId, slot);
  if (row === null || row.digest === null) {
    throw new Error(`there is no digest of ${slot.period} for ${slot.audience}`);
  }
  const digest = await readContent<WeeklyDigest>(setting.db, setting.workspaceId, row.digest);
  return { digest, presses: await pressesOf(setting, digest) };
}

/** The presses of what a digest asks about and nobody has decided, by its row. */
export async function pressesOf(setting: Setting, { parts }: WeeklyDigest): Promise<ShownDigest['presses']> {
  const asked = parts.flatMap(({ lines }) => lines.flatMap(({ idle }) => idle?.id ?? []));
  if (asked.length === 0) return {};
  const open = await openIdle(setting.db, setting.workspaceId);
  return Object.fromEntries(
    open
      .filter(({ id, state }) => state === 'open' && asked.includes(id))
      .map(({ id }) => [id, rowPress(setting, 'idle', id)]),
  );
}
