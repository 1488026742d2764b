import { boolean, date, index, integer, jsonb, numeric, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { ChargeCategory, CostDay, CostLine } from '#domain/cost.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

const day = () => date({ mode: 'string' }).notNull();

/** What a line of the bill and what a resource cost have in common. Amounts are exact, in `currency`. */
const sums = () => ({
  workspaceId: workspaceId(),
  /** The connection of org.yaml it was read from. */
  source: text().notNull(),
  /** In the zone of org.yaml. */
  day: day(),
  provider: text().notNull(),
  account: text().notNull(),
  project: text(),
  service: text().notNull(),
  sku: text().notNull(),
  labels: jsonb().$type<CostLine['labels']>().notNull(),
  currency: text().notNull(),
  gross: numeric().notNull(),
  credits: numeric().notNull(),
  billed: numeric().notNull(),
  effective: numeric().notNull(),
  lines: integer().notNull(),
});

/** The roll-up of every bill: whole days of a source are replaced, and nothing is ever added to one. */
export const costLines = pgTable(
  'cost_lines',
  {
    ...sums(),
    billingPeriod: text().notNull(),
    region: text(),
    category: text().$type<ChargeCategory>().notNull(),
    runBillingId: text(),
    /** How much was used, in one unit; null where the bill does not tell. */
    usageAmount: numeric(),
    usageUnit: text(),
  },
  (t) => [
    index('cost_lines_by_source').on(t.workspaceId, t.source, t.day),
    index('cost_lines_by_day').on(t.workspaceId, t.day),
    index('cost_lines_by_run').on(t.workspaceId, t.runBillingId),
  ],
);

/** What the dearest resources of each day cost; replaced together with the lines of that day. */
export const costResources = pgTable('cost_resources', { ...sums(), resource: text().notNull() }, (t) => [
  index('cost_resources_by_source').on(t.workspaceId, t.source, t.day),
  index('cost_resources_by_day').on(t.workspaceId, t.day),
]);

/** What each day came to, and what it came to before it last changed. */
export const costDays = pgTable(
  'cost_days',
  {
    workspaceId: workspaceId(),
    source: text().notNull(),
    day: day(),
    currency: text().notNull(),
    billed: numeric().notNull(),
    effective: numeric().notNull(),
    lines: integer().notNull(),
    /** Of all that was read of it; null where its source gives none. */
    fingerprint: text(),
    readAt: at().notNull(),
    /** What was billed as it was read before, and when that changed; null while it never did. */
    billedBefore: numeric(),
    changedAt: at(),
    /** Whether its bill had had its days to arrive when it was read before. */
    wasSettled: boolean().notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.source, t.day, t.currency] })],
);

/** How far each bill has been read. */
export const costSources = pgTable(
  'cost_sources',
  {
    workspaceId: workspaceId(),
    source: text().notNull(),
    title: text().notNull(),
    /** Rises with each slice that is stored; who read an older state stores nothing. */
    revision: integer().notNull().default(0),
    /** The first day the source has; null while it has nothing. */
    firstDay: date({ mode: 'string' }),
    /** The newest day that has a line; null while none has. */
    newestDay: date({ mode: 'string' }),
    /** When the newest line was exported. */
    watermark: at(),
    /** The label keys and the zone it was read with: other ones make it be read anew. */
    readWith: text().notNull().default(''),
    /** Days from this one on are read in this pass; null before the first. Older ones follow, some at a time. */
    readFrom: date({ mode: 'string' }),
    /** Days from this one on are kept without a gap; what lies before `readFrom` is from an earlier pass. */
    keptFrom: date({ mode: 'string' }),
    /** Whether the piece of days before `readFrom` is read next. */
    olderNext: boolean().notNull().default(false),
    /** Days older than what a night reads of which lines have come since they were read, oldest first. */
    changedDays: jsonb().$type<readonly CostDay[]>().notNull().default([]),
    /** Until when lines of such days were looked for, or when the bill had last been written; null before the first look. */
    changedThrough: at(),
    /** Whether a piece of them is read next. */
    changedNext: boolean().notNull().default(false),
    readAt: at(),
    /** The day on which older days were last read too. */
    wideOn: date({ mode: 'string' }),
    nextAt: at().notNull(),
    /** Readings in a row that failed, and why. */
    failures: integer().notNull().default(0),
    trouble: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.source] })],
);
