import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, numeric, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { ParameterValue, PipelineRun, ProducedVersion, RunState, RunStep } from '#domain/pipeline.ts';
import type { ReasonCode, RetrainingCause } from '#domain/retraining.ts';
import { at } from './columns.ts';
import { requests } from './request.ts';
import { workspaceId } from './workspace.ts';

/**
 * As the engine has it, or `starting` before it was found there, `not_started` where it refused, `gone` where it was
 * deleted there before its end was seen.
 */
export type FollowedState = RunState | 'starting' | 'not_started' | 'gone';

/** What a run that succeeded made, beside what production has: what its message shows as a table. */
export interface RunResult {
  readonly version: string | null;
  readonly target: string | null;
  readonly championVersion: string | null;
  readonly rows: readonly {
    readonly status: 'passed' | 'failed' | 'missing' | 'stale' | null;
    readonly title: string;
    readonly candidate: string | null;
    readonly champion: string | null;
    readonly limit: string | null;
    readonly difference: string | null;
    readonly because: string;
  }[];
  /** What could not be had of it, or why no promotion was asked for, as a sentence. */
  readonly note: string | null;
}

/** A run that a request started, from before it is started. `number` is what people type, as `T-12`. */
export const runs = pgTable(
  'runs',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    number: integer().notNull(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    generation: integer().notNull(),
    /** The key it is started under: one run, however often it is asked for. */
    key: text().notNull(),
    registry: text().notNull(),
    model: text().notNull(),
    modelName: text().notNull(),
    connection: text().notNull(),
    pipeline: text().notNull(),
    template: text(),
    parameters: jsonb().$type<Readonly<Record<string, ParameterValue>>>().notNull(),
    reasonCode: text().$type<ReasonCode>().notNull(),
    cause: jsonb().$type<RetrainingCause>(),
    channel: text().notNull(),
    /** The alias that the playbook lets its version be proposed for without being asked; null for none. */
    promoteTo: text(),
    state: text().$type<FollowedState>().notNull(),
    /** The engine's own id of it; null until it was found started. */
    engineId: text(),
    url: text(),
    steps: jsonb().$type<readonly RunStep[]>().notNull().default([]),
    failure: jsonb().$type<NonNullable<PipelineRun['failure']>>(),
    metrics: jsonb().$type<PipelineRun['metrics']>().notNull().default({}),
    produced: jsonb().$type<readonly ProducedVersion[]>().notNull().default([]),
    orderedAt: at().notNull(),
    startedAt: at(),
    endedAt: at(),
    /** When it last changed, by the engine's clock. */
    changedAt: at(),
    /** When it was last read whole, and when its message was last edited for it, by ours. */
    readAt: at(),
    shownAt: at(),
    /** Whether its message lags behind, because it was edited a moment ago. */
    lags: boolean().notNull().default(false),
    cancelAskedAt: at(),
    cancelAskedBy: text(),
    /** Why the engine would not end it when somebody asked, as a sentence. */
    cancelRefused: text(),
    result: jsonb().$type<RunResult>(),
    /** The request that was opened for what it made. */
    promotionId: uuid().references(() => requests.id),
    /** What its lines are marked with on the bill; null where its engine bills under no id. */
    billingId: text(),
    /** What was billed for it, with an ISO 4217 currency; null until that is known. */
    billed: numeric(),
    currency: text(),
  },
  (t) => [
    unique().on(t.workspaceId, t.number),
    unique().on(t.workspaceId, t.key),
    unique().on(t.requestId, t.generation),
    index('runs_by_billing_id').on(t.workspaceId, t.billingId),
    index('runs_by_model').on(t.workspaceId, t.registry, t.modelName),
    index('runs_live')
      .on(t.workspaceId, t.connection)
      .where(sql`state in ('starting', 'queued', 'running', 'paused', 'cancelling')`),
  ],
);

/** How far the runs of a connection have been followed: one listing, however many runs. */
export const runFollows = pgTable(
  'run_follows',
  {
    workspaceId: workspaceId(),
    connection: text().notNull(),
    /** What changed before this has been seen; null before the first listing. */
    seenUntil: at(),
    nextAt: at().notNull(),
    /** Listings in a row that failed, since when, and why. */
    failures: integer().notNull().default(0),
    failingSince: at(),
    trouble: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.connection] })],
);
