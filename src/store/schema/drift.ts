import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
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
import type { Comparator, DriftReport } from '#domain/drift.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** What became of a report, or is to become of it: all but those accepted wait. */
export type DriftReportState = 'accepted' | 'unknown_model' | 'future';

/** What sources reported, once each. What cannot be taken yet waits here whole. */
export const driftReports = pgTable(
  'drift_reports',
  {
    workspaceId: workspaceId(),
    connection: text().notNull(),
    /** Of this report among all of its connection. */
    reportId: text().notNull(),
    /** The stored hook that brought it; null for one that was polled. */
    eventId: text(),
    state: text().$type<DriftReportState>().notNull(),
    /** Why it is in this state, as a sentence. */
    because: text().notNull(),
    /** Null while it is not known which model of which registry it is about. */
    registry: text(),
    modelName: text(),
    /** Null where nobody can tell. */
    version: text(),
    environment: text(),
    at: at().notNull(),
    status: text().$type<DriftReport['status']>().notNull(),
    detector: text().notNull(),
    reportUrl: text(),
    drill: boolean().notNull(),
    receivedAt: at().notNull(),
    /** Under which number of the playbooks it was last tried, and when. */
    triedUnder: integer().notNull(),
    triedAt: at().notNull(),
    /** The whole report while it waits; null once it was accepted. */
    body: jsonb().$type<DriftReport>(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connection, t.reportId] }),
    index('drift_reports_of_event').on(t.workspaceId, t.connection, t.eventId),
    index('drift_reports_of_model').on(t.workspaceId, t.registry, t.modelName, t.at),
    // When each monitor of a model last reported, without reading all that it ever did.
    index('drift_reports_received')
      .on(t.workspaceId, t.registry, t.modelName, t.connection, t.receivedAt)
      .where(sql`state = 'accepted' and not drill`),
    index('drift_reports_waiting').on(t.workspaceId, t.triedAt).where(sql`state <> 'accepted'`),
  ],
);

/** Values over time. `version` is empty where nobody can tell it, `feature` for all of the data together. */
export const driftPoints = pgTable(
  'drift_points',
  {
    workspaceId: workspaceId(),
    registry: text().notNull(),
    modelName: text().notNull(),
    version: text().notNull(),
    metric: text().notNull(),
    feature: text().notNull(),
    connection: text().notNull(),
    /** Drills are never mixed with what is real. */
    drill: boolean().notNull(),
    at: at().notNull(),
    /** Null for what could not be computed. */
    value: doublePrecision(),
    threshold: doublePrecision(),
    comparator: text().$type<Comparator>(),
    breach: boolean(),
    /** Of two reports of one moment, the one with the greater id counts, whichever came first. */
    reportId: text().notNull(),
  },
  (t) => [
    primaryKey({
      columns: [t.workspaceId, t.registry, t.modelName, t.version, t.metric, t.feature, t.connection, t.drill, t.at],
    }),
    index('drift_points_by_time').on(t.workspaceId, t.registry, t.modelName, t.at),
  ],
);

/** The models that drift is reported of, and when to judge their alerts again. */
export const driftModels = pgTable(
  'drift_models',
  {
    workspaceId: workspaceId(),
    registry: text().notNull(),
    modelName: text().notNull(),
    /** The oldest moment of values that were not judged yet; null if all were. */
    dirtyFrom: at(),
    /** When to judge although nothing new was reported; null for never. */
    nextLookAt: at(),
    /** How urgent it is, by criticality: 3 for critical or not known, down to 0 for low. */
    urgency: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.registry, t.modelName] }),
    index('drift_models_due').on(t.workspaceId, t.nextLookAt),
    index('drift_models_dirty').on(t.workspaceId, t.urgency).where(sql`dirty_from is not null`),
  ],
);

/** What is remembered of one alert of one version, and of one feature where it is grouped so. */
export const driftGroups = pgTable(
  'drift_groups',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    registry: text().notNull(),
    modelName: text().notNull(),
    version: text().notNull(),
    /** The playbook's path and the alert's id in it. */
    playbook: text().notNull(),
    rule: text().notNull(),
    /** Empty for all features. */
    feature: text().notNull(),
    drill: boolean().notNull(),
    /** What the judge of posts remembers. */
    memory: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    judgedUntil: at().notNull(),
    /** When to judge it again although nothing new was reported. */
    nextLookAt: at(),
  },
  (t) => [unique().on(t.workspaceId, t.registry, t.modelName, t.version, t.playbook, t.rule, t.feature, t.drill)],
);

/** What somebody decided about an alert; null while nobody did. */
export type DriftDecided = 'acknowledged' | 'false_alarm' | 'retrain' | 'rollback' | 'silenced';

/**
 * One alert from when it begins to when it ends: `drift` while values are past a limit, `no_data` while a monitor says
 * nothing. `number` is what people type, as `D-12`.
 */
export const driftAlerts = pgTable(
  'drift_alerts',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    number: integer().notNull(),
    groupId: uuid()
      .notNull()
      .references(() => driftGroups.id),
    kind: text().$type<'drift' | 'no_data'>().notNull(),
    registry: text().notNull(),
    modelName: text().notNull(),
    /** The catalogue id. */
    model: text().notNull(),
    version: text(),
    environment: text(),
    playbook: text().notNull(),
    playbookName: text().notNull(),
    rule: text().notNull(),
    feature: text(),
    criticality: text().$type<'low' | 'medium' | 'high' | 'critical'>(),
    drill: boolean().notNull(),
    channel: text().notNull(),
    because: text().notNull(),
    /** As of when the values say that it began and ended. */
    openedAt: at().notNull(),
    clearedAt: at(),
    /** When we noticed that it began, and when it was first posted; null if it never was. */
    noticedAt: at().notNull(),
    toldAt: at(),
    /** When values that came late showed that it never was. */
    retractedAt: at(),
    /** To whom it was escalated, in order. */
    escalatedTo: jsonb().$type<readonly string[]>().notNull().default([]),
    decision: text().$type<DriftDecided>(),
    decidedBy: text(),
    decidedAt: at(),
    decisionReason: text(),
    /** The request that was opened from it. */
    requestId: uuid(),
  },
  (t) => [
    unique().on(t.workspaceId, t.number),
    uniqueIndex('drift_alerts_open').on(t.groupId, t.kind).where(sql`cleared_at is null and retracted_at is null`),
    index('drift_alerts_of_model').on(t.workspaceId, t.registry, t.modelName, t.openedAt),
    index('drift_alerts_of_group').on(t.groupId, t.openedAt),
    // Delivery metrics ask of each promotion which alert led to it.
    index('drift_alerts_of_request').on(t.requestId).where(sql`request_id is not null`),
  ],
);

/** How far a source that is asked, rather than told by, has been read. */
export const driftPolls = pgTable(
  'drift_polls',
  {
    workspaceId: workspaceId(),
    connection: text().notNull(),
    /** What it answered last, opaque; null before the first time. */
    cursor: text(),
    nextAt: at().notNull(),
    /** Readings in a row that failed, and why. */
    failures: integer().notNull().default(0),
    trouble: text(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.connection] })],
);
