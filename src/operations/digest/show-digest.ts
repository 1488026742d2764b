import type { Executor } from '#store/database.ts';
import { digestSlotsAsking } from '#store/digest-slots.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** Digests that are older keep their buttons, which say what was decided. */
const daysKept = 28;

/** Makes Slack show a digest, or show it anew. */
export async function showDigest(
  setting: Setting,
  tx: Executor,
  { audience, period, channel }: { readonly audience: string; readonly period: string; readonly channel: string },
): Promise<void> {
  const key = messageKeys.digest(audience, period);
  await showMessage(setting, tx, { key, channel, content: { view: 'weekly-digest', audience, period } });
}

/** Shows anew the digests that ask about something that is left on, once something was decided about it. */
export async function showDigestsAsking(setting: Setting, tx: Executor, idleId: string): Promise<void> {
  const since = reportingDay(setting, -daysKept);
  for (const slot of await digestSlotsAsking(tx, setting.workspaceId, { idleId, since })) {
    const { audience, period, channel } = slot;
    if (channel !== null) await showDigest(setting, tx, { audience, period, channel });
  }
}
