import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '#domain/canonical-json.ts';
import { at } from './columns.ts';
import { requests } from './request.ts';
import { workspaceId } from './workspace.ts';

/**
 * What a change owes after it was carried out: one row for each obligation of the policy it was decided under. Open
 * while `endedAt` is null.
 */
export const obligations = pgTable(
  'obligations',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    /** Its place in the policy's list. */
    position: integer().notNull(),
    registry: text().notNull(),
    modelName: text().notNull(),
    target: text().notNull(),
    version: text().notNull(),
    what: text().notNull(),
    check: jsonb().$type<{ readonly kind: string; readonly value: Json }>().notNull(),
    everyMs: bigint({ mode: 'number' }).notNull(),
    else: text().$type<'ask_again' | 'rollback' | 'escalate'>().notNull(),
    /** The role that answers for the playbook. */
    owner: text().notNull(),
    openedAt: at().notNull(),
    untilAt: at().notNull(),
    nextCheckAt: at().notNull(),
    checks: integer().notNull().default(0),
    lastCheckedAt: at(),
    lastStatus: text().$type<'passed' | 'failed' | 'missing' | 'stale'>(),
    lastBecause: text(),
    /** What people were told last, so that they are told once: a status, or null after it passed again. */
    told: text(),
    /** The request that a failed check opened. */
    followUp: uuid().references(() => requests.id),
    endedAt: at(),
    ended: text().$type<'over' | 'superseded' | 'rolled_back'>(),
  },
  (t) => [
    unique().on(t.requestId, t.position),
    index('obligations_open').on(t.workspaceId, t.nextCheckAt).where(sql`ended_at is null`),
    index('obligations_by_model').on(t.workspaceId, t.registry, t.modelName),
  ],
);

/** A look that somebody owes at what was approved without people, or past the rules. Open while `answeredAt` is null. */
export const reviews = pgTable(
  'reviews',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    /** Drawn by lot, or owed for an emergency decision. */
    kind: text().$type<'sample' | 'break_glass'>().notNull().default('sample'),
    /** Of an emergency decision: what follows if nobody looks in time. */
    ifMissed: text().$type<'escalate' | 'rollback'>().notNull().default('escalate'),
    /** The rollback that was ordered because nobody looked in time. */
    followUp: uuid(),
    /** Why nothing could be rolled back, as a sentence. */
    hindrance: text(),
    /** The roles of which one person looks. */
    by: jsonb().$type<readonly string[]>().notNull(),
    openedAt: at().notNull(),
    dueAt: at().notNull(),
    missedAt: at(),
    answeredAt: at(),
    /** Not needed: what was approved was not carried out, or people approved it after all. */
    answer: text().$type<'right' | 'wrong' | 'not_needed'>(),
    answeredBy: text(),
    answeredSlack: text(),
    reason: text(),
  },
  (t) => [
    unique().on(t.requestId, t.kind),
    index('reviews_open').on(t.workspaceId, t.dueAt).where(sql`answered_at is null`),
  ],
);
