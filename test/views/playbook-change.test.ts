import { describe, expect, test } from 'vitest';
import { approvalRequest } from '#views/approval-request.ts';
import type { Stage } from '#views/approval-stages.ts';
import type { ApprovalRequest } from '#views/approval-state.ts';
import type { PlaybookChange } from '#views/changed-files.ts';
import { confirmDecision } from '#views/confirm-decision.ts';
import { outline } from '#views/outline.ts';
import { type PlaybooksInForce, playbooksInForce } from '#views/playbooks-in-force.ts';
import { playbooksBroken, playbooksChanged } from '#views/playbooks-notice.ts';
import { proposePlaybooks } from '#views/propose-playbooks.ts';
import { requestDetails } from '#views/request-details.ts';
import { requestOpened } from '#views/request-opened.ts';
import { type NotedOutcome, requesterNote } from '#views/requester-note.ts';
import { voteLine } from '#views/vote-line.ts';
import { expectGolden } from './golden.ts';
import { card as cardOf, person, press, facts as promotion } from './scene.ts';

const digest = `sha256:${'5c0ffee5'.repeat(8)}`;
const at = '2026-11-26T14:02:00.000Z';

const change: PlaybookChange = {
  from: '4',
  to: '5',
  files: [
    {
      file: 'people.yaml',
      changes: [{ direction: 'tighter', sentence: 'kim leaves recs-ml', loses: [] }],
    },
    {
      file: 'promotion-critical.yaml',
      changes: [
        { direction: 'neutral', sentence: 'the description is worded anew', loses: [] },
        { direction: 'tighter', sentence: 'a request expires after 4 days instead of 5 days', loses: [] },
        {
          direction: 'looser',
          sentence: 'the rule “Risk has challenged it” is taken out',
          loses: ['Risk'],
        },
        { direction: 'different', sentence: 'it governs other requests', loses: ['Fraud ML', 'Product', 'Risk'] },
      ],
    },
  ],
  restart: true,
  newlyApproved: ['R-12', 'R-31'],
};

const needs = [
  { role: 'ML platform', count: 1, filledBy: [], couldBeFilledBy: [person('ben')] },
  { role: 'Risk', count: 1, filledBy: ['mei'], couldBeFilledBy: [] },
];
const facts = {
  ...promotion,
  model: 'playbooks',
  version: '5',
  target: 'in force',
  registry: 'Countersign',
  champion: { version: '4', since: '2026-10-16T09:00:00.000Z' },
  reason: 'Product answers for everyday models alone from now on.',
  playbook: 'A change of the playbooks',
  links: [],
  change,
};
const card = (stage: Stage, more: Partial<ApprovalRequest> = {}) =>
  cardOf(stage, { ...facts, evidence: [], needs, ...more });
const deciders = [
  { name: 'ben', role: 'ML platform' },
  { name: 'mei', role: 'Risk' },
];
const decided = { deadline: null, needs: needs.map((need) => ({ ...need, filledBy: ['mei'], couldBeFilledBy: [] })) };

const cards = {
  open: card({ at: 'open', nextGate: null }),
  blocked: card({ at: 'blocked', blocks: [{ because: 'mei blocked it: not without risk', liftedBy: ['mei'] }] }),
  approved: card(
    {
      at: 'approved',
      approvedAt: at,
      deciders,
      gates: [{ kind: 'hold', name: 'ben', until: null, because: 'ben holds it until Monday' }],
    },
    { ...decided, heldBy: ['tom'] },
  ),
  'in-force': card({ at: 'promoted', deciders, decidedInMs: 18_720_000, readBackAt: at }, decided),
  rejected: card(
    {
      at: 'rejected',
      by: { name: 'mei', role: 'Risk' },
      rejectedAt: at,
      reason: 'The second line stays.',
      criteria: [],
    },
    decided,
  ),
  expired: card({ at: 'expired', expiredAt: at, approved: false }, { deadline: null }),
  superseded: card({ at: 'superseded', by: { version: '5', code: 'M2XD-40', url: null }, supersededAt: at }, decided),
  withdrawn: card({ at: 'withdrawn', by: 'ana', withdrawnAt: at, reason: null }, decided),
  overtaken: card(
    {
      at: 'failed',
      failedAt: at,
      because: 'Playbook set 5 came into force meanwhile, and this was a change of set 4.',
      holds: '5',
      restored: false,
      retryable: false,
    },
    decided,
  ),
};

