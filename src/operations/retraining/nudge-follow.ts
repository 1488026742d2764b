import type { Executor } from '#store/database.ts';
import { followOf, wantFollowed } from '#store/run-follows.ts';
import type { Setting } from '../setting.ts';

/** However often we are nudged, listings of one connection are at least as far apart, in milliseconds. */
const apartMs = 5_000;

/** Has the runs of a connection followed now, because something changed there; soon, if they were listed a moment ago. */
export async function nudgeFollow(setting: Setting, tx: Executor, connection: string): Promise<void> {
  const nowMs = Date.parse(setting.now());
  const follow = await followOf(tx, setting.workspaceId, connection);
  const dueMs = Math.max(nowMs, (follow?.seenUntil?.getTime() ?? 0) + apartMs);
  await wantFollowed(tx, setting.workspaceId, connection, new Date(dueMs));
  await setting.sendJob(tx, 'follow-runs', { connection }, { afterMs: dueMs - nowMs });
}
