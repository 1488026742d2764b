import { describe, expect, it } from 'vitest';
import type { PromotionFacts } from '#domain/maturity-operation.ts';
import { deliveryMetrics } from '#maturity/delivery-metrics.ts';
import { scopeOf } from '#maturity/scope.ts';
import { ago, facts, model, now, promotion } from './practice.ts';

function metrics(promotions: readonly PromotionFacts[], labelDelayDays = 0) {
  const known = facts({ promotions }, [model({ labelDelayDays })]);
  return deliveryMetrics(scopeOf(known, known.models, now));
}

const failed = (daysAfter: number, servedDaysAgo: number) =>
  promotion({
    servedAt: ago(servedDaysAgo),
    failures: [
      { kind: 'rollback', detectedAt: ago(servedDaysAgo - daysAfter), restoredAt: ago(servedDaysAgo - daysAfter, -3) },
    ],
  });

describe('delivery metrics', () => {
  it('split the frequency by what changed, without repeats and rollbacks', () => {
    const changes = (['data', 'data', 'data', 'code', 'config', 'rollback', 'repeat'] as const).map((changed, i) =>
      promotion({ changed, servedAt: ago(i + 1) }),
    );
    expect(metrics(changes)?.frequency).toEqual({ data: 1, code: 1 / 3, config: 1 / 3 });
  });

  it('count the wait for approval inside the lead time', () => {
    const lead = metrics([promotion()])?.dataLead;
    expect(lead).toEqual({ totalHours: 48, triggerHours: 24, trainHours: 4, approvalHours: 12, rolloutHours: 6 });
  });

  it('take the median, and none where no change tells its steps', () => {
    const code = [10, 20, 90].map((hours) => promotion({ changed: 'code', mergedAt: ago(5, hours), servedAt: ago(5) }));
    expect(metrics(code)?.codeLeadHours).toBe(20);
    expect(metrics([promotion({ dataCutOffAt: null })])?.dataLead).toBeNull();
  });

  it.each([
    ['two weeks after, the longest that counts', failed(14, 30), 0, 1, 1],
    ['after the window', failed(14.1, 30), 0, 0, 1],
    ['after the window of a model whose labels come late', failed(20, 40), 30, 1, 1],
    ['while the window is open', failed(1, 10), 0, null, 0],
  ])('a failure %s', (_, change, delay, rate, closed) => {
    expect(metrics([change], delay)).toMatchObject({ changeFailRate: rate, closedChanges: closed });
  });

  it('recover from when it was detected to when it was restored', () => {
    expect(metrics([failed(2, 30)])?.recoveryHours).toBe(3);
  });

  it('are null where promotions are not known, and empty where there are none', () => {
    const known = facts({}, undefined, ['promotions']);
    expect(deliveryMetrics(scopeOf(known, known.models, now))).toBeNull();
    expect(metrics([])).toMatchObject({ changeFailRate: null, reworkRate: null, dataLead: null, stalenessRatio: null });
  });
});
