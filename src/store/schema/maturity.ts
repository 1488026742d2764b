import { date, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Capability, Rung } from '#domain/maturity.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** How a condition of the levels stood in a week. */
export interface WeekCondition {
  readonly id: string;
  readonly title: string;
  readonly value: number | null;
  readonly level1: string;
  readonly level2: string;
}

/**
 * How mature each model, each team and all of them were as of a week, once each: what trends, levels that need two
 * weeks, and other teams' next steps are told from. The row of `all` is the last of its week.
 */
export const maturityWeeks = pgTable(
  'maturity_weeks',
  {
    workspaceId: workspaceId(),
    /** The Monday it began on, in the zone of org.yaml. */
    week: date({ mode: 'string' }).notNull(),
    kind: text().$type<'model' | 'team' | 'all'>().notNull(),
    /** A catalogue id, a team, or empty for all. */
    subject: text().notNull(),
    /** Whose the model is; null for others. */
    team: text(),
    /** Between which levels this week's reading lay; null where there was too little to tell, and for others than models. */
    readAtLeast: integer(),
    readAtMost: integer(),
    /** The level that is shown since; null before a first one. */
    level: integer(),
    levelBefore: integer(),
    /** The condition that decided a change of the level. */
    decidedBy: jsonb().$type<WeekCondition>(),
    conditions: jsonb().$type<readonly WeekCondition[]>().notNull().default([]),
    target: integer(),
    /** Shares from 0 to 1. */
    fit: doublePrecision(),
    fitAtLeast: doublePrecision(),
    coverage: doublePrecision(),
    /** Signals that needs ask for, and how many of them a connection could tell. */
    signalsAsked: integer().notNull().default(0),
    signalsConnected: integer().notNull().default(0),
    testScore: doublePrecision(),
    /** Of needed capabilities that are not waived; null where it is not known. */
    rungs: jsonb().$type<Readonly<Partial<Record<Capability, Rung | null>>>>().notNull().default({}),
    /** Values of known signals. */
    signals: jsonb().$type<Readonly<Record<string, number>>>().notNull().default({}),
    recordedAt: at().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.week, t.kind, t.subject] }),
    index('maturity_weeks_of').on(t.workspaceId, t.kind, t.subject, t.week),
  ],
);
