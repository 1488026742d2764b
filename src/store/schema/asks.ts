import { bigint, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/**
 * Everybody who was asked about a request, reminded of it or told that it waits: one row for each, so that nobody is
 * asked the same twice. Open while `closedAt` is null.
 */
export const asks = pgTable(
  'asks',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    /** No foreign key: a person is reminded of requests whose rows others hold. */
    requestId: uuid().notNull(),
    /** The generation that they were asked about, and that the message shows now. */
    generation: integer().notNull(),
    shownGeneration: integer().notNull(),
    /** A person, a role as `role:risk` or a channel as `#name`. */
    asked: text().notNull(),
    /** `first`, `again:2`, `remind:1` or `escalate:0`. */
    step: text().notNull(),
    /** The message that asks: one about several requests where it reminds of them. */
    noteId: uuid().notNull(),
    askedAt: at().notNull(),
    /** After how long they are reminded, in milliseconds. */
    remindEveryMs: bigint({ mode: 'number' }).notNull(),
    closedAt: at(),
  },
  (t) => [
    unique().on(t.requestId, t.generation, t.asked, t.step),
    index('asks_by_note').on(t.noteId),
    index('asks_by_person').on(t.workspaceId, t.asked, t.askedAt),
  ],
);
