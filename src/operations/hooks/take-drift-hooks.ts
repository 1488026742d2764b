import { type HookEventToTake, takeHookEvent, takeHookEvents } from '#store/hook-events.ts';
import type { Setting } from '../setting.ts';
import { inSharedTurns } from './in-shared-turns.ts';

/** A drift report as it is to be stored, and the connection it came through. */
export interface DriftHook {
  readonly connection: string;
  readonly event: HookEventToTake;
}

/** Bytes of bodies that one statement stores, and what an event counts for besides its own. */
const mostBytes = 4_000_000;
const bytesBesides = 20_000;

/**
 * Stores drift reports and sends the job that reads them. Those that come at the same time share a statement and a job: a
 * flood of small ones costs few commits. Neither is in a transaction with the other, since the sweep finds what is left.
 */
export function driftHookTaker(setting: Setting): (hook: DriftHook) => Promise<void> {
  const store = inSharedTurns((hooks: readonly DriftHook[]) => storeAll(setting, hooks), {
    weightOf: ({ event }) => bytesBesides + (event.raw?.length ?? 0) * 2,
    most: mostBytes,
  });
  const send = inSharedTurns((connections: readonly string[]) => sendAll(setting, connections), {
    weightOf: () => 1,
    most: Number.POSITIVE_INFINITY,
  });
  return async (hook) => {
    if (await store(hook)) await send(hook.connection);
  };
}

/** Whether each was new. Should one keep the others from being stored, each is stored by itself. */
async function storeAll(
  { db }: Setting,
  hooks: readonly DriftHook[],
): Promise<readonly (boolean | Promise<boolean>)[]> {
  const events = hooks.map(({ event }) => event);
  const alone = () => events.map((event) => takeHookEvent(db, event));
  if (
    events.length === 1 ||
    new Set(events.map(({ externalId, source }) => `${source}\n${externalId}`)).size < events.length
  )
    return alone();
  try {
    return await takeHookEvents(db, events);
  } catch {
    return alone();
  }
}

async function sendAll(setting: Setting, connections: readonly string[]): Promise<readonly true[]> {
  for (const connection of new Set(connections)) {
    await setting.sendJob(setting.db, 'take-drift-reports', { connection });
  }
  return connections.map(() => true);
}
