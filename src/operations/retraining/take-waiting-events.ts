import type { Executor } from '#store/database.ts';
import { unhandledHookEvents } from '#store/hook-events.ts';
import type { Setting } from '../setting.ts';
import { hookSource } from '../take-hook.ts';

/** Takes the events of a connection that came while a run was being started. Part of the transaction that holds the run. */
export async function takeWaitingEvents(setting: Setting, tx: Executor, connection: string): Promise<void> {
  if (setting.pipelines.get(connection)?.eventIn === undefined) return;
  for (const eventId of await unhandledHookEvents(tx, hookSource(setting, connection))) {
    await setting.sendJob(tx, 'take-run-event', { connection, eventId });
  }
}
