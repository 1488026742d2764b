import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { requests } from './request.ts';
import { workspaceId } from './workspace.ts';

/**
 * What each governed alias is known to hold, by our own last change or by what was noticed: anything else in the registry
 * was done by others.
 */
export const aliasWatches = pgTable(
  'alias_watches',
  {
    workspaceId: workspaceId(),
    registry: text().notNull(),
    modelName: text().notNull(),
    target: text().notNull(),
    /** Null: nothing holds it. */
    version: text(),
    since: at().notNull(),
    /** Grows with each change, so that whoever read the registry before one can tell. */
    revision: integer().notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.registry, t.modelName, t.target] })],
);

/** A governed alias that others moved. Open while `settledAt` is null. `number` is what people type, as `O-3`. */
export const outsideChanges = pgTable(
  'outside_changes',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    number: integer().notNull(),
    registry: text().notNull(),
    model: text().notNull(),
    modelName: text().notNull(),
    team: text(),
    target: text().notNull(),
    expected: text(),
    found: text(),
    kind: text().$type<'not_approved' | 'went_back' | 'removed' | 'unknown_version' | 'other'>().notNull(),
    /** The request for the found version that was open when it was noticed. */
    openRequest: uuid().references(() => requests.id),
    noticedAt: at().notNull(),
    settledAt: at(),
    settled: text().$type<'put_back' | 'decided' | 'explained' | 'moved_on'>(),
    settledBy: text(),
    reason: text(),
    /** The request that put it back or decided since. */
    requestId: uuid().references(() => requests.id),
  },
  (t) => [
    unique().on(t.workspaceId, t.number),
    index('outside_changes_open').on(t.workspaceId, t.registry, t.modelName, t.target).where(sql`settled_at is null`),
    index('outside_changes_by_time').on(t.workspaceId, t.noticedAt),
  ],
);
