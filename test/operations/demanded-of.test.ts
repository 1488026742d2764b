import { describe, expect, it } from 'vitest';
import { isAboutCandidate } from '#operations/criteria/demanded-of.ts';

describe('what a rejection demanded', () => {
  it('binds whoever asks for a candidate', () => {
    expect(isAboutCandidate({ action: 'promote', obligationId: null })).toBe(true);
    expect(isAboutCandidate({ action: 'promote' })).toBe(true);
  });

  it('binds neither a way back nor the question whether a champion may stay', () => {
    expect(isAboutCandidate({ action: 'rollback', obligationId: null })).toBe(false);
    expect(isAboutCandidate({ action: 'promote', obligationId: 'an obligation' })).toBe(false);
    expect(isAboutCandidate({ action: 'retrain' })).toBe(false);
  });
});
