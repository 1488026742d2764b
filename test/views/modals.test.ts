import { describe, expect, test } from 'vitest';
import { confirmDecision } from '#views/confirm-decision.ts';
import { confirmRollback } from '#views/confirm-rollback.ts';
import { readIntent } from '#views/intents.ts';
import { loading } from '#views/loading.ts';
import { outlineView } from '#views/outline.ts';
import { requestDetails } from '#views/request-details.ts';
import { promotionFields, requestPromotion } from '#views/request-promotion.ts';
import { expectGolden } from './golden.ts';
import { evidence, facts, needs, press } from './scene.ts';

const failing = evidence.filter(({ status }) => status !== 'passed');
const approving = {
  facts,
  decision: 'approve',
  as: { role: 'Risk', actingFor: null },
  needsAfter: [{ ...needs[1]!, filledBy: ['mei', 'jon'] }, needs[2]!],
  gates: [],
  failing,
  reasonRequired: 'evidence does not pass',
  press,
} as const;

describe('confirming a decision', () => {
  test.each([
    ['approve', approving],
    ['approve-last', { ...approving, needsAfter: [], failing: [], reasonRequired: null }],
    [
      'approve-last-frozen',
      {
        ...approving,
        as: { role: 'Product', actingFor: 'tom' },
        needsAfter: [],
        failing: [],
        reasonRequired: 'you act for tom',
        gates: [{ kind: 'freeze', name: 'Weekend', until: '2026-11-30T07:00:00.000Z', because: '' }],
      },
    ],
    ['reject', { ...approving, decision: 'reject', reasonRequired: null }],
    ['lift', { ...approving, decision: 'lift', reasonRequired: null }],
    ['block', { ...approving, decision: 'block', reasonRequired: null }],
    ['block-lifted-by-others', { ...approving, decision: 'block', othersLift: ['Legal'], reasonRequired: null }],
    ['take-back', { ...approving, decision: 'withdraw', reasonRequired: null }],
    [
      'take-back-while-promoted',
      {
        ...approving,
        decision: 'withdraw',
        wayBack: { to: '5', done: false },
        reasonRequired: 'whoever approves the way back reads it',
      },
    ],
    [
      'take-back-once-promoted',
      {
        ...approving,
        decision: 'withdraw',
        wayBack: { to: '5', done: true },
        reasonRequired: 'whoever approves the way back reads it',
      },
    ],
  ] as const)('%s', (name, state) => {
    expectGolden(`confirm-decision-${name}`, confirmDecision(state));
  });

  test('carries the press and the decision to its submission', () => {
    const view = confirmDecision(approving);
    expect(readIntent(view.callback_id ?? '', view.private_metadata)).toEqual({
      name: 'decide-submit',
      payload: { press, decision: 'approve' },
    });
  });

  test('asks for a reason whenever someone rejects', () => {
    expect(confirmDecision({ ...approving, decision: 'reject', reasonRequired: null }).blocks).toContainEqual(
      expect.objectContaining({ type: 'input', optional: false }),
    );
  });
});

const rollback = {
  code: 'K7QF-92',
  model: 'fraud-scorer',
  target: 'production',
  registry: 'MLflow',
  from: '7',
  to: '5',
  toHeldUntil: '2026-11-26T14:02:00.000Z',
  needs: '2 people of Fraud ML',
  press,
};

test.each([
  ['request', rollback],
  ['at-once', { ...rollback, needs: null, toHeldUntil: null }],
])('confirming a rollback: %s', (name, state) => {
  expectGolden(`confirm-rollback-${name}`, confirmRollback(state));
});

test('while the answer is fetched', () => {
  expectGolden('loading', loading({ title: 'Request K7QF-92', what: 'evidence and votes' }));
});

const picked = {
  channel: 'C0ML',
  model: { label: 'fraud-scorer', value: 'mlflow-prod/fraud-scorer' },
  version: { label: 'v7, registered 26 Nov', value: '7' },
  targets: [
    { label: 'production', value: 'production' },
    { label: 'challenger', value: 'challenger' },
  ],
  target: 'production',
  champion: { version: '5' },
  notice: null,
};
const nothingPicked = { ...picked, model: null, version: null, targets: [], target: null, champion: null };

