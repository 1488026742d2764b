import { epochMs, type Instant } from '#domain/instant.ts';
import type { LeadTime } from '#domain/maturity.ts';
import type { ModelFacts } from '#domain/maturity-facts.ts';
import type { PromotionFacts } from '#domain/maturity-operation.ts';
import { indexed } from './indexed.ts';
import { recent } from './recent-promotions.ts';
import { dayMs, type Scope } from './scope.ts';

const hourMs = 3_600_000;

/** Promotions that brought something new: rollbacks and the same digest again are no deliveries. */
export function deliveries(scope: Scope): readonly PromotionFacts[] {
  return recent(scope).filter(({ changed }) => changed !== 'rollback');
}

/** Deliveries per 30 days by what changed. It has no threshold: two a year can be healthy. */
export function deploymentFrequency(scope: Scope): Record<'data' | 'code' | 'config', number> {
  const months = (scope.nowMs - scope.fromMs) / (30 * dayMs);
  const all = deliveries(scope);
  const per = (kind: 'data' | 'code' | 'config') => all.filter(({ changed }) => changed === kind).length / months;
  return { data: per('data'), code: per('code'), config: per('config') };
}

/** From merge to first traffic, of each delivery of code, in hours. */
export function codeLeadHours(scope: Scope): readonly number[] {
  return deliveries(scope).flatMap(({ changed, mergedAt, servedAt }) =>
    changed === 'code' && mergedAt !== null && servedAt !== null ? [hours(mergedAt, servedAt)] : [],
  );
}

/** From data cut-off to first traffic, of each delivery that tells its steps; the approval's wait is a part. */
export function dataLeadTimes(scope: Scope): readonly LeadTime[] {
  return deliveries(scope).flatMap((promotion) => {
    const { dataCutOffAt, trainingStartedAt, trainingEndedAt, requestedAt, decidedAt, servedAt } = promotion;
    if (dataCutOffAt === null || trainingStartedAt === null || trainingEndedAt === null || servedAt === null) return [];
    return [
      {
        totalHours: hours(dataCutOffAt, servedAt),
        triggerHours: hours(dataCutOffAt, trainingStartedAt),
        trainHours: hours(trainingStartedAt, trainingEndedAt),
        approvalHours: hours(requestedAt, decidedAt),
        rolloutHours: hours(decidedAt, servedAt),
      },
    ];
  });
}

/** Changes of the window that had the time to fail: the longer of 14 days and label delay + 7 days. */
export function closedChanges(scope: Scope): readonly PromotionFacts[] {
  return deliveries(scope).filter(
    ({ model, servedAt }) => servedAt !== null && epochMs(servedAt) + failWindowMs(model, scope) <= scope.nowMs,
  );
}

/** Whether a change failed while its window was open. */
export function failedInWindow({ model, servedAt, failures }: PromotionFacts, scope: Scope): boolean {
  if (servedAt === null) return false;
  return failures.some(({ detectedAt }) => epochMs(detectedAt) - epochMs(servedAt) <= failWindowMs(model, scope));
}

const modelNamed = indexed<ModelFacts>(({ id }) => [id]);

function failWindowMs(model: string, { facts }: Scope): number {
  const delay = modelNamed(facts.models, model)[0]?.labelDelayDays ?? 0;
  return Math.max(14, delay + 7) * dayMs;
}

/** From detection to restoration, of each failure that is over, in hours. */
export function recoveryHours(scope: Scope): readonly number[] {
  return recent(scope).flatMap(({ failures }) =>
    failures.flatMap(({ detectedAt, restoredAt }) => (restoredAt === null ? [] : [hours(detectedAt, restoredAt)])),
  );
}

/** Hours between two moments, negative if the second is first. */
export function hours(from: Instant, to: Instant): number {
  return (epochMs(to) - epochMs(from)) / hourMs;
}
