import type { Executor } from '#store/database.ts';
import { idleOfRequest } from '#store/idle-findings.ts';
import type { RequestRow } from '#store/requests.ts';
import { showIdle } from '../claims/tell-idle.ts';
import type { Setting } from '../setting.ts';

/** Shows the card of what a request would stop, once that has got further. */
export async function showStopped(setting: Setting, tx: Executor, { id }: Pick<RequestRow, 'id'>): Promise<void> {
  const idle = await idleOfRequest(tx, setting.workspaceId, id);
  if (idle !== null) await showIdle(setting, tx, idle);
}
