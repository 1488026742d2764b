import { describe, expect, test } from 'vitest';
import { approvalRequest } from '#views/approval-request.ts';
import { outline } from '#views/outline.ts';
import type { Rollout } from '#views/rollout.ts';
import { stopRolloutModal } from '#views/stop-rollout.ts';
import { expectGolden } from './golden.ts';
import { card, deciders, facts, now, press } from './scene.ts';

const holding: Rollout = {
  endpoint: 'search-eu',
  at: 'holding',
  steps: [10, 50, 100],
  taken: 1,
  since: '2026-11-26T14:16:00.000Z',
  nextAt: '2026-11-26T20:16:00.000Z',
  waitsFor: null,
  trouble: null,
  stopped: null,
};

const shown = (rollout: Partial<Rollout>) =>
  approvalRequest(
    card({ at: 'executing', startedAt: now, deciders, rollout: { ...holding, ...rollout } }, { deadline: null }),
  );

describe('the card while traffic moves in steps', () => {
  test.each<[string, Partial<Rollout>]>([
    ['deploying', { at: 'deploying', taken: 0, since: null, nextAt: null }],
    ['moving', { at: 'moving' }],
    ['holding', {}],
    ['waiting', { waitsFor: 'Frozen by "Weekend" (Europe/Amsterdam).' }],
    [
      'trouble',
      { trouble: { because: 'Vertex AI did not answer.', nextTryAt: '2026-11-26T14:20:00.000Z' }, nextAt: null },
    ],
    ['finishing', { at: 'finishing', taken: 3 }],
    ['stopped', { at: 'deploying', taken: 0, stopped: 'Stopped by Tom: “customers see empty pages”.' }],
    ['going-back', { at: 'going_back', stopped: 'Stopped at 10% of the traffic: error_rate is 1.4 (> 1?).' }],
    ['removing', { at: 'removing', stopped: 'Stopped at 10% of the traffic: error_rate is 1.4 (> 1?).' }],
  ])('%s', (name, rollout) => {
    expectGolden(`rollout-${name}`, shown(rollout));
  });

  test('offers to stop as long as that is possible', () => {
    const buttons = (rollout: Partial<Rollout>) => outline(shown(rollout).blocks).includes('[Stop…]');
    expect((['deploying', 'moving', 'holding'] as const).map((at) => buttons({ at }))).toEqual([true, true, true]);
    expect((['finishing', 'going_back', 'removing'] as const).map((at) => buttons({ at }))).toEqual([
      false,
      false,
      false,
    ]);
    expect(buttons({ stopped: 'Stopped by Tom.' })).toBe(false);
  });

  test('asks once more before it stops', () => {
    expectGolden('rollout-stop', stopRolloutModal({ facts, endpoint: 'search-eu', press }));
  });
});
