import { describe, expect, test } from 'vitest';
import { approvalRequest } from '#views/approval-request.ts';
import type { Stage } from '#views/approval-stages.ts';
import { confirmGlass } from '#views/confirm-glass.ts';
import type { ShownGlass } from '#views/emergency.ts';
import { confirmGlassReview, type GlassReview, glassNotice, glassReview } from '#views/glass-review.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';
import { card, facts, now, person, press } from './scene.ts';

const glass: ShownGlass = {
  people: ['ana', 'ben'],
  reason: 'Cards are declined everywhere in the EU',
  missing: 0,
  roles: 'Risk or Fraud ML',
  until: '2026-11-26T18:10:00.000Z',
  passed: ['Jon Bakker blocks it: “the EU slice is too small”', 'It is not known who contributed to this version'],
  review: { by: 'Risk', due: '2026-11-28T14:10:00.000Z' },
};
const auto = 'Its approvals, evidence and gates were not waited for.';
const gates = [{ kind: 'freeze' as const, name: 'Weekend', until: now, because: '' }];

const stages: Record<string, [Stage, ShownGlass | null]> = {
  begun: [
    { at: 'open', nextGate: null },
    { ...glass, people: ['ana'], missing: 1, passed: [] },
  ],
  frozen: [{ at: 'approved', approvedAt: now, deciders: [], gates }, null],
  executing: [{ at: 'executing', startedAt: now, deciders: [], auto }, glass],
  promoted: [{ at: 'promoted', deciders: [], auto, decidedInMs: 300_000, readBackAt: now }, glass],
};

describe('the card of an emergency', () => {
  test.each(Object.entries(stages))('%s', (name, [stage, shown]) => {
    const state = card(stage, { breakable: true, ...(shown === null ? {} : { glass: shown }) });
    expectGolden(`emergency-${name}`, approvalRequest(state));
  });

  test('offers to break the glass where something is in the way, and not once it is broken', () => {
    const offered = Object.entries(stages).filter(([, [stage, shown]]) => {
      const state = card(stage, { breakable: true, ...(shown === null ? {} : { glass: shown }) });
      return outline(approvalRequest(state).blocks).includes('[Break glass…]');
    });
    expect(offered.map(([name]) => name)).toEqual(['begun', 'frozen']);
    expect(outline(approvalRequest(card({ at: 'open', nextGate: null }, { breakable: true })).blocks)).not.toContain(
      'Break glass',
    );
  });
});

const review: GlassReview = {
  ...facts,
  request: 12,
  emergency: true,
  by: 'Risk',
  due: '2026-11-28T14:10:00.000Z',
  missed: false,
  answer: null,
  carriedOut: true,
  brokenBy: ['ana', 'ben'],
  because: glass.reason,
  people: [person('mei'), person('jon')],
  owner: { role: 'Risk', people: [person('mei'), person('jon')] },
  followUp: null,
  hindrance: null,
  press,
};
const wrong = { is: 'wrong' as const, by: 'mei', at: now, reason: 'v6 would have done' };

describe('the review that an emergency owes', () => {
  test.each<[string, Partial<GlassReview>]>([
    ['owed', {}],
    ['overdue', { missed: true }],
    ['right', { answer: { ...wrong, is: 'right' } }],
    ['wrong', { answer: wrong }],
  ])('%s', (name, change) => {
    expectGolden(`glass-review-${name}`, glassReview({ ...review, ...change }));
  });

  test.each<[string, Partial<GlassReview>, 'missed' | 'wrong']>([
    ['missed', { missed: true }, 'missed'],
    ['rolled-back', { missed: true, followUp: 13 }, 'missed'],
    ['wrong', { answer: wrong }, 'wrong'],
  ])('its owner is told that it was %s', (name, change, about) => {
    expectGolden(`glass-notice-${name}`, glassNotice({ ...review, ...change }, about));
  });

  test('and is confirmed in a form', () => {
    const asked = { by: 'Risk', withinMs: 172_800_000, ifMissed: 'escalate' as const };
    const state = { facts, missing: 1, roles: glass.roles, validForMs: 14_400_000, review: asked, reason: '', press };
    expectGolden('confirm-glass', confirmGlass(state));
    expectGolden('confirm-glass-last', confirmGlass({ ...state, missing: 0 }));
    expectGolden('confirm-glass-review', confirmGlassReview(review, 'wrong'));
  });
});
