import { describe, expect, it, test } from 'vitest';
import { approvalRequest } from '#views/approval-request.ts';
import type { Stage } from '#views/approval-stages.ts';
import { outline } from '#views/outline.ts';
import { requesterNote } from '#views/requester-note.ts';
import { expectGolden } from './golden.ts';
import { card, facts, person } from './scene.ts';

const notebook = {
  kind: 'notebook',
  resource: '//notebooks.googleapis.com/projects/ml-lab/locations/europe-west4-a/instances/gpu-lab-3',
  name: 'gpu-lab-3',
  project: 'ml-lab',
  loaded: 0,
} as const;
const endpoint = {
  kind: 'endpoint',
  resource: '//aiplatform.googleapis.com/projects/ml-prod/locations/europe-west4/endpoints/7310977',
  name: 'query-intent-trial',
  project: 'ml-prod',
  loaded: 2,
} as const;

const asked = {
  stop: notebook,
  champion: null,
  version: '',
  evidence: [],
  reason: 'gpu-lab-3 was not used for 9 days.',
  playbook: 'Stopping what is left on',
  links: [],
  needs: [{ role: 'ML platform', count: 1, filledBy: [], couldBeFilledBy: [person('ops')] }],
};
const deciders = [{ name: 'ops', role: 'ML platform' }];

const stages: Readonly<Record<string, Stage>> = {
  'stop-open': { at: 'open', nextGate: null },
  'stop-executing': { at: 'executing', startedAt: '2026-11-26T13:40:00.000Z', deciders },
  'stop-done': { at: 'promoted', readBackAt: '2026-11-26T14:02:00.000Z', decidedInMs: 1_800_000, deciders },
  'stop-failed': {
    at: 'failed',
    failedAt: '2026-11-26T14:02:00.000Z',
    because:
      'Vertex AI Workbench does not let us stop notebook gpu-lab-3. Give our account notebooks.instances.stop in ml-lab.',
    holds: null,
    restored: true,
    retryable: false,
  },
};

describe('the card of a stop', () => {
  test.each(Object.entries(stages))('%s', (name, stage) => {
    expectGolden(name, approvalRequest(card(stage, asked)));
  });

  it('says how many versions are taken away from an endpoint', () => {
    const shown = outline(approvalRequest(card({ at: 'open', nextGate: null }, { ...asked, stop: endpoint })).blocks);
    expect(shown).toContain('# Stop endpoint query-intent-trial?');
    expect(shown).toContain('2 loaded versions are taken away from it');
  });

  it('tells who asked how it ended', () => {
    const note = (kind: 'promoted' | 'expired') =>
      outline(requesterNote({ facts: { ...facts, ...asked }, outcome: { kind }, cardUrl: null }).blocks);
    expect(note('promoted')).toContain('gpu-lab-3 is stopped, as you asked');
    expect(note('expired')).toContain('It stays on; ask anew on its card.');
  });
});