describe('the card of a change of the playbooks', () => {
  test.each(Object.entries(cards))('%s', (name, state) => {
    expectGolden(`playbook-change-${name}`, approvalRequest(state));
  });

  test('says what loosens first, in each file and of all files', () => {
    const shown = outline(approvalRequest(cards.open).blocks);
    const order = ['promotion-critical.yaml', 'Looser', 'Different', 'Tighter', 'Decides nothing', 'people.yaml'];
    const places = order.map((word) => shown.indexOf(word));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('counts what it leaves out', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({
      direction: 'tighter' as const,
      sentence: `c${i}`,
      loses: [],
    }));
    const state = card(
      { at: 'open', nextGate: null },
      { change: { ...change, files: [{ file: 'f.yaml', changes: many }] } },
    );
    expect(outline(approvalRequest(state).blocks)).toContain('and 28 more in Details');
  });

  test('never speaks of promotions, registries or versions', () => {
    for (const state of Object.values(cards)) {
      expect(outline(approvalRequest(state).blocks)).not.toMatch(/[Pp]romot(?!ion-critical)|registry|\bv\d|MLflow/);
    }
  });
});

describe('what goes with the card of a change', () => {
  test('the modal that confirms an approval', () => {
    expectGolden(
      'playbook-change-confirm',
      confirmDecision({
        facts,
        decision: 'approve',
        as: { role: 'ML platform', actingFor: null },
        needsAfter: [
          { role: 'ML platform', count: 1, filledBy: ['ben'], couldBeFilledBy: [] },
          { role: 'Risk', count: 1, filledBy: ['mei'], couldBeFilledBy: [] },
        ],
        gates: [],
        failing: [],
        reasonRequired: 'the playbook asks for one',
        press,
      }),
    );
  });

  test('the details', () => {
    const rule = {
      name: 'Risk agrees to what it loses',
      why: null,
      state: 'approved',
      because: '1 of 1 from Risk',
    } as const;
    expectGolden(
      'playbook-change-details',
      requestDetails({
        facts,
        because: 'Needs 1 more from ML platform (ben)',
        rules: [rule],
        evidence: [],
        votes: [],
        blocks: [],
        gates: [],
        unknown: [],
        owed: [],
        review: null,
        policyDigest: digest,
        ledger: [3, 4],
        mayTakeBack: false,
        mayBlock: true,
        mayWithdraw: true,
        press,
      }),
    );
  });

  test('the notes and lines', () => {
    const outcomes: readonly NotedOutcome[] = [
      { kind: 'promoted' },
      { kind: 'approved', waitsFor: null },
      { kind: 'rejected', by: 'mei', reason: 'The second line stays.' },
      { kind: 'blocked', because: 'mei blocked it' },
      { kind: 'expired' },
      { kind: 'failed', because: 'set 5 came into force meanwhile' },
    ];
    const said = [
      requestOpened({ ...facts, number: 12, channel: '#ml-approvals', action: 'change of the playbooks' }),
      ...outcomes.map((outcome) => requesterNote({ facts, outcome, cardUrl: null })),
      voteLine({
        name: 'ben',
        decision: 'hold',
        role: null,
        actingFor: null,
        reason: null,
        notCounted: null,
        accepted: [],
        change: true,
        needs,
        code: facts.code,
      }),
    ];
    const text = said.map(({ blocks }) => outline(blocks)).join('\n');
    expectGolden('playbook-change-said', {
      text: '',
      blocks: said.flatMap(({ blocks }) => blocks),
    });
    expect(text).not.toMatch(/[Pp]romot/);
  });
});

describe('what is said of the playbooks folder', () => {
  const state: PlaybooksInForce = {
    number: 4,
    digest,
    since: '2026-10-16T09:00:00.000Z',
    by: 'request R-7',
    author: 'tom',
    playbooks: 7,
    folder: { is: 'same' },
  };
  const proposal = { number: 12, standing: 'needs Risk (1 more)', live: true };
  const problems = ['playbooks/people.yaml:12:5: unknown key "rols"; did you mean "roles"?'];

  test.each([
    ['playbooks-changed', playbooksChanged({ digest, change, inForce: false, proposal: null })],
    ['playbooks-changed-proposed', playbooksChanged({ digest, change, inForce: false, proposal })],
    [
      'playbooks-changed-in-force',
      playbooksChanged({ digest, change: { ...change, files: [] }, inForce: true, proposal }),
    ],
    [
      'playbooks-broken',
      playbooksBroken({ problems, from: '4', owners: [{ role: 'Risk', people: [person('mei'), person('jon')] }] }),
    ],
    ['playbooks-propose', proposePlaybooks({ digest, change, needs, blocked: null })],
    ['playbooks-in-force', playbooksInForce(state)],
    ['playbooks-in-force-first', playbooksInForce({ ...state, number: 1, by: 'start of the program', author: null })],
    [
      'playbooks-in-force-changed',
      playbooksInForce({ ...state, folder: { is: 'changed', digest, change, proposal: null } }),
    ],
    ['playbooks-in-force-broken', playbooksInForce({ ...state, folder: { is: 'broken', problems } })],
  ])('%s', (name, shown) => {
    expectGolden(name, shown);
  });

  test('offers nothing that is proposed already, and offers it again once that has ended', () => {
    const offers = (live: boolean) =>
      outline(playbooksChanged({ digest, change, inForce: false, proposal: { ...proposal, live } }).blocks).includes(
        '[Propose',
      );
    expect([offers(true), offers(false)]).toEqual([false, true]);
  });
});
