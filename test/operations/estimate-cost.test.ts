import { describe, expect, it } from 'vitest';
import type { PastRun } from '#domain/retraining.ts';
import { medianOfBilledRuns, trainingCost } from '#operations/retraining/estimate-cost.ts';
import { trainer } from '../support/memory-runner.ts';

const past = (...billed: readonly (readonly [string, string] | null)[]): readonly PastRun[] =>
  billed.map((one) => ({
    startedAt: '2026-11-26T10:00:00.000Z',
    billed: one === null ? null : { amount: one[0], currency: one[1] },
  }));

describe('what a run may cost', () => {
  it.each([
    [past(), null],
    [past(null, null), null],
    [past(['0.1', 'EUR']), { amount: '0.1', currency: 'EUR', from: 'what the last run was billed' }],
    [
      past(['0.1', 'EUR'], null, ['0.2', 'EUR']),
      { amount: '0.15', currency: 'EUR', from: 'the median of 2 billed runs' },
    ],
    [
      past(['9', 'EUR'], ['1', 'EUR'], ['2.000000000000000001', 'EUR']),
      { amount: '2.000000000000000001', currency: 'EUR', from: 'the median of 3 billed runs' },
    ],
    [
      past(['5', 'USD'], ['900', 'EUR'], ['7', 'USD']),
      { amount: '6', currency: 'USD', from: 'the median of 2 billed runs' },
    ],
  ])('is taken exactly from what runs were billed, in one currency: %j', (runs, expected) => {
    expect(medianOfBilledRuns(trainer, runs)).toEqual(expected);
  });

  it('is unknown to playbooks where nobody can tell, or in another currency than theirs', () => {
    expect(trainingCost(null, 'EUR')).toEqual({ unknown: 'Nobody can tell yet what a run of this pipeline costs.' });
    const estimate = { amount: '50.01', currency: 'USD', from: 'x' };
    expect(trainingCost(estimate, 'EUR')).toEqual({ unknown: 'What it costs is known in USD, and limits are in EUR.' });
    expect(trainingCost(estimate, 'USD')).toBe(50.01);
  });
});