describe('asking for a promotion', () => {
  test.each([
    ['empty', nothingPicked],
    ['model-picked', { ...picked, version: null, target: null, champion: null }],
    ['all-picked', picked],
    ['first-version', { ...picked, champion: null }],
    ['no-playbook', { ...picked, version: null, targets: [], target: null }],
    [
      'notice',
      { ...picked, notice: 'v7 is already production. Pick another version, or look at /mlops status fraud-scorer.' },
    ],
    [
      'trouble',
      { ...nothingPicked, notice: 'MLflow did not answer, so models cannot be listed. Try again in a minute.' },
    ],
  ])('%s', (name, state) => {
    expectGolden(`request-promotion-${name}`, requestPromotion(state));
  });

  test('forgets the version that was picked for another model', () => {
    expect(promotionFields('a').version).not.toBe(promotionFields('b').version);
  });
});

const details = {
  facts,
  because: 'Needs 1 more from Risk (jon or tom) and 1 from Product (tom)',
  rules: [
    {
      name: 'Engineering stands behind this version',
      why: null,
      state: 'approved',
      because: '1 of 1 from ML engineering',
    },
    {
      name: 'Risk has challenged it',
      why: 'fraud losses are ours',
      state: 'waiting',
      because: '1 of 2 from Risk; p99 latency fails',
    },
    { name: 'Product accepts the change', why: null, state: 'waiting', because: '0 of 1 from Product' },
    {
      name: 'Legal has cleared new data',
      why: null,
      state: 'not_applicable',
      because: 'data and features did not change',
    },
  ],
  evidence: evidence.map((row) => ({ ...row, asOf: '2026-11-26T08:40:00.000Z', producer: 'fraud-eval' })),
  votes: [
    { name: 'ben', decision: 'approve', at: '2026-11-26T09:30:00.000Z', reason: null, notCounted: null },
    {
      name: 'mei',
      decision: 'approve',
      at: '2026-11-26T10:05:00.000Z',
      reason: 'Checked the EU slice by hand.',
      notCounted: null,
    },
    {
      name: 'ana',
      decision: 'approve',
      at: '2026-11-26T10:20:00.000Z',
      reason: null,
      notCounted: 'ana asked for this promotion',
    },
  ],
  blocks: [],
  gates: [],
  unknown: ['Who wrote the training code is not known, so contributors are taken to be the run owner'],
  owed: [
    {
      what: 'Answers within 90 ms',
      target: 'production',
      everyMs: 604_800_000,
      until: '2027-05-03T00:00:00.000Z',
      ended: 'over',
      last: { at: '2026-11-19T14:10:00.000Z', status: 'passed', because: '71 against 90' },
    },
  ],
  review: null,
  policyDigest: 'sha256:9b1c6f0e7a52d3c4b5a697887766554433221100ffeeddccbbaa99887766aabb',
  ledger: [4711, 4715, 4716],
  mayTakeBack: true,
  mayBlock: true,
  mayWithdraw: true,
  press,
} as const;

describe('the details of a request', () => {
  test.each([
    ['waiting', details],
    [
      'nobody-voted',
      { ...details, votes: [], ledger: [4711], mayTakeBack: false, mayBlock: false, mayWithdraw: false },
    ],
    ['trained-on', { ...details, trainedOn: 'product clicks (bq://northwind-ml.recs.product_clicks)' }],
    [
      'blocked',
      {
        ...details,
        because: 'jon blocked it',
        blocks: [{ because: 'jon blocked it: the EU slice is too small to judge', liftedBy: ['jon'] }],
        gates: [{ kind: 'lock', name: 'lock', until: null, because: '' }],
      },
    ],
  ] as const)('%s', (name, state) => {
    expectGolden(`request-details-${name}`, requestDetails(state));
  });

  test('show each vote that does not count, with why', () => {
    expect(outlineView(requestDetails(details))).toContain('Does not count: ana asked for this promotion');
  });
});
