import { expect, test } from 'vitest';
import { readIntent } from '#views/intents.ts';
import { outline } from '#views/outline.ts';
import { policyList, policyOverview } from '#views/policy.ts';
import { type PolicyLine, policyRules } from '#views/policy-rules.ts';
import { expectGolden } from './golden.ts';

const weekend = { name: 'Weekend', from: '2026-11-27T15:00:00.000Z', until: '2026-11-30T07:00:00.000Z' };

const promote = {
  action: 'promote',
  target: 'production',
  playbook: 'Fraud models to production',
  onlyIf: [],
  needs: 'Risk (Mei or Jon), Product (Tom) and Legal (Lea) if no version holds the target yet',
  evidence: 3,
  frozen: null,
  nextFreeze: weekend,
  ambiguous: false,
  key: 'mlflow/fraud-scorer',
};
const overview = {
  model: 'fraud-scorer',
  criticality: 'high',
  entries: [
    promote,
    { ...promote, action: 'rollback', needs: '2 of Fraud ML or Risk (Ana, Ben or Mei)', evidence: 0, nextFreeze: null },
  ],
  ungoverned: ['retirements', 'changes of traffic'],
  owner: 'ML platform',
};

test.each([
  ['policy-overview', overview],
  [
    'policy-overview-odd',
    {
      ...overview,
      criticality: null,
      entries: [
        {
          ...promote,
          frozen: weekend,
          evidence: 1,
          needs: null,
          ambiguous: true,
          onlyIf: ['the version leaves `staging`'],
        },
        { ...promote, action: 'retrain', target: null, needs: 'Finance (nobody can now)', nextFreeze: null },
        { ...promote, action: 'stop', target: null, needs: 'ML platform (Ops)', evidence: 0, nextFreeze: null },
      ],
      ungoverned: [],
    },
  ],
])('%s', (name, state) => {
  expectGolden(name, policyOverview(state));
});

test('each act carries what its rules are asked by', () => {
  const [section] = policyOverview(overview).blocks.filter((block) => block.type === 'section');
  const pressed = section?.accessory as { action_id: string; value: string };
  expect(readIntent(pressed.action_id, pressed.value)).toEqual({
    name: 'policy',
    payload: { model: promote.key, action: 'promote', target: 'production', playbook: promote.playbook },
  });
});

test('says how many acts it leaves out', () => {
  const many = { ...overview, entries: Array.from({ length: 15 }, () => promote) };
  expect(outline(policyOverview(many).blocks)).toContain('7 more: name the action');
});

test('the playbooks in force', () => {
  const playbook = {
    name: 'Fraud models to production',
    governs: 'promotions of `fraud/*` to `production`',
    abstract: false,
    models: 1,
    owner: 'Risk',
  };
  expectGolden(
    'policy-list',
    policyList({
      digest: `sha256:${'a'.repeat(64)}`,
      playbooks: [playbook, { ...playbook, name: 'Base', abstract: true, models: 0 }],
    }),
  );
});

const line = (text: string, more: Partial<PolicyLine> = {}): PolicyLine => ({
  lead: null,
  text,
  default: false,
  from: null,
  under: [],
  ...more,
});

test('the rules of one act', () => {
  expectGolden(
    'policy-rules',
    policyRules({
      model: 'fraud-scorer',
      action: 'promote',
      target: 'production',
      playbook: 'Fraud models to production',
      sections: [
        { id: 'scope', title: 'What it governs', lines: [line('It governs promotions of `fraud/*`.')] },
        {
          id: 'rules',
          title: 'This is approved when …',
          lines: [
            line('1 person from Risk (Mei or Jon) agrees, and what follows has passed.', {
              lead: 'Risk has challenged it',
              from: '“Critical models”',
              under: [line('“Ranks well”: `auc` is at least 0.8.', { under: [line('Deeper.')] })],
            }),
          ],
        },
        { id: 'freezes', title: 'When nothing moves', lines: [line('Weekend: every week.', { default: true })] },
        { id: 'tests', title: 'How it is tested', lines: [line('Not shown.')] },
      ],
      today: [{ lead: 'Risk has challenged it', text: 'Risk (Mei or Jon)' }],
      freezes: [weekend],
      others: ['Another playbook'],
      digest: `sha256:${'b'.repeat(64)}`,
    }),
  );
});
