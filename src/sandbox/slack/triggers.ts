import { randomBytes } from 'node:crypto';
import { refuse } from './api-refusal.ts';
import type { Workspace } from './workspace.ts';

export interface Trigger {
  readonly person: string;
  /** The modal it was made in, if any: only such a trigger can push. */
  readonly viewId: string | null;
  readonly issuedAt: number;
  used: boolean;
}

const LIFE_MS = 3000;
const FORGOTTEN_AFTER_MS = 3_600_000;

export function issueTrigger(workspace: Workspace, person: string, viewId: string | null): string {
  const now = workspace.clock.now();
  for (const [id, trigger] of workspace.triggers) {
    if (now - trigger.issuedAt < FORGOTTEN_AFTER_MS) break;
    workspace.triggers.delete(id);
  }
  const id = `${Math.floor(now)}.${workspace.triggers.size}.${randomBytes(16).toString('hex')}`;
  workspace.triggers.set(id, { person, viewId, issuedAt: now, used: false });
  return id;
}

/** Uses the trigger up. Refuses with `invalid_trigger_id`, `exchanged_trigger_id` or, after 3 s, `expired_trigger_id`. */
export function exchangeTrigger(workspace: Workspace, id: string): Trigger {
  const trigger = workspace.triggers.get(id);
  if (trigger === undefined) return refuse('invalid_trigger_id');
  if (trigger.used) return refuse('exchanged_trigger_id');
  if (workspace.clock.now() - trigger.issuedAt > LIFE_MS) return refuse('expired_trigger_id');
  trigger.used = true;
  return trigger;
}
