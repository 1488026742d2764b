import { describe, expect, test } from 'vitest';
import { bug } from '#views/bug.ts';
import { help } from '#views/help.ts';
import { homeTab } from '#views/home.ts';
import { refusal } from '#views/refusal.ts';
import type { RequestLine } from '#views/request-line.ts';
import { requestList } from '#views/request-list.ts';
import { requesterNote } from '#views/requester-note.ts';
import { unresolvedPost } from '#views/unresolved-post.ts';
import { upstreamTrouble } from '#views/upstream-trouble.ts';
import { voteLine } from '#views/vote-line.ts';
import { expectGolden } from './golden.ts';
import { facts, line, needs, now, press } from './scene.ts';
import { list as models } from './status-states.ts';

const standIn = {
  principal: 'Mei Tanaka',
  delegate: 'Lea Fontaine',
  roles: ['Risk'],
  startsAt: '2026-11-26T10:00:00.000Z',
  endsAt: '2026-11-28T23:00:00.000Z',
  reason: 'on leave',
  standing: 'running' as const,
  endedBy: null,
  press: 'delegation-1',
};
const other = line({
  code: 'M2XD-40',
  model: 'churn',
  version: '4',
  requester: 'ben',
  standing: 'needs Legal (1 more)',
});
const list = { forYou: [line()], others: [other], offset: 0, otherCount: 1, now };

const page = (lines: readonly RequestLine[]) => ({ lines, offset: 0, total: lines.length });

const commands = [
  {
    usage: '/mlops status [model]',
    summary: 'which version is where, and what waits',
    example: '/mlops status fraud-scorer',
  },
  {
    usage: '/mlops promote [model version target]',
    summary: 'ask for a promotion',
    example: '/mlops promote fraud-scorer 7 production',
  },
  { usage: '/mlops requests', summary: 'requests that wait, yours first', example: '/mlops requests' },
];

const vote = {
  name: 'mei',
  decision: 'approve',
  role: 'Risk',
  actingFor: null,
  reason: 'Checked the EU slice by hand; latency is fine until the new cache is in.',
  notCounted: null,
  accepted: ['p99 latency'],
  needs,
  code: 'K7QF-92',
} as const;

const noted = (
  outcome: Parameters<typeof requesterNote>[0]['outcome'],
  cardUrl: string | null = 'https://example.slack.com/archives/C1/p1',
) => requesterNote({ facts, outcome, cardUrl });

