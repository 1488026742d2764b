import { expect, test } from 'vitest';
import { composeDigest } from '#digest/compose.ts';
import type { DigestFacts } from '#domain/weekly-digest.ts';
import { digestPreview, digestSubscribed, digestUnsubscribed } from '#views/digest-answers.ts';
import { outline } from '#views/outline.ts';
import { digestDetail, type ShownDigest, weeklyDigest } from '#views/weekly-digest.ts';
import { euros, full, quiet } from '../digest/digest-facts.ts';
import { expectGolden } from './golden.ts';
import { press } from './scene.ts';

function shown(facts: DigestFacts, missed: readonly string[] = []): ShownDigest {
  const digest = composeDigest(facts, { without: [], zone: 'Europe/Amsterdam', missed });
  if (digest === null) throw new Error('nothing to say');
  return { digest, presses: Object.fromEntries(facts.idle.map(({ id }) => [id, press])) };
}

const org: DigestFacts = {
  ...full,
  scope: { kind: 'organization', name: 'Northwind Lending' },
  maturity: null,
  cost: {
    late: false,
    currencies: [
      {
        ...euros,
        amount: '12840.5',
        change: { before: '12500', delta: '340.5', percent: '2.7' },
        teams: [
          { team: 'fraud', amount: '4120.25', change: { before: '3491', delta: '629.25', percent: '18.0' } },
          { team: 'recs', amount: '3980', change: { before: '4100', delta: '-120', percent: '-2.9' } },
          { team: null, amount: '240', change: null },
        ],
      },
      { ...euros, currency: 'USD', amount: '91', change: null, movers: [], coverage: null, unlabelled: [] },
    ],
  },
};

const cases: Record<string, ShownDigest> = {
  'weekly-digest-team': shown(full),
  'weekly-digest-organization': shown(org, ['2026-11-16', '2026-11-23']),
  'weekly-digest-leaders': shown({
    ...org,
    scope: { kind: 'leaders', id: 'risk-heads', teams: ['fraud', 'credit'] },
    idle: [],
    alerts: [],
  }),
  'weekly-digest-short': shown({
    ...quiet,
    scope: { kind: 'team', team: 'churn' },
    cost: {
      late: false,
      currencies: [
        { ...euros, amount: '41', change: { before: '41', delta: '0', percent: '0.0' }, movers: [], coverage: null },
      ],
    },
  }),
  'weekly-digest-no-bill-yet': shown({ ...quiet, cost: { late: true, currencies: [] }, outside: full.outside }),
};

test.each(Object.entries(cases))('%s', (name, state) => expectGolden(name, weeklyDigest(state)));

test('what had no room is in the thread', () => {
  expectGolden('weekly-digest-thread', digestDetail(shown(full).digest));
});

test('who asks sees what would come, and where and when', () => {
  const next = '2026-12-07T08:00:00.000Z';
  const { scope } = full;
  expectGolden('digest-preview', digestPreview({ shown: shown(full), scope, next, channel: '#ml-digest' }));
  expectGolden('digest-preview-nothing', digestPreview({ shown: null, scope, next, channel: '#ml-digest' }));
  expectGolden('digest-subscribed', digestSubscribed({ scope, next }));
  expectGolden('digest-unsubscribed', digestUnsubscribed(scope));
});

test('what was decided since has no buttons', () => {
  const { digest } = shown(full);
  const text = outline(weeklyDigest({ digest, presses: {} }).blocks);
  expect(text).toContain('gpu-lab-3');
  expect(text).not.toContain('[Stop…]');
});

test('a digest of everything is twelve lines, not counting buttons', () => {
  const text = outline(weeklyDigest(shown(full)).blocks);
  expect(text.split('\n').filter((line) => !line.startsWith('['))).toHaveLength(12);
});
