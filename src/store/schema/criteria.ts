import { sql } from 'drizzle-orm';
import { doublePrecision, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { requests } from './request.ts';
import { workspaceId } from './workspace.ts';

/**
 * What a rejection demands of the model's next candidate for the same target; at most one a rejected request. Open
 * while `endedAt` is null.
 */
export const criteria = pgTable(
  'criteria',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    /** The rejected request. */
    requestId: uuid()
      .notNull()
      .unique()
      .references(() => requests.id),
    registry: text().notNull(),
    modelName: text().notNull(),
    target: text().notNull(),
    metric: text().notNull(),
    /** The one value of a dimension that the metric is read for; both null for the metric as a whole. */
    sliceDimension: text(),
    sliceValue: text(),
    op: text().$type<'<' | '<=' | '=' | '!=' | '>=' | '>'>().notNull(),
    bound: doublePrecision().notNull(),
    /** From then on it is not demanded any more; null for as long as it takes. */
    dueAt: at(),
    setBy: text().notNull(),
    /** The role that answers for the playbook. */
    owner: text().notNull(),
    openedAt: at().notNull(),
    endedAt: at(),
    ended: text().$type<'met' | 'lapsed' | 'withdrawn'>(),
    /** The version whose promotion met it. */
    metBy: text(),
    withdrawnBy: text(),
    reason: text(),
  },
  (t) => [
    index('criteria_open').on(t.workspaceId, t.registry, t.modelName, t.target).where(sql`ended_at is null`),
    index('criteria_due').on(t.workspaceId, t.dueAt).where(sql`ended_at is null`),
  ],
);
