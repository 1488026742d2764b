import { jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { BudgetMessage } from '#domain/budget.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** A threshold that a budget of the cloud says is reached, with the first message that said so; told once. */
export const cloudBudgetCrossings = pgTable(
  'cloud_budget_crossings',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    /** The bill that the budget is of. */
    connection: text().notNull(),
    /** The same whenever the threshold is seen in this period. */
    key: text().notNull(),
    crossing: jsonb().$type<BudgetMessage['crossed'][number]>().notNull(),
    message: jsonb().$type<BudgetMessage>().notNull(),
    seenAt: at().notNull(),
  },
  (t) => [unique().on(t.workspaceId, t.key)],
);
