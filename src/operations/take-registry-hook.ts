import { createHash } from 'node:crypto';
import { takeHookEvent } from '#store/hook-events.ts';
import type { Setting } from './setting.ts';

/** Stores a registry's webhook and sends its model to be read anew: the hook is a hint, the registry is the truth. */
export async function takeRegistryHook(
  setting: Setting,
  hook: { connection: string; id: string; modelName: string | null; rawBody: Buffer },
): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const fresh = await takeHookEvent(tx, {
      source: `${setting.workspaceId}:${hook.connection}`,
      externalId: hook.id,
      bodyHash: createHash('sha256').update(hook.rawBody).digest('hex'),
      raw: hook.rawBody,
    });
    if (!fresh || hook.modelName === null) return;
    await setting.sendJob(tx, 'read-registry', { registry: hook.connection, modelName: hook.modelName });
  });
}
