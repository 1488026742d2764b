import { expect, test } from 'vitest';
import { type Assessment, assessment } from '#views/assessment.ts';
import { outline } from '#views/outline.ts';
import { spotCheck, spotCheckForm } from '#views/spot-check.ts';
import { useCaseDoubts } from '#views/use-case-doubts.ts';
import { waiverCard, waiverEnded } from '#views/waiver.ts';
import { expectGolden } from './golden.ts';

const state: Assessment = {
  model: 'fraud-scorer',
  modelId: 'fraud/scorer',
  answered: { by: 'Ana Kovač', at: '2026-11-26T10:00:00.000Z' },
  traits: ['mission_critical', 'frequent_updates'],
  needed: [
    {
      capability: 'registry',
      reasons: [
        { trait: 'mission_critical', grade: 'reconstructed', note: null },
        { trait: 'frequent_updates', grade: 'own', note: 'What changes often here is the training code.' },
      ],
      heldBy: ['recs', 'credit'],
      said: { there: ['Ana Kovač'], notThere: ['Ben de Vries'] },
      waiver: null,
    },
    {
      capability: 'metadata',
      reasons: [{ trait: 'mission_critical', grade: 'author', note: null }],
      heldBy: [],
      said: { there: [], notThere: ['Ben de Vries', 'Mei Tanaka'] },
      waiver: { until: '2027-02-24T10:00:00.000Z', by: 'Olu Adeyemi', reason: 'The archive moves in January.' },
    },
  ],
  notNow: [
    { capability: 'online_experimentation', once: ['online'], note: 'A batch has no live traffic to split.' },
    { capability: 'ci_cd', once: [], note: null },
  ],
  lookAgainAt: '2027-02-24T10:00:00.000Z',
  matrix: 'reconstructed-1, 1 changed',
  assessors: 'ana, Fraud ML or ML platform',
};

const waived = {
  model: 'fraud-scorer',
  capability: 'repository' as const,
  reason: 'One team uses its features <!channel>',
  approver: 'Olu Adeyemi',
  approverRole: 'ML platform',
  grantedAt: '2026-11-26T10:00:00.000Z',
  expiresAt: '2027-02-24T10:00:00.000Z',
  ended: null,
  press: 'waiver-1',
};

test('what a use case needs says why, whose cell that is, who runs it and what people say', () => {
  expectGolden('assessment', assessment(state));
  const none = outline(assessment({ ...state, needed: [], answered: null, traits: [] }).blocks);
  expect(none).toContain('fraud-scorer needs none of 12 capabilities yet');
  expect(none).toContain('Nobody has answered the questions; ana, Fraud ML or ML platform can.');
  expect(none).not.toMatch(/Needed now|reconstructed by us|Waive/);
});

test('a waiver says until when, and afterwards that the need counts again', () => {
  expectGolden('waiver', waiverCard(waived));
  const over = { ...waived, ended: { at: '2027-02-24T10:00:00.000Z', by: null } };
  expectGolden('waiver-over', waiverCard(over));
  expect(outline(waiverEnded(over).blocks)).toContain(
    'Its time is up: Dataset and feature repository counts as a need',
  );
});

test('a doubt says what was said and what is seen, and how it was settled', () => {
  const doubts = {
    model: 'fraud-scorer',
    said: { by: 'Ana Kovač', at: '2026-11-26T10:00:00.000Z' },
    doubts: [{ question: 'When is it trained again?', answer: 'Never', because: '4 runs in 30 days on 3 versions.' }],
    settled: null,
    press: 'doubt-1',
  };
  expectGolden('use-case-doubts', useCaseDoubts(doubts));
  const anew = outline(useCaseDoubts({ ...doubts, settled: { by: 'Ben de Vries', explanation: null } }).blocks);
  expect(anew).toContain('✓ Ben de Vries answered the questions anew.');
  expect(anew).not.toContain('[Answer anew…]');
});

test('a spot check asks its owner to show a verified claim, and says what came of it', () => {
  const drawn = {
    model: 'fraud-scorer',
    capability: 'monitoring' as const,
    drawnAt: '2026-11-30T00:10:00.000Z',
    answered: null,
    scope: 'model:mlflow/fraud-scorer',
    press: 'spot-check-1',
  };
  expectGolden('spot-check', spotCheck(drawn));
  expectGolden(
    'spot-check-form',
    spotCheckForm({
      ...drawn,
      countsDays: 180,
      filled: { shown: '', note: '' },
      mistakes: ['Pick whether it is there.'],
    }),
  );
  const answered = { by: 'Ana Kovač', at: '2026-12-01T10:00:00.000Z', shown: true, note: 'the drift board <!here>' };
  expectGolden('spot-check-shown', spotCheck({ ...drawn, answered }));
  const missing = outline(spotCheck({ ...drawn, answered: { ...answered, shown: false }, scope: null }).blocks);
  expect(missing).toContain('is not there, although its records say so:');
  expect(missing).not.toContain('What records say');
});
