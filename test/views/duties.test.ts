import { describe, expect, test } from 'vitest';
import type { Owed, OwedReview } from '#views/afterwards.ts';
import { approvalRequest } from '#views/approval-request.ts';
import { confirmDecision } from '#views/confirm-decision.ts';
import { type DutyNotice, dutyNotice } from '#views/duty-notice.ts';
import { modelStatus } from '#views/model-status.ts';
import { outline } from '#views/outline.ts';
import { ownerLine } from '#views/owner-line.ts';
import { confirmWrong, reviewNotice, type SampledReview, sampledReview } from '#views/sampled-review.ts';
import { statusList } from '#views/status-list.ts';
import { expectGolden } from './golden.ts';
import { card, deciders, facts, now, person, press } from './scene.ts';
import { list, quiet } from './status-states.ts';

const owner = { role: 'Risk', people: [person('mei'), person('jon')] };

const notice: DutyNotice = {
  ...facts,
  what: 'Answers within 90 ms',
  promisedWith: 12,
  news: 'failed',
  because: '94 is more than 90',
  hindrance: null,
  about: null,
  owner,
  everyMs: 7 * 86_400_000,
  nextCheckAt: '2026-12-03T14:10:00.000Z',
  press,
};

const notices: Record<string, Partial<DutyNotice>> = {
  failed: {},
  unknown: { news: 'unknown', because: 'The run of v7 has no metric p99_latency_ms' },
  waits: { news: 'waits', about: 14 },
  'cannot-ask': { news: 'cannot_ask', hindrance: 'No playbook governs promote of fraud/scorer.' },
  'cannot-roll-back': {
    news: 'cannot_roll_back',
    hindrance: 'No version held it before, so there is none to go back to.',
    champion: null,
  },
  'rolls-back': { news: 'rolls_back', about: 13 },
  'not-kept': { news: 'not_kept', hindrance: 'R-13 was rejected.', about: 13 },
  'not-rolled-back': {
    news: 'not_rolled_back',
    hindrance: 'R-13 could not be carried out.',
    about: 13,
    nextCheckAt: null,
  },
};

describe('what the owner is told of something owed', () => {
  test.each(Object.entries(notices))('%s', (name, change) => {
    expectGolden(`duty-notice-${name}`, dutyNotice({ ...notice, ...change }));
  });

  test('a way back is offered where there is one, and where nothing else goes back', () => {
    const offers = Object.entries(notices).filter(([, change]) =>
      outline(dutyNotice({ ...notice, ...change }).blocks).includes('[Roll back…]'),
    );
    expect(offers.map(([name]) => name)).toEqual(['failed', 'waits', 'cannot-ask', 'not-kept', 'not-rolled-back']);
  });
});

const review: SampledReview = {
  ...facts,
  model: 'home-ranker',
  playbook: 'Recommenders to production',
  request: 21,
  by: 'Risk',
  due: '2026-12-10T14:10:00.000Z',
  missed: false,
  answer: null,
  carriedOut: true,
  because: 'Small and reversible.',
  people: [person('mei'), person('jon')],
  owner: { role: 'ML platform', people: [person('tom')] },
  press,
};
const right = { is: 'right', by: 'mei', at: '2026-11-27T09:00:00.000Z', reason: '' } as const;
const wrong = { ...right, is: 'wrong', reason: 'It buries new articles under old ones.' } as const;

describe('a look at what was approved without people', () => {
  test.each([
    ['open', {}],
    ['waits', { carriedOut: false }],
    ['overdue', { missed: true }],
    ['right', { answer: right }],
    ['wrong', { answer: wrong }],
    ['not-needed', { answer: { is: 'not_needed' } }],
  ] as const)('%s', (name, change) => {
    expectGolden(`sampled-review-${name}`, sampledReview({ ...review, ...change }));
  });

  test('of which the owner hears if nobody looks, or if it was wrong', () => {
    expectGolden('review-notice-missed', reviewNotice({ ...review, missed: true }, 'missed'));
    expectGolden('review-notice-wrong', reviewNotice({ ...review, answer: wrong }, 'wrong'));
    expectGolden('review-confirm-wrong', confirmWrong(review));
  });

  test('asks nobody any more once it is answered', () => {
    for (const answer of [right, wrong, { is: 'not_needed' } as const]) {
      expect(JSON.stringify(sampledReview({ ...review, answer }))).not.toMatch(/<@/);
    }
  });
});

const weekly: Owed = {
  what: 'Answers within 90 ms',
  target: 'production',
  everyMs: 7 * 86_400_000,
  until: '2027-05-03T00:00:00.000Z',
  ended: null,
  last: { at: '2026-11-19T14:10:00.000Z', status: 'passed', because: '71 against 90' },
};
const look: OwedReview = { request: 21, by: 'Risk', due: review.due, missed: false, answer: null };

