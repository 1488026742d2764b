import { date, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { UsedResource } from '#domain/cloud-usage.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** How far the usage of each project has been read. */
export const usageSources = pgTable(
  'usage_sources',
  {
    workspaceId: workspaceId(),
    /** The connection of org.yaml. */
    source: text().notNull(),
    title: text().notNull(),
    provider: text().notNull(),
    project: text().notNull(),
    /** The zone whose days were read; with another, all are read anew. */
    zone: text().notNull(),
    /** The first day that was read, and the last whole one; null before the first reading. */
    since: date({ mode: 'string' }),
    through: date({ mode: 'string' }),
    readAt: at(),
    nextAt: at().notNull(),
    /** Readings in a row that failed, and why. */
    failures: integer().notNull().default(0),
    trouble: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.source] })],
);

/** How much each resource was used on each day of which monitoring has data; a day that is read again is replaced. */
export const usageDays = pgTable(
  'usage_days',
  {
    workspaceId: workspaceId(),
    source: text().notNull(),
    /** Its full name. */
    resource: text().notNull(),
    /** The deployed version's id; empty for what is no endpoint. */
    deployed: text().notNull(),
    /** In the zone of org.yaml. */
    day: date({ mode: 'string' }).notNull(),
    kind: text().$type<UsedResource['kind']>().notNull(),
    project: text().notNull(),
    name: text().notNull(),
    alsoBilledAs: jsonb().$type<readonly string[]>().notNull(),
    labels: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    /** Predictions of the day, or the busiest hour's mean utilisation from 0 to 1. */
    used: doublePrecision().notNull(),
    /** Hours of the day of which there is data. */
    hours: integer().notNull(),
    /** Those of them in which nobody used it. */
    idleHours: integer().notNull(),
    /** What the endpoint serves, by the registry's connection and its name there; null where nobody told. */
    registry: text(),
    modelName: text(),
    version: text(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.source, t.resource, t.deployed, t.day] }),
    index('usage_days_by_day').on(t.workspaceId, t.day),
    index('usage_days_by_model').on(t.workspaceId, t.registry, t.modelName, t.day),
  ],
);
