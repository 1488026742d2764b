import { describe, expect, test } from 'vitest';
import { approvalRequest } from '#views/approval-request.ts';
import { outline } from '#views/outline.ts';
import { validateMessage } from '#views/validate.ts';
import { expectGolden } from './golden.ts';
import { card, deciders, needs, person } from './scene.ts';

const open = { at: 'open', nextGate: { name: 'Weekend', from: '2026-11-27T16:00:00.000Z' } } as const;
const ended = {
  needs: needs.map((need) => ({ ...need, filledBy: ['mei', 'jon'].slice(0, need.count) })),
  deadline: null,
};

const cards = {
  open: card(open),
  'open-votes-not-counted': card(open, {
    votesNotCounted: [
      { name: 'ana', because: 'ana asked for this promotion' },
      { name: 'jon', because: 'recall in region EU changed after the approval' },
    ],
  }),
  'open-held': card(open, { heldBy: ['tom', 'mei'] }),
  'open-first-version': card(open, { champion: null, reason: null, evidence: [] }),
  'open-plain': card(open, { native: false }),
  blocked: card({
    at: 'blocked',
    blocks: [{ because: 'jon blocked it: the EU slice is too small to judge', liftedBy: ['jon'] }],
  }),
  'blocked-by-facts': card({
    at: 'blocked',
    blocks: [
      { because: 'The weights of v7 could not be read, so nobody can say what would be promoted', liftedBy: [] },
    ],
  }),
  'approved-freeze': card(
    {
      at: 'approved',
      approvedAt: '2026-11-26T14:02:00.000Z',
      deciders,
      gates: [{ kind: 'freeze', name: 'Weekend', until: '2026-11-30T07:00:00.000Z', because: 'it is weekend' }],
    },
    ended,
  ),
  'approved-hold': card(
    {
      at: 'approved',
      approvedAt: '2026-11-26T14:02:00.000Z',
      deciders,
      gates: [{ kind: 'hold', name: 'hold', until: null, because: 'tom holds it until the app release is out' }],
    },
    { ...ended, heldBy: ['tom'] },
  ),
  executing: card({ at: 'executing', startedAt: '2026-11-26T14:09:30.000Z', deciders }, ended),
  promoted: card({ at: 'promoted', deciders, decidedInMs: 18_720_000, readBackAt: '2026-11-26T14:02:10.000Z' }, ended),
  delayed: card(
    {
      at: 'delayed',
      approvedAt: '2026-11-26T14:02:00.000Z',
      trouble: 'MLflow did not answer',
      tries: 3,
      nextTryAt: '2026-11-26T14:18:00.000Z',
      nothingChanged: true,
    },
    ended,
  ),
  'delayed-unknown': card(
    {
      at: 'delayed',
      approvedAt: '2026-11-26T14:02:00.000Z',
      trouble: 'MLflow answered too late',
      tries: 1,
      nextTryAt: null,
      nothingChanged: false,
    },
    ended,
  ),
  conflict: card({ at: 'conflict', noticedAt: '2026-11-26T14:03:00.000Z', expected: '5', found: '6' }, ended),
  rejected: card(
    {
      at: 'rejected',
      by: { name: 'jon', role: 'Risk' },
      rejectedAt: '2026-11-26T13:40:00.000Z',
      reason: 'p99 latency breaks the checkout budget.',
      criteria: [{ what: 'p99 latency at most 90 ms', due: null, ended: null }],
    },
    ended,
  ),
  'rejected-retrainable': card(
    {
      at: 'rejected',
      by: { name: 'jon', role: 'Risk' },
      rejectedAt: '2026-11-26T13:40:00.000Z',
      reason: 'p99 latency breaks the checkout budget.',
      criteria: [{ what: 'p99 latency at most 90 ms', due: null, ended: null }],
    },
    { ...ended, retrainable: true },
  ),
  expired: card({ at: 'expired', expiredAt: '2026-11-26T14:00:00.000Z', approved: false }, { deadline: null }),
  superseded: card(
    {
      at: 'superseded',
      by: { version: '8', code: 'M2XD-40', url: 'https://example.slack.com/archives/C1/p2' },
      supersededAt: '2026-11-26T13:40:00.000Z',
    },
    ended,
  ),
  withdrawn: card(
    { at: 'withdrawn', by: 'ana', withdrawnAt: '2026-11-26T13:00:00.000Z', reason: 'Found a leak in the EU slice.' },
    ended,
  ),
  'failed-restored': card(
    {
      at: 'failed',
      failedAt: '2026-11-26T14:04:00.000Z',
      because: 'MLflow said that production is v7, but read back it was v5',
      holds: '5',
      restored: true,
      retryable: true,
    },
    ended,
  ),
  'failed-not-restored': card(
    {
      at: 'failed',
      failedAt: '2026-11-26T14:04:00.000Z',
      because: 'MLflow refused to put v5 back after v7 could not be read',
      holds: null,
      restored: false,
      retryable: false,
    },
    ended,
  ),
};

