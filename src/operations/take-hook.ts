import { createHash } from 'node:crypto';
import type { DriftTranslation } from '#domain/drift.ts';
import { dropHookEventsBefore, takeHookEvent } from '#store/hook-events.ts';
import { dropHookRefusalsBefore } from '#store/hook-refusals.ts';
import { type CloudBudgetNews, tellCloudBudget } from './cost/tell-cloud-budget.ts';
import { type DriftHook, driftHookTaker } from './hooks/take-drift-hooks.ts';
import { nudgeFollow } from './retraining/nudge-follow.ts';
import type { Setting } from './setting.ts';

/**
 * What a hook is about. `model`: a registry changed, in the model it names, if any. `run`: the body says how a run stands.
 * `runs`: some run changed. `drift`: the body says how data stand, and `headers` what is needed to read it. `budget`: how a
 * budget of the cloud stands. `nothing`: nobody here wants to know.
 */
export type HookNews =
  | { readonly kind: 'model'; readonly name: string | null }
  | { readonly kind: 'run' }
  | { readonly kind: 'runs' }
  | {
      readonly kind: 'drift';
      readonly headers: Readonly<Record<string, string>>;
      /** Null if it was not read yet: then it is read when it is taken. */
      readonly translation: DriftTranslation | null;
    }
  | ({ readonly kind: 'budget' } & CloudBudgetNews)
  | { readonly kind: 'nothing' };

interface Hook {
  readonly connection: string;
  /** The same on every repetition of one delivery. */
  readonly id: string;
  readonly rawBody: Buffer;
  readonly news: HookNews;
}

/** Google's Pub/Sub keeps what was not taken for up to 31 days. */
const keptMs = 32 * 86_400_000;

/** Takes hooks as `takeHook` does; drift reports that come at the same time share statements. */
export function hookTaker(setting: Setting): (hook: Hook) => Promise<void> {
  const takeDrift = driftHookTaker(setting);
  return (hook) => takeHook(setting, hook, takeDrift);
}

/** Stores a hook, once, and sends what follows from it: the hook is a hint, the system behind it is the truth. */
export async function takeHook(
  setting: Setting,
  hook: Hook,
  takeDrift: (hook: DriftHook) => Promise<void> = driftHookTaker(setting),
): Promise<void> {
  const { connection, id, rawBody, news } = hook;
  const event = {
    source: hookSource(setting, connection),
    externalId: id,
    bodyHash: createHash('sha256').update(rawBody).digest('hex'),
    raw: rawBody,
    headers: news.kind === 'drift' ? news.headers : {},
  };
  if (news.kind === 'drift') {
    const receivedAt = new Date(setting.now());
    return await takeDrift({ connection, event: { ...event, translation: news.translation, receivedAt } });
  }
  await setting.db.transaction(async (tx) => {
    if (!(await takeHookEvent(tx, event))) return;
    switch (news.kind) {
      case 'model':
        if (news.name === null) return;
        return await setting.sendJob(tx, 'read-registry', { registry: connection, modelName: news.name });
      case 'run':
        return await setting.sendJob(tx, 'take-run-event', { connection, eventId: id });
      case 'runs':
        return await nudgeFollow(setting, tx, connection);
      case 'budget':
        return await tellCloudBudget(setting, tx, connection, news);
      case 'nothing':
        return;
    }
  });
}

/** Forgets hooks that are too old to come again, and how many were refused as long ago. */
export async function forgetHooks(setting: Setting): Promise<void> {
  for (const { id } of setting.playbooks().set.org.connections) {
    await dropHookEventsBefore(setting.db, hookSource(setting, id), new Date(Date.now() - keptMs));
  }
  await dropHookRefusalsBefore(setting.db, setting.workspaceId, new Date(Date.now() - keptMs));
}

/** Under which hooks of a connection are stored. */
export function hookSource({ workspaceId }: Pick<Setting, 'workspaceId'>, connection: string): string {
  return `${workspaceId}:${connection}`;
}
