import { describe, expect, it } from 'vitest';
import { trainingCost } from '#operations/retraining/estimate-cost.ts';

describe('what a run may cost', () => {
  it('is unknown to playbooks where nobody can tell, or in another currency than theirs', () => {
    expect(trainingCost(null, 'EUR')).toEqual({ unknown: 'Nobody can tell yet what a run of this pipeline costs.' });
    const estimate = { amount: '50.01', currency: 'USD', from: 'x' };
    expect(trainingCost(estimate, 'EUR')).toEqual({ unknown: 'What it costs is known in USD, and limits are in EUR.' });
    expect(trainingCost(estimate, 'USD')).toBe(50.01);
  });
});
