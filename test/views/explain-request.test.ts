import { expect, test } from 'vitest';
import type { Stage } from '#views/approval-stages.ts';
import { type RequestExplanation, requestExplanation } from '#views/explain-request.ts';
import { outline } from '#views/outline.ts';
import { validateMessage } from '#views/validate.ts';
import { expectGolden } from './golden.ts';
import { card, deciders } from './scene.ts';

const judged = [
  'As judged now',
  ', by the playbook “Fraud to production”',
  '. `/mlops policy fraud-scorer` shows the rules.',
];
const rules = {
  title: 'The rules',
  lines: [
    { mark: '✓' as const, says: ['Engineering stands behind this version: 1 of 1 from ML engineering.'] },
    { mark: '…' as const, says: ['Risk has challenged it: 1 of 2 from Risk.'] },
    { mark: '–' as const, says: ['Legal has cleared new data. Does not apply: the data is the same.'] },
  ],
};

function state(stage: Stage, change: Partial<RequestExplanation> = {}): RequestExplanation {
  return {
    request: 'R-1042',
    card: card(stage),
    standing: { mark: '…', says: ['Waiting; missing: 1 approval and 1 piece of evidence.'] },
    you: 'You trained this version, so your approval cannot fill a seat.',
    sections: [rules],
    judged,
    ...change,
  };
}

const waiting = state(
  { at: 'open', nextGate: null },
  {
    sections: [
      {
        title: 'What is missing, and who could give it',
        lines: [
          { mark: '…', says: ['1 more from Risk for “Risk has challenged it”: jon or tom could give it.'] },
          {
            mark: '✗',
            says: [
              '“p99 latency” failed: 94 ms is above 90 ms. Only another result can mend that. It comes from `latency-eval`.',
            ],
          },
        ],
      },
      {
        title: 'What if these people said yes',
        lines: [
          {
            mark: '✗',
            says: ['It would not be enough if everybody approved: approvals do not replace evidence or facts.'],
          },
        ],
      },
      {
        title: 'What happens next',
        lines: [
          { mark: '›', says: ['If it is not approved until ', { at: '2026-12-03T16:00:00.000Z' }, ', it expires.'] },
        ],
      },
      rules,
      {
        title: 'Votes that do not count',
        lines: [{ mark: '✗', says: ['tom has left Risk (since ', { at: '2026-11-25T09:00:00.000Z' }, ').'] }],
      },
      {
        title: 'What is not known, and what that did',
        lines: [
          { mark: '…', says: ['Who contributed to this version: v7 has no tag countersign.contributors. It blocks.'] },
        ],
      },
    ],
  },
);

test.each([
  ['explain-waiting', waiting],
  [
    'explain-approved',
    state(
      { at: 'approved', approvedAt: '2026-11-26T14:02:00.000Z', deciders, gates: [] },
      { standing: { mark: '✓', says: ['Approved by ben, mei and jon.'] }, you: null },
    ),
  ],
  [
    'explain-rejected',
    state(
      {
        at: 'rejected',
        by: { name: 'mei', role: 'Risk' },
        rejectedAt: '2026-11-26T14:02:00.000Z',
        reason: 'Recall fell in EU.',
        criteria: [],
      },
      { you: null, judged: ['As it was decided ', { at: '2026-11-26T14:02:00.000Z' }, '.'] },
    ),
  ],
])('%s', (name, shown) => {
  expectGolden(name, requestExplanation(shown));
});

test('keeps to one screen, and says how much more there is', () => {
  const line = { mark: '…' as const, says: ['x'.repeat(2000)] };
  const long = Array.from({ length: 30 }, () => ({
    title: 'y'.repeat(400),
    lines: Array.from({ length: 40 }, () => line),
  }));
  const shown = requestExplanation({ ...waiting, sections: long });
  const text = outline(shown.blocks);
  expect(text).toContain('and 33 more in Details');
  expect(text).toContain('There is more than fits here, in Details');
  expect(validateMessage(shown)).toEqual([]);
});
