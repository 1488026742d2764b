import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** `caught`: each alert that was drilled was posted. `missed`: one was not, until nobody waited for it any longer. */
export type DrillState = 'running' | 'caught' | 'missed';

/** Reports that were sent to see whether alerts arrive, and what came of them. */
export const driftDrills = pgTable(
  'drift_drills',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    registry: text().notNull(),
    modelName: text().notNull(),
    /** The catalogue id. */
    model: text().notNull(),
    /** The hooks that it goes through. */
    connections: jsonb().$type<readonly string[]>().notNull(),
    /** The alerts that it should raise, by the playbook's path and their id in it. */
    rules: jsonb().$type<readonly { readonly playbook: string; readonly rule: string }[]>().notNull(),
    /** The Slack user who asked for it; null for a playbook. */
    startedBy: text(),
    startedAt: at().notNull(),
    /** When all that should raise its alerts had been sent. */
    sentAt: at(),
    state: text().$type<DrillState>().notNull(),
    /** When the last of its alerts was posted; null if one was not. */
    caughtAt: at(),
    /** From the start to the last post, in milliseconds. */
    tookMs: integer(),
    endedAt: at(),
  },
  (t) => [
    uniqueIndex('drift_drills_running').on(t.workspaceId, t.registry, t.modelName).where(sql`state = 'running'`),
    index('drift_drills_of_model').on(t.workspaceId, t.registry, t.modelName, t.startedAt),
  ],
);
