import type { EffectLimits } from '#jobs/effect-performer.ts';

/** Effects as in production, but with a second where there are minutes, so that a lost answer is looked up soon. */
export const quick: EffectLimits = {
  leaseMs: 2_500,
  timeoutMs: 1_000,
  graceMs: 300,
  lagMs: 100,
  lookUpsAtMs: [2_500, 3_500, 5_000],
  retryAfterMs: { first: 200, most: 1_000 },
};
