import { describe, expect, it } from 'vitest';
import { trainingCost } from '#operations/retraining/estimate-cost.ts';
import { estimated } from '../support/estimates.ts';

describe('what a run may cost', () => {
  it('is unknown to playbooks where nobody can tell, or in another currency than theirs', () => {
    expect(trainingCost({ known: false, because: 'No bill is known.' }, 'EUR')).toEqual({
      unknown: 'No bill is known.',
    });
    const estimate = estimated('50.01', 'USD');
    expect(trainingCost(estimate, 'EUR')).toEqual({ unknown: 'What it costs is known in USD, and limits are in EUR.' });
    expect(trainingCost(estimate, 'USD')).toBe(50.01);
  });
});