const answers = {
  'request-list': requestList(list),
  'request-list-nothing-for-you': requestList({ ...list, forYou: [] }),
  'request-list-page': requestList({ ...list, offset: 8, otherCount: 20 }),
  'request-list-empty': requestList({ ...list, forYou: [], others: [], otherCount: 0 }),
  help: help({ commands, unknown: null }),
  'help-unknown': help({ commands, unknown: { word: 'promte', didYouMean: '/mlops promote' } }),
  'help-unknown-nothing-near': help({ commands, unknown: { word: 'xyzzy', didYouMean: null } }),
  'refusal-own-version': refusal({
    sentence: 'You trained this version (run 8f2c1a), so your approval cannot fill a seat. jon or tom can approve.',
    links: [],
  }),
  'refusal-superseded': refusal({
    sentence: 'This card is about v6; v7 was requested at 13:40.',
    links: [{ label: 'open the new card', url: 'https://example.slack.com/archives/C1/p2' }],
  }),
  'upstream-trouble-retrying': upstreamTrouble({
    trouble: 'MLflow did not answer',
    nextTryAt: '2026-11-26T14:18:00.000Z',
    nothingChanged: true,
    now,
  }),
  'upstream-trouble': upstreamTrouble({
    trouble: 'MLflow did not answer',
    nextTryAt: null,
    nothingChanged: false,
    now,
  }),
  bug: bug({ reference: 'a1b2c3', contact: 'ml-platform' }),
  'bug-no-contact': bug({ reference: 'a1b2c3', contact: null }),
  'vote-line-approve': voteLine(vote),
  'vote-line-approve-last': voteLine({ ...vote, role: 'Product', actingFor: 'tom', accepted: [], needs: [] }),
  'vote-line-not-counted': voteLine({
    ...vote,
    name: 'ana',
    reason: null,
    accepted: [],
    notCounted: 'ana asked for this promotion',
  }),
  'vote-line-reject': voteLine({ ...vote, decision: 'reject', reason: 'p99 latency breaks the checkout budget.' }),
  'vote-line-withdraw': voteLine({ ...vote, decision: 'withdraw', reason: null }),
  'vote-line-taken-back-early': voteLine({
    ...vote,
    decision: 'withdraw',
    wayBack: { version: '5', request: null, because: null },
  }),
  'vote-line-taken-back-late': voteLine({
    ...vote,
    decision: 'withdraw',
    wayBack: { version: '5', request: 'R-2', because: null },
  }),
  'vote-line-taken-back-no-way': voteLine({
    ...vote,
    decision: 'withdraw',
    wayBack: {
      version: '5',
      request: null,
      because: '`production` of fraud-scorer is v8 now: somebody moved it since.',
    },
  }),
  'vote-line-block': voteLine({ ...vote, decision: 'block', reason: 'The EU slice is too small to judge.' }),
  'vote-line-lift': voteLine({ ...vote, decision: 'lift', reason: 'The slice is larger now.' }),
  'vote-line-hold': voteLine({ ...vote, decision: 'hold', role: null, reason: 'Until the app release is out.' }),
  'vote-line-release': voteLine({ ...vote, decision: 'release', role: null, reason: null }),
  'requester-note-promoted': noted({ kind: 'promoted' }),
  'requester-note-approved': noted({ kind: 'approved', waitsFor: null }),
  'requester-note-approved-waits': noted({ kind: 'approved', waitsFor: 'freeze “Weekend” until Mon 30 Nov 08:00' }),
  'requester-note-retrain': requesterNote({
    facts,
    outcome: { kind: 'rejected', by: 'jon', reason: 'Recall fell in the EU.' },
    cardUrl: null,
    retrain: press,
  }),
  'requester-note-rejected': noted(
    { kind: 'rejected', by: 'jon', reason: 'p99 latency breaks the checkout budget.' },
    null,
  ),
  'requester-note-blocked': noted({ kind: 'blocked', because: 'jon wants a larger EU slice' }),
  'requester-note-expired': noted({ kind: 'expired' }),
  'requester-note-failed': noted({ kind: 'failed', because: 'MLflow refused to move the alias' }),
  'unresolved-post': unresolvedPost({
    what: 'the request for fraud-scorer v7',
    where: '#ml-approvals',
    sentAt: now,
    press,
  }),
  home: homeTab({
    forYou: page([line()]),
    yours: page([other]),
    delegations: {
      given: [standIn],
      held: Array.from({ length: 5 }, () => ({ ...standIn, principal: 'Tom Lindqvist', delegate: 'Mei Tanaka' })),
    },
    digests: [
      { scope: { kind: 'team', team: 'fraud' }, subscribed: true, next: now, channel: '#fraud' },
      { scope: { kind: 'organization', name: 'Northwind' }, subscribed: false, next: now, channel: '#ml-weekly' },
    ],
    status: models,
    now,
  }),
  'home-page': homeTab({
    forYou: { lines: Array.from({ length: 20 }, () => line()), offset: 20, total: 45 },
    yours: { lines: Array.from({ length: 10 }, () => other), offset: 0, total: 12 },
    delegations: null,
    digests: [],
    status: models,
    now,
  }),
  'home-empty': homeTab({
    forYou: page([]),
    yours: page([]),
    delegations: { given: [], held: [] },
    digests: [],
    status: { ...models, models: [], total: 0 },
    now,
  }),
};

describe('answers and notes', () => {
  test.each(Object.entries(answers))('%s', (name, shown) => {
    expectGolden(name, shown);
  });

  test('no answer notifies anybody', () => {
    expect(JSON.stringify(answers)).not.toMatch(/<[@!](?!date)/);
  });
});