describe('what a model owes', () => {
  const holds = [{ alias: 'production', version: '7', since: '2026-11-16T09:00:00.000Z' }];
  const state = { ...quiet, model: 'fraud-scorer', holds, latestVersion: '7', costs: [] };
  const owes = {
    owed: [
      weekly,
      { ...weekly, what: 'Trained on data of this year', last: null },
      {
        ...weekly,
        what: 'Inputs are stable',
        last: { at: '2026-11-19T14:10:00.000Z', status: 'failed', because: 'psi is 0.31' } as const,
      },
    ],
    reviews: [look, { ...look, request: 20, missed: true }],
  };

  test('in its status', () => {
    expectGolden('status-model-owes', modelStatus({ ...state, owes, recent: [], costDays: null, now }));
    const models = [{ ...state, owes }];
    expect(outline(statusList({ ...list, models, total: 1 }).blocks)).toContain(
      'owes 3 checks and 2 looks (1 not met, 1 overdue)',
    );
  });
});

const keeps = {
  obliged: true,
  keeps: true,
  requester: 'Countersign',
  reason: 'What R-12 promised does not hold. Answers within 90 ms: 94 is more than 90',
  champion: { version: '7', since: '2026-11-16T09:00:00.000Z' },
};
const ended = { ...keeps, deadline: null };

describe('the card that asks whether the champion may stay', () => {
  test.each([
    ['open', card({ at: 'open', nextGate: null }, keeps)],
    ['blocked', card({ at: 'blocked', blocks: [{ because: 'jon blocked it', liftedBy: ['jon'] }] }, keeps)],
    [
      'approved',
      card(
        {
          at: 'approved',
          approvedAt: now,
          deciders,
          gates: [{ kind: 'hold', name: 'hold', until: null, because: 'tom holds it' }],
        },
        ended,
      ),
    ],
    [
      'delayed',
      card(
        {
          at: 'delayed',
          approvedAt: now,
          trouble: 'MLflow did not answer',
          tries: 2,
          nextTryAt: now,
          nothingChanged: true,
        },
        ended,
      ),
    ],
    ['kept', card({ at: 'promoted', deciders, decidedInMs: 18_720_000, readBackAt: now }, ended)],
    [
      'rejected',
      card(
        {
          at: 'rejected',
          by: { name: 'jon', role: 'Risk' },
          rejectedAt: now,
          reason: 'Too slow for checkout.',
          criteria: [],
        },
        ended,
      ),
    ],
    ['expired', card({ at: 'expired', expiredAt: now, approved: false }, ended)],
    [
      'overtaken',
      card(
        {
          at: 'failed',
          failedAt: now,
          because: 'v9 is production now, so what v7 owed no longer matters',
          holds: '9',
          restored: true,
          retryable: false,
        },
        ended,
      ),
    ],
  ])('%s', (name, state) => {
    expectGolden(`approval-request-keep-${name}`, approvalRequest(state));
  });

  test('and its confirm modals', () => {
    const state = {
      facts: { ...facts, ...keeps },
      as: { role: 'Risk', actingFor: null },
      needsAfter: [],
      gates: [],
      failing: [],
      reasonRequired: null,
      press,
    };
    expectGolden('confirm-decision-keep', confirmDecision({ ...state, decision: 'approve' }));
    expectGolden('confirm-decision-keep-reject', confirmDecision({ ...state, decision: 'reject' }));
  });

  test('never speaks of moving or promoting it', () => {
    const { blocks } = approvalRequest(card({ at: 'open', nextGate: null }, keeps));
    expect(outline(blocks)).not.toMatch(/[Pp]romote fraud-scorer|moves from|replaces/);
  });
});

describe('what whoever owns a playbook hears of a request', () => {
  const needs = [{ role: 'Risk', count: 2, filledBy: ['Mei'], couldBeFilledBy: [person('jon')] }];
  test.each(['extended', 'expired', 'error', 'replaced'] as const)('%s', (news) => {
    const because = 'The facts are malformed: metrics.candidate is a text.';
    expectGolden(`owner-line-${news}`, ownerLine({ news, owner, deadline: now, needs, because }));
  });
});

describe('the card of what nobody was asked about', () => {
  const auto = 'Approved without people: Small and reversible.';
  test.each([
    ['promoted', card({ at: 'promoted', deciders: [], auto, decidedInMs: 0, readBackAt: now }, { deadline: null })],
    [
      'ordered',
      card(
        {
          at: 'executing',
          startedAt: now,
          deciders: [],
          auto: 'Ordered by the playbook: “Answers within 90 ms” does not hold.',
        },
        { deadline: null, rollback: true, version: '5', requester: 'Countersign' },
      ),
    ],
  ])('%s', (name, state) => {
    expectGolden(`approval-request-auto-${name}`, approvalRequest(state));
  });
});
