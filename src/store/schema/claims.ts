import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** What people were asked about whose it is; each thing once. Amounts are decimal text; days are `2026-11-21`. */
export const costClaims = pgTable(
  'cost_claims',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    kind: text().$type<'resource' | 'project'>().notNull(),
    provider: text().notNull(),
    name: text().notNull(),
    project: text(),
    service: text().notNull(),
    /** What it had cost when it was asked, and over which days. */
    amount: text().notNull(),
    currency: text().notNull(),
    firstDay: text().notNull(),
    lastDay: text().notNull(),
    channel: text().notNull(),
    askedAt: at().notNull(),
    state: text().$type<'open' | 'claimed' | 'shared'>().notNull().default('open'),
    /** People who said that it is not theirs. */
    notTheirs: jsonb().$type<readonly string[]>().notNull().default([]),
    answeredAt: at(),
    answeredBy: text(),
    /** Whose it is; null where it is shared or open. */
    team: text(),
    /** How often it was asked anew. */
    round: integer().notNull().default(1),
  },
  (t) => [
    unique().on(t.workspaceId, t.kind, t.provider, t.name),
    index('cost_claims_by_time').on(t.workspaceId, t.askedAt),
  ],
);

/** Labels that cost counts under by people's word, from a day on; rules that ended stay for the days they held. */
export const costMappings = pgTable(
  'cost_mappings',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    claimId: uuid()
      .notNull()
      .references(() => costClaims.id),
    kind: text().$type<'resource' | 'project'>().notNull(),
    provider: text().notNull(),
    name: text().notNull(),
    labels: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    fromDay: text().notNull(),
    untilDay: text(),
    person: text().notNull(),
    createdAt: at().notNull(),
  },
  (t) => [uniqueIndex('cost_mappings_in_force').on(t.claimId).where(sql`until_day is null`)],
);

/** What is on and not used. One open row for a resource; `endedAt` once it is used or gone. */
export const idleFindings = pgTable(
  'idle_findings',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    provider: text().notNull(),
    resource: text().notNull(),
    /** As people call it. */
    name: text().notNull(),
    kind: text().$type<'endpoint' | 'notebook' | 'accelerator' | 'disk'>().notNull(),
    project: text(),
    evidence: text().notNull(),
    since: text().notNull(),
    perDay: text(),
    currency: text(),
    team: text(),
    channel: text().notNull(),
    askedAt: at().notNull(),
    /** `open`: somebody has to decide. `stopping`: somebody was asked to stop it. `stopped`: they say they did. */
    state: text().$type<'open' | 'kept' | 'stopping' | 'stopped'>().notNull().default('open'),
    notTheirs: jsonb().$type<readonly string[]>().notNull().default([]),
    decidedAt: at(),
    decidedBy: text(),
    /** With `kept`, the last day of it. With `stopped`, the day somebody said so. */
    day: text(),
    /** The request to stop it, where Countersign can and a playbook governs that; null otherwise. */
    requestId: uuid(),
    /** Why Countersign must not stop it, as it was last looked at; null where nothing was in the way, or nobody looked. */
    barred: text(),
    /** The last day on which it was seen unused. */
    seenOn: text().notNull(),
    endedAt: at(),
  },
  (t) => [
    uniqueIndex('idle_findings_open').on(t.workspaceId, t.provider, t.resource).where(sql`ended_at is null`),
    index('idle_findings_by_time').on(t.workspaceId, t.askedAt),
  ],
);
