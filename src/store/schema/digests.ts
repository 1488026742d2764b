import { sql } from 'drizzle-orm';
import { date, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Digest } from '#domain/digest.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/**
 * A week's digest for one audience: whoever adds the row tells it. `first`: the audience is new and hears from the next
 * one on. `quiet`: there was nothing to say. `missed`: nothing ran until the next one was due.
 */
export const digestSlots = pgTable(
  'digest_slots',
  {
    workspaceId: workspaceId(),
    /** `organization`, `team:` and its label, `leaders:` and their id; of a person, `person:`, their account, `:` and one of these. */
    audience: text().notNull(),
    /** The day on which it was due, on the clock of its zone. */
    period: date({ mode: 'string' }).notNull(),
    state: text().$type<'first' | 'told' | 'quiet' | 'missed'>().notNull(),
    /** What it says, among the contents; null unless it was told. */
    digest: text().$type<Digest>(),
    channel: text(),
    /** What is left on and asked about in it, by their rows. */
    asks: jsonb().$type<readonly string[]>().notNull().default([]),
    madeAt: at().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.audience, t.period] }),
    index('digest_slots_by_period').on(t.workspaceId, t.period),
  ],
);

/** Who gets which digest by direct message; open while `endedAt` is null. */
export const digestSubscriptions = pgTable(
  'digest_subscriptions',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    slackUser: text().notNull(),
    /** The audience whose digest it is: a team, leaders or the organization. */
    audience: text().notNull(),
    since: at().notNull(),
    endedAt: at(),
  },
  (t) => [
    uniqueIndex('digest_subscriptions_open').on(t.workspaceId, t.slackUser, t.audience).where(sql`ended_at is null`),
  ],
);
