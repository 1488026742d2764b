import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** Who acts for whom for a while, by the principal's own word in Slack. People and roles are those of people.yaml. */
export const delegations = pgTable(
  'delegations',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    principal: text().notNull(),
    delegate: text().notNull(),
    roles: jsonb().$type<readonly string[]>().notNull(),
    reason: text().notNull(),
    madeAt: at().notNull(),
    startsAt: at().notNull(),
    endsAt: at().notNull(),
    /** When it ended: its `endsAt` once that has come, or before it by the hand of `endedBy`. */
    endedAt: at(),
    endedBy: text(),
  },
  (t) => [
    index('delegations_of_workspace').on(t.workspaceId, t.endsAt),
    index('delegations_open').on(t.workspaceId, t.endsAt).where(sql`ended_at is null`),
  ],
);
