import { describe, expect, it } from 'vitest';
import { checkpointProof, ledgerCheckpoint } from '#views/ledger-checkpoint.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';

const state = {
  number: 12,
  entries: 4211,
  added: 37,
  hash: `sha256:${'ab'.repeat(32)}`,
  at: '2026-11-27T00:00:30.000Z',
  keyId: '1bdbac0013c450aa',
  signed: { text: '{"at":"2026-11-27T00:00:30.000Z"}', key: 'a2V5', signature: 'c2ln' },
};

describe('a checkpoint of the ledger', () => {
  it('says how far it goes, and gives the proof in its thread', () => {
    expectGolden('ledger-checkpoint', ledgerCheckpoint(state));
    expectGolden('ledger-checkpoint-proof', checkpointProof(state));
    expect(outline(ledgerCheckpoint({ ...state, added: 0 }).blocks)).toContain('nothing new since the last');
  });
});
