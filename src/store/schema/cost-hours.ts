import { index, integer, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** What each team's services cost in each of the last hours, of bills that tell hours; whole hours are replaced. */
export const costHours = pgTable(
  'cost_hours',
  {
    workspaceId: workspaceId(),
    source: text().notNull(),
    /** When the hour begins. */
    hour: at().notNull(),
    /** Null for what has no team's label. */
    team: text(),
    service: text().notNull(),
    currency: text().notNull(),
    effective: numeric().notNull(),
  },
  (t) => [index('cost_hours_by_hour').on(t.workspaceId, t.source, t.hour)],
);

/** When the hours of each bill are read next. */
export const costHourReads = pgTable(
  'cost_hour_reads',
  {
    workspaceId: workspaceId(),
    source: text().notNull(),
    nextAt: at().notNull(),
    readAt: at(),
    /** The label key of teams that was read; with another, all hours are read anew. */
    teamKey: text(),
    failures: integer().notNull().default(0),
    trouble: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.source] })],
);
