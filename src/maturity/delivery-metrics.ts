import type { DeliveryMetrics, LeadTime } from '#domain/maturity.ts';
import {
  closedChanges,
  codeLeadHours,
  dataLeadTimes,
  deploymentFrequency,
  failedInWindow,
  hours,
  recoveryHours,
} from './delivery.ts';
import { medianOf } from './median.ts';
import { realAlerts } from './real-alerts.ts';
import { recent } from './recent-promotions.ts';
import { notKnown, type Scope } from './scope.ts';
import { stalenessRatios } from './staleness.ts';

/** DORA's five metrics for models and three of models; null where promotions are not known. */
export function deliveryMetrics(scope: Scope): DeliveryMetrics | null {
  if (notKnown(scope.facts, ['promotions']) !== null) return null;
  const closed = closedChanges(scope);
  const all = recent(scope);
  const ratios = stalenessRatios(scope).map(({ ratio }) => ratio);
  const decided = realAlerts(scope).flatMap(({ at, decidedAt }) => (decidedAt === null ? [] : [hours(at, decidedAt)]));
  return {
    frequency: deploymentFrequency(scope),
    codeLeadHours: medianOf(codeLeadHours(scope)),
    dataLead: middleLead(dataLeadTimes(scope)),
    changeFailRate:
      closed.length === 0 ? null : closed.filter((one) => failedInWindow(one, scope)).length / closed.length,
    closedChanges: closed.length,
    recoveryHours: medianOf(recoveryHours(scope)),
    reworkRate: all.length === 0 ? null : all.filter(({ unplanned }) => unplanned).length / all.length,
    decisionHours: medianOf(decided),
    stalenessRatio: ratios.length === 0 ? null : Math.max(...ratios),
  };
}

function middleLead(times: readonly LeadTime[]): LeadTime | null {
  const middle = (key: keyof LeadTime) => medianOf(times.map((time) => time[key]));
  const totalHours = middle('totalHours');
  if (totalHours === null) return null;
  return {
    totalHours,
    triggerHours: middle('triggerHours') ?? 0,
    trainHours: middle('trainHours') ?? 0,
    approvalHours: middle('approvalHours') ?? 0,
    rolloutHours: middle('rolloutHours') ?? 0,
  };
}
