import { dayCount, shiftDay, shiftSpan } from '#cost/day.ts';
import { type ReportFacts, reportDays } from '#cost/report.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { mappingRules } from '#store/claims.ts';
import { openIdle } from '#store/idle-findings.ts';
import { billableRuns } from '#store/runs.ts';
import { firstDays, resourceLines, spendLines } from '#store/spend-lines.ts';
import type { Setting } from '../setting.ts';
import { type ModelTraffic, trafficOfModels } from '../usage/traffic-of.ts';
import { billedRun } from './billed-run.ts';
import { budgetsOf } from './budgets.ts';
import { requiredLabels } from './kept-labels.ts';
import type { KnownData } from './known-data.ts';
import { LabelKeys } from './label-keys.ts';

/** All that the reports of one week are made from. */
export async function reportFacts(setting: Setting, { data }: KnownData, week: DaySpan): Promise<ReportFacts> {
  const { db, workspaceId } = setting;
  const { zone } = setting.playbooks().set.org;
  const keys = new LabelKeys(setting);
  const compared = { first: shiftSpan(week, -7).first, last: week.last };
  const all = { first: shiftDay(week.last, 1 - reportDays), last: week.last };
  const [lines, resources, firstSeen, idle, rules, runs, traffic, trafficBefore] = await Promise.all([
    spendLines(db, workspaceId, all, compared.first),
    resourceLines(db, workspaceId, compared),
    firstDays(db, workspaceId, compared),
    openIdle(db, workspaceId),
    mappingRules(db, workspaceId),
    billableRuns(db, workspaceId, new Date(Date.parse(shiftDay(week.last, -56)))),
    trafficOfModels(setting, week),
    trafficOfModels(setting, shiftSpan(week, -7)),
  ]);
  const told = <T extends { readonly labels: (typeof lines)[number]['labels'] }>(line: T): T => ({
    ...line,
    labels: keys.labels(line.labels),
  });
  const owned = rules.filter(({ kind, untilDay }) => kind === 'project' && untilDay === null);
  return {
    week,
    zone,
    basis: 'effective',
    data,
    lines: lines.map(told),
    resources: resources.map(told),
    requiredLabels: requiredLabels(setting).map((key) => keys.toldKey(key)),
    owners: new Map(
      owned.map(({ name, labels }) => {
        const own = Object.fromEntries(Object.entries(labels).map(([key, value]) => [keys.toldKey(key), value]));
        return [name, { team: own['team'] ?? null, owner: own['owner'] ?? null }];
      }),
    ),
    budgets: budgetsOf(setting),
    movers: {
      traffic: bothWeeks(traffic, trafficBefore),
      idle: new Set(idle.map(({ resource }) => resource)),
      firstSeen,
    },
    runs: runs.map((run) => billedRun(setting, run)),
    predictions: traffic.map(({ label, predictions, span }) => ({ model: label, count: predictions, span })),
    idle: idle.map(({ kind, resource, name, project, team, since, evidence, perDay, currency }) => ({
      kind,
      resource,
      name,
      project,
      team,
      since,
      idleDays: Math.max(1, Math.round((Date.parse(week.last) - Date.parse(since)) / 86_400_000) + 1),
      costPerDay: perDay === null || currency === null ? null : { amount: perDay, currency },
      sentence: evidence,
    })),
  };
}

/** Traffic of models in two weeks, of each of which every day is known. */
function bothWeeks(now: readonly ModelTraffic[], before: readonly ModelTraffic[]): ReportFacts['movers']['traffic'] {
  const whole = ({ span }: ModelTraffic) => dayCount(span) === 7;
  return now.filter(whole).flatMap(({ registry, modelName, label, predictions }) => {
    const earlier = before.filter(whole).find((one) => one.registry === registry && one.modelName === modelName);
    return earlier === undefined ? [] : [{ model: label, now: predictions, before: earlier.predictions }];
  });
}