describe('the card of a request', () => {
  test.each(Object.entries(cards))('%s', (name, state) => {
    expectGolden(`approval-request-${name}`, approvalRequest(state));
  });

  test('asks nobody twice and mentions only those who can act', () => {
    const { blocks } = approvalRequest(cards.open);
    const mentions = JSON.stringify(blocks).match(/<@\w+>/g);
    expect(mentions).toEqual(['<@U0JON>', '<@U0TOM>']);
  });

  test.each(Object.entries(cards).filter(([, state]) => state.stage.at !== 'open'))(
    '%s notifies nobody',
    (_, state) => {
      expect(JSON.stringify(approvalRequest(state))).not.toMatch(/<@/);
    },
  );

  test('has at most one primary button, and none once it is decided', () => {
    for (const state of Object.values(cards)) {
      const count = JSON.stringify(approvalRequest(state)).split('"primary"').length - 1;
      expect(count).toBe(state.stage.at === 'open' ? 1 : 0);
    }
  });

  test('says in its text what the blocks say, without markup', () => {
    const { text } = approvalRequest(cards.open);
    expect(text).toMatch(/^Promote fraud-scorer v7 to production\?\n/);
    expect(text).toContain('from @jon or @tom');
    expect(text).not.toMatch(/[<>]/);
  });

  test('names who could approve in small numbers and counts the rest', () => {
    const many = [
      { role: 'Risk', count: 3, filledBy: [], couldBeFilledBy: Array.from({ length: 9 }, (_, i) => person(`p${i}`)) },
    ];
    const { blocks } = approvalRequest(card({ at: 'open', nextGate: null }, { needs: many }));
    expect(outline(blocks)).toContain('Risk: 3 more from @U0P0, @U0P1, @U0P2, @U0P3 or 5 more');
  });

  test('puts evidence that does not pass where it is seen, however long the list', () => {
    const passed = Array.from({ length: 40 }, (_, index) => ({ ...card(open).evidence[0]!, title: `check ${index}` }));
    const failed = { ...card(open).evidence[2]!, title: 'the last one' };
    const { blocks } = approvalRequest(card(open, { evidence: [...passed, failed] }));
    const table = blocks.find((block) => block.type === 'table');
    expect(JSON.stringify(table)).toContain('✗ the last one');
    expect(outline(blocks)).toContain('and 29 more in Details');
  });

  test.each(Object.entries(cards))(
    '%s fits when every text is as long and every list as full as can be',
    (_, state) => {
      for (const native of [true, false]) {
        expect(validateMessage(approvalRequest({ ...fattest(state), native }))).toEqual([]);
      }
    },
  );
});

/** Ampersands are the fattest text: Slack counts five characters for each. */
function fattest<T>(thing: T, key = ''): T {
  if (typeof thing === 'string') {
    const fixed =
      ['at', 'status', 'kind', 'press', 'slackId', 'url'].includes(key) || /^\d{4}-\d{2}-\d{2}T/.test(thing);
    return (fixed ? thing : '&'.repeat(600)) as T;
  }
  if (Array.isArray(thing)) {
    return Array.from({ length: thing.length === 0 ? 0 : 200 }, (_, index) =>
      fattest(thing[index % thing.length], key),
    ) as T;
  }
  if (typeof thing !== 'object' || thing === null) return thing;
  return Object.fromEntries(Object.entries(thing).map(([name, each]) => [name, fattest(each, name)])) as T;
}
