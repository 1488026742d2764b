import { sql } from 'drizzle-orm';
import {
  bigint,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CostEstimate } from '#domain/cost-estimate.ts';
import type { ParameterValue } from '#domain/pipeline.ts';
import type { ReasonCode, RetrainingCause } from '#domain/retraining.ts';
import type { SilenceOrder } from '#domain/silence.ts';
import type { StopOrder } from '#domain/stop.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

export type RequestState =
  | 'open'
  | 'approved'
  | 'overridden'
  | 'executing'
  | 'verified'
  | 'failed'
  | 'rejected'
  | 'withdrawn'
  | 'expired'
  | 'superseded';

/** What a request for a retraining asks for, as it was shown to whoever asked. */
export interface Retraining {
  readonly connection: string;
  readonly pipeline: string;
  readonly template: string | null;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Of the parameters, those that the pipeline would have taken itself. */
  readonly defaulted: readonly string[];
  readonly reasonCode: ReasonCode;
  readonly cause: RetrainingCause | null;
  readonly estimate: CostEstimate;
}

/**
 * A governed request. `revision` rises with every change and is what compare-and-set compares; `generation` rises when
 * evidence or policy digest change. `number` is what people type, as `R-12`.
 */
export const requests = pgTable(
  'requests',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    number: integer().notNull(),
    action: text().notNull(),
    registry: text().notNull(),
    model: text().notNull(),
    modelName: text().notNull(),
    version: text().notNull(),
    target: text().notNull(),
    state: text().$type<RequestState>().notNull(),
    revision: integer().notNull().default(1),
    generation: integer().notNull().default(1),
    code: text().notNull(),
    subjectDigest: text().notNull(),
    evidenceDigest: text().notNull(),
    policyDigest: text().notNull(),
    factsDigest: text().notNull(),
    playbook: text().notNull(),
    championVersion: text(),
    requesterPerson: text(),
    requesterSlack: text().notNull(),
    reason: text().notNull(),
    /** What is owed and was not met, where that opened the request and no person did. */
    obligationId: uuid(),
    /** Of a request for a retraining; null for every other. */
    retraining: jsonb().$type<Retraining>(),
    /** Of a request for a silence; null for every other. */
    silence: jsonb().$type<SilenceOrder>(),
    /** Of a request to stop something that is left on; null for every other. */
    stop: jsonb().$type<StopOrder>(),
    /** The run that made the version it is about, where that run asked for it. */
    runId: uuid(),
    channel: text().notNull(),
    verdict: jsonb().notNull(),
    /** The instant that `verdict` was taken at, and the digest of the playbook set that was in force then; null in rows of earlier releases. */
    judgedAt: at(),
    judgedUnder: text(),
    openedAt: at().notNull(),
    deadline: at().notNull(),
    nextChangeAt: at(),
    /** When somebody is to be asked, reminded or told that it waits, at the latest; null for nobody. */
    nextAskAt: at().defaultNow(),
    decidedAt: at(),
    settledAt: at(),
    /** Why it is where it is, when the state alone does not say: a reason, what the registry held, the successor. */
    outcome: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    unique().on(t.workspaceId, t.number),
    uniqueIndex('requests_one_executing')
      .on(t.workspaceId, t.registry, t.modelName, t.target)
      .where(sql`state = 'executing'`),
    index('requests_by_state').on(t.workspaceId, t.state),
    index('requests_by_model').on(t.workspaceId, t.registry, t.modelName),
  ],
);

/** What each generation of a request showed its voters. */
export const requestGenerations = pgTable(
  'request_generations',
  {
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    generation: integer().notNull(),
    code: text().notNull(),
    evidenceDigest: text().notNull(),
    policyDigest: text().notNull(),
    factsDigest: text().notNull(),
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.generation] })],
);

/** Append-only (a trigger refuses update, delete and truncate). One press of one person makes at most one vote. */
export const votes = pgTable(
  'votes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    generation: integer().notNull(),
    person: text().notNull(),
    slackUser: text().notNull(),
    actingFor: text(),
    decision: text().notNull(),
    reason: text().notNull(),
    subjectDigest: text().notNull(),
    /** Evidence id to the fingerprint the person saw. */
    evidence: jsonb().$type<Record<string, string>>().notNull(),
    /** Evidence id to the findings the person saw open. */
    findings: jsonb().$type<Record<string, readonly string[]>>().notNull().default({}),
    code: text().notNull(),
    pressId: text().notNull(),
    at: at().notNull(),
  },
  (t) => [unique().on(t.requestId, t.person, t.pressId), index('votes_by_request').on(t.requestId, t.id)],
);

/** One try to carry out a decided request. `previousVersion` is what a rollback restores. */
export const executions = pgTable(
  'executions',
  {
    id: uuid().primaryKey(),
    /** In the order in which they began, whatever the clocks of the processes say. */
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    workspaceId: workspaceId(),
    requestId: uuid()
      .notNull()
      .references(() => requests.id),
    generation: integer().notNull(),
    registry: text().notNull(),
    modelName: text().notNull(),
    target: text().notNull(),
    version: text().notNull(),
    previousVersion: text(),
    state: text().$type<'running' | 'verified' | 'conflict' | 'failed'>().notNull(),
    startedAt: at().notNull(),
    finishedAt: at(),
  },
  (t) => [
    uniqueIndex('executions_one_running')
      .on(t.workspaceId, t.registry, t.modelName, t.target)
      .where(sql`state = 'running'`),
    index('executions_by_request').on(t.requestId),
    index('executions_by_target').on(t.workspaceId, t.registry, t.modelName, t.target, t.seq),
  ],
);
