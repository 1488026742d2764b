import { sql } from 'drizzle-orm';
import { boolean, date, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AssessAnswers, Capability, Characteristics } from '#domain/maturity.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** Answers of people to the questions about a use case. Append-only: the newest of a model counts. */
export const assessments = pgTable(
  'assessments',
  {
    id: uuid().primaryKey(),
    /** Counts up in the order in which they were recorded. */
    number: integer().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    /** The model's id in the catalogue, as `fraud/scorer`. */
    model: text().notNull(),
    answers: jsonb().$type<AssessAnswers>().notNull(),
    /** The capability matrix that the needs were told by. */
    matrixVersion: text().notNull(),
    person: text().notNull(),
    at: at().notNull(),
  },
  (t) => [index('assessments_of_model').on(t.workspaceId, t.model, t.number)],
);

/** What named people said of capabilities that no record shows. Append-only: the newest of each person counts. */
export const attestations = pgTable(
  'attestations',
  {
    id: uuid().primaryKey(),
    /** Counts up in the order in which they were recorded. */
    number: integer().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    model: text().notNull(),
    capability: text().$type<Capability>().notNull(),
    person: text().notNull(),
    has: boolean().notNull(),
    /** Where it can be seen, or what is missing, in the person's words. */
    note: text().notNull(),
    at: at().notNull(),
  },
  (t) => [index('attestations_of_model').on(t.workspaceId, t.model, t.number)],
);

/** What named people said of tests done by hand. Append-only: the newest of each person and test counts. */
export const handTests = pgTable(
  'hand_tests',
  {
    id: uuid().primaryKey(),
    /** Counts up in the order in which they were recorded. */
    number: integer().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    model: text().notNull(),
    /** Of the ML Test Score, as `M4`. */
    test: text().notNull(),
    person: text().notNull(),
    /** Whether it was done and came out well. */
    passed: boolean().notNull(),
    /** Where the result is written down, or what is wrong, in the person's words. */
    note: text().notNull(),
    at: at().notNull(),
  },
  (t) => [index('hand_tests_of_model').on(t.workspaceId, t.model, t.number)],
);

/** Leave not to meet a need, until an end. One row at a time is open for a model's capability. */
export const waivers = pgTable(
  'waivers',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    model: text().notNull(),
    capability: text().$type<Capability>().notNull(),
    reason: text().notNull(),
    approver: text().notNull(),
    /** Where everybody sees it. */
    channel: text().notNull(),
    grantedAt: at().notNull(),
    expiresAt: at().notNull(),
    /** When its end was noted: at or after `expiresAt`, or before by somebody's hand, who is `endedBy`. */
    endedAt: at(),
    endedBy: text(),
  },
  (t) => [
    uniqueIndex('waivers_open').on(t.workspaceId, t.model, t.capability).where(sql`ended_at is null`),
    index('waivers_due').on(t.workspaceId, t.expiresAt).where(sql`ended_at is null`),
  ],
);

/** What was declared of a use case and looks otherwise. A model's owner is asked once about each. */
export const characteristicDoubts = pgTable(
  'characteristic_doubts',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    model: text().notNull(),
    characteristic: text().$type<keyof Characteristics>().notNull(),
    /** The values of the answer, as `batch,online`: what is declared otherwise later may be asked about again. */
    declared: text().notNull(),
    /** What was seen, in a sentence. */
    because: text().notNull(),
    /** The message that asked about it, with others. */
    askId: uuid().notNull(),
    /** Whose word it was; null for that of models.yaml. */
    declaredBy: text(),
    declaredAt: at(),
    /** Who was asked, by Slack account. */
    person: text().notNull(),
    askedAt: at().notNull(),
    answeredAt: at(),
    answeredBy: text(),
    /** Why it is as declared; null where the questions were answered again. */
    explanation: text(),
  },
  (t) => [
    unique('characteristic_doubts_once').on(t.workspaceId, t.model, t.characteristic, t.declared),
    index('characteristic_doubts_of_ask').on(t.askId),
  ],
);

/** Verified claims whose owner was asked to show what is behind them: one a week, drawn by lot. */
export const spotChecks = pgTable(
  'spot_checks',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    /** The Monday of the week whose claims it was drawn from. */
    week: date({ mode: 'string' }).notNull(),
    model: text().notNull(),
    capability: text().$type<Capability>().notNull(),
    /** Who was asked, by Slack account. */
    person: text().notNull(),
    drawnAt: at().notNull(),
    answeredAt: at(),
    answeredBy: text(),
    /** Whether it could be shown. */
    shown: boolean(),
    /** Where others can see it, or what is missing. */
    note: text(),
  },
  (t) => [unique('spot_checks_week').on(t.workspaceId, t.week)],
);
