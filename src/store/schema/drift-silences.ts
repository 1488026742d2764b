import { index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { driftAlerts, driftGroups } from './drift.ts';
import { requests } from './request.ts';
import { workspaceId } from './workspace.ts';

/** Every silence there was: whose posts were held back, from when to when, at whose word. Of a group the last counts. */
export const driftSilences = pgTable(
  'drift_silences',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    groupId: uuid()
      .notNull()
      .references(() => driftGroups.id),
    /** The alert that fired when it was asked for. */
    alertId: uuid()
      .notNull()
      .references(() => driftAlerts.id),
    /** Null where nobody had to agree. */
    requestId: uuid().references(() => requests.id),
    person: text().notNull(),
    reason: text().notNull(),
    since: at().notNull(),
    until: at().notNull(),
    /** When somebody ended it before that, or another one took its place. */
    endedAt: at(),
    endedBy: text(),
  },
  (t) => [index('drift_silences_of_group').on(t.groupId, t.since)],
);
