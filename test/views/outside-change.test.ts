import { describe, it } from 'vitest';
import { explainOutside, type OutsideChange, outsideChange, putBack } from '#views/outside-change.ts';
import { expectGolden } from './golden.ts';

const state: OutsideChange = {
  number: 3,
  model: 'fraud-scorer',
  target: 'production',
  registry: 'MLflow',
  expected: '5',
  found: '6',
  kind: 'other',
  openRequest: null,
  noticedAt: '2026-11-27T14:21:00.000Z',
  knownFor: 41 * 86_400_000,
  team: 'fraud',
  nth: 2,
  owner: [{ name: 'Ana Alves', slackId: 'U0ANA' }],
  settled: null,
  press: 'sealed',
};
const at = '2026-11-27T15:00:00.000Z';

describe('a change that others made in a registry', () => {
  it.each([
    ['open', state],
    ['passed-over', { ...state, kind: 'not_approved', openRequest: 12 }],
    ['removed', { ...state, kind: 'removed', found: null }],
    ['first-holder', { ...state, expected: null, knownFor: null, team: null, nth: 1, owner: [] }],
    ['explained', { ...state, settled: { as: 'explained', by: 'Ana Alves', reason: 'Restored from last night', at } }],
    ['put-back', { ...state, settled: { as: 'put_back', request: 14, at } }],
    ['moved-on', { ...state, settled: { as: 'moved_on', at } }],
  ] as const satisfies readonly (readonly [string, OutsideChange])[])('reads well when it is %s', (name, shown) => {
    expectGolden(`outside-change-${name}`, outsideChange(shown));
  });

  it('asks before it is explained or put back', () => {
    expectGolden('outside-change-explain', explainOutside(state));
    expectGolden('outside-change-put-back-form', putBack({ ...state, expected: '5', needs: '2 people of Fraud ML' }));
  });
});
