import { boolean, date, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { BudgetCrossing, BudgetState } from '#domain/budget.ts';
import type { CostAnomaly } from '#domain/cost-finding.ts';
import type { Contribution } from '#domain/cost-report.ts';
import type { Digest } from '#domain/digest.ts';
import { at } from './columns.ts';
import { workspaceId } from './workspace.ts';

/** A week's report to a team or to finance, once each. No channel where there was nothing to say. */
export const costReports = pgTable(
  'cost_reports',
  {
    workspaceId: workspaceId(),
    /** The Monday of the week it is about. */
    week: date({ mode: 'string' }).notNull(),
    /** `finance`, or `team:` and the team's label. */
    audience: text().notNull(),
    channel: text(),
    /** The report as it was made, among the contents. */
    report: text().$type<Digest>(),
    madeAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.week, t.audience] })],
);

/** A threshold of a budget that was reached in a period, with how the budget stood then; told once. */
export const budgetCrossings = pgTable(
  'budget_crossings',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    /** The same whenever the threshold is seen in this period. */
    key: text().notNull(),
    budget: text().notNull(),
    crossing: jsonb().$type<BudgetCrossing>().notNull(),
    state: jsonb().$type<BudgetState>().notNull(),
    owner: text(),
    channel: text().notNull(),
    crossedAt: at().notNull(),
  },
  (t) => [unique().on(t.workspaceId, t.key)],
);

/** Days on which a team's service or a model cost more than usual, from when they were first seen. */
export const costAnomalies = pgTable(
  'cost_anomalies',
  {
    id: uuid().primaryKey(),
    workspaceId: workspaceId(),
    /** What it is of, as one text: team, service or model, and currency. */
    series: text().notNull(),
    team: text(),
    service: text(),
    model: text(),
    currency: text().notNull(),
    kind: text().$type<CostAnomaly['kind']>().notNull(),
    firstDay: date({ mode: 'string' }).notNull(),
    anomaly: jsonb().$type<CostAnomaly>().notNull(),
    /** What moved most, down to the resource. */
    moved: jsonb().$type<readonly Contribution[]>().notNull(),
    /** Null where the series was muted when it was found. */
    channel: text(),
    foundAt: at().notNull(),
    /** The bill of its days was corrected, so that nothing stands out any more. */
    corrected: boolean().notNull().default(false),
    acknowledgedBy: text(),
    acknowledgedAt: at(),
    explanation: text(),
    explainedBy: text(),
    mutedUntil: date({ mode: 'string' }),
    muteReason: text(),
    mutedBy: text(),
  },
  (t) => [unique().on(t.workspaceId, t.series, t.kind, t.firstDay)],
);
