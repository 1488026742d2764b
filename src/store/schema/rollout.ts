import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Json } from '#domain/canonical-json.ts';
import type { TrafficSplit } from '#domain/endpoint.ts';
import { at } from './columns.ts';
import { executions } from './request.ts';
import { workspaceId } from './workspace.ts';

/** A step of a rollout as the policy wrote it. `forMs` null goes on as soon as the next step may start. */
export interface StoredStep {
  readonly trafficPercent: number;
  readonly forMs: number | null;
  readonly stopIf: { readonly [key: string]: Json } | null;
}

/**
 * How traffic moves to a new version, one row for each execution that moves any. While it deploys, shifts or holds it
 * can be stopped; then it restores what was before, takes its own deployment away and is restored. After the last step
 * it finishes by the alias, and is done when that is verified.
 */
export const rollouts = pgTable(
  'rollouts',
  {
    executionId: uuid()
      .primaryKey()
      .references(() => executions.id),
    workspaceId: workspaceId(),
    requestId: uuid().notNull(),
    registry: text().notNull(),
    endpoint: text().notNull(),
    /** The name people gave it, once it was read. */
    endpointTitle: text(),
    startedAt: at().notNull(),
    state: text()
      .$type<'deploying' | 'shifting' | 'holding' | 'finishing' | 'done' | 'restoring' | 'removing' | 'restored'>()
      .notNull(),
    steps: jsonb().$type<readonly StoredStep[]>().notNull(),
    /** The step whose traffic was set last; -1 before the first. */
    step: integer().notNull().default(-1),
    stepAt: at(),
    /** The deployed model that takes the traffic, and whether this execution deployed it. */
    deployedId: text().notNull(),
    deployedByUs: text().$type<'no' | 'started' | 'yes'>().notNull().default('no'),
    /** The deployment that is under way, as the platform names it. */
    operation: text(),
    /** How often a deployment was started or taken away. */
    attempts: integer().notNull().default(0),
    /** The split before the first step, and the deployed model that had most of it. */
    before: jsonb().$type<TrafficSplit>().notNull().default({}),
    replacedId: text(),
    /** When to look next, in the states that wait. */
    dueAt: at(),
    /** Why the next step waits, as a sentence. */
    waitsFor: text(),
    /** Why it goes back: a sentence, and who stopped it if a person did. */
    stopped: jsonb().$type<{ readonly because: string; readonly by: string | null }>(),
    /** When to take the replaced deployment away or look whether it is gone, and when it was. */
    retireAt: at(),
    retiredAt: at(),
  },
  (t) => [
    index('rollouts_due').on(t.workspaceId, t.dueAt).where(sql`state in ('deploying', 'holding', 'removing')`),
    index('rollouts_retire').on(t.workspaceId, t.retireAt).where(sql`state = 'done' and retired_at is null`),
    index('rollouts_by_request').on(t.workspaceId, t.requestId),
  ],
);
