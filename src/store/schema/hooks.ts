import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytea } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** Secrets that senders of hooks sign with, encrypted. One without an end is the newest of its connection. */
export const hookSecrets = pgTable(
  'hook_secrets',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    connection: text().notNull(),
    sealed: bytea().notNull(),
    createdAt: at().notNull(),
    /** When it stops being believed; null while nothing replaced it. */
    endsAt: at(),
  },
  (t) => [index('hook_secrets_of').on(t.workspaceId, t.connection)],
);

/** How many deliveries were refused, by hour and reason; of what was refused nothing else is kept. */
export const hookRefusals = pgTable(
  'hook_refusals',
  {
    workspaceId: workspaceId(),
    /** Empty for deliveries to an address of no connection. */
    connection: text().notNull(),
    reason: text().notNull(),
    /** The beginning of the hour. */
    hour: at().notNull(),
    count: integer().notNull(),
    lastAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.hour, t.connection, t.reason] })],
);
