import { describe, expect, test } from 'vitest';
import { confirmDecision } from '#views/confirm-decision.ts';
import { confirmCriterionWithdrawal, criterionEnded, openCriteriaBlocks } from '#views/criterion.ts';
import { criterionFilled } from '#views/criterion-fields.ts';
import { message } from '#views/frames.ts';
import { expectGolden } from './golden.ts';
import { facts, press } from './scene.ts';

const what = 'recall, region=EU ≥ 0.85';
const due = '2026-12-24T23:00:00.000Z';
const rejecting = {
  facts,
  decision: 'reject',
  as: { role: 'Risk', actingFor: null },
  needsAfter: [],
  gates: [],
  failing: [],
  reasonRequired: null,
  press,
} as const;

describe('setting a criterion', () => {
  test('is offered where a rejection can demand something', () => {
    const criterion = { slices: ['region=EU', 'region=US'], filled: null, mistakes: [] };
    expectGolden('confirm-decision-reject-criterion', confirmDecision({ ...rejecting, criterion }));
  });

  test('keeps what was filled in beside what is wrong with it', () => {
    const filled = { metric: 'recall', slice: 'EU', op: '>', value: '85%', due: '2026-12-24' };
    const mistakes = ['“85%” is not a number. Write a share as the registry does, as 0.85 for 85 %.'];
    const state = { ...rejecting, criterion: { slices: [], filled, mistakes }, reason: 'recall fell in the EU' };
    expectGolden('confirm-decision-reject-criterion-mistakes', confirmDecision(state));
  });

  test('is not offered to whoever approves', () => {
    const criterion = { slices: [], filled: null, mistakes: [] };
    const shown = confirmDecision({ ...rejecting, decision: 'approve', criterion });
    expect(shown).toEqual(confirmDecision({ ...rejecting, decision: 'approve' }));
  });

  test('reads what was sent by its fields, empty where nothing was', () => {
    const values = new Map([
      ['criterion-metric', 'auc'],
      ['criterion-value', ' 0.9 '],
      ['reason', 'too low'],
    ]);
    expect(criterionFilled(values)).toEqual({ metric: 'auc', slice: '', op: '', value: '0.9', due: '' });
  });
});

describe('a criterion', () => {
  test.each([
    ['met', { how: 'met', version: '8' }],
    ['lapsed', { how: 'lapsed', at: due }],
    ['withdrawn', { how: 'withdrawn', by: 'Jon', reason: 'the region is closed down' }],
  ] as const)('that has ended is told as %s', (name, ended) => {
    expectGolden(`criterion-${name}`, criterionEnded({ what, target: 'production', ended, owner: 'Risk' }));
  });

  test('stands in the status of its model with a button each, at most five', () => {
    const open = (request: number) => ({ what, target: 'production', due, setBy: 'Jon', request, press });
    expectGolden('criteria-open', message(openCriteriaBlocks([1, 2, 3, 4, 5, 6].map(open))));
    expect(openCriteriaBlocks([])).toEqual([]);
  });

  test('asks why before it is withdrawn', () => {
    const state = { what, model: 'fraud-scorer', target: 'production', request: 3, press };
    expectGolden('criterion-withdraw', confirmCriterionWithdrawal(state));
  });
});
