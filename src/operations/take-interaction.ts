import { dropHookEventsBefore, takeHookEvent } from '#store/hook-events.ts';
import type { Setting } from './setting.ts';

const source = 'slack';

/** Notes a Slack interaction; false if it came before. */
export async function takeInteraction(
  setting: Setting,
  interaction: { id: string; bodyHash: string },
): Promise<boolean> {
  const { id, bodyHash } = interaction;
  return await takeHookEvent(setting.db, { source, externalId: `${setting.workspaceId}:${id}`, bodyHash, raw: null });
}

/** Forgets interactions that are too old for Slack's signature check to let them through again. */
export async function forgetInteractions(setting: Setting): Promise<void> {
  await dropHookEventsBefore(setting.db, source, new Date(Date.now() - 3_600_000));
}
