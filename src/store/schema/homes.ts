import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/**
 * The App Homes that people opened, and on which pages they left them. `revision` rises whenever one is wanted anew,
 * so that whoever publishes notices what came in between; `shown` is the digest of what Slack holds, null if unsure.
 */
export const openedHomes = pgTable(
  'opened_homes',
  {
    workspaceId: workspaceId(),
    slackUser: text().notNull(),
    openedAt: at().notNull(),
    forYou: integer().notNull(),
    yours: integer().notNull(),
    revision: integer().notNull().default(1),
    shown: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.slackUser] })],
);
