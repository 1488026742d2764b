import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { labelOf, tagsOf } from '#adapters/registries/vertex/labels.ts';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { failureOf, registryAt } from './vertex-place.ts';

let server: PretendVertex;
beforeEach(async () => {
  server = await startPretendVertex();
  server.outside.addVersion('tide-level', { labels: { shape: 'wide' } });
  server.outside.addVersion('tide-level', { labels: { countersign: 'x' } });
  server.outside.labelModel('tide-level', 'team', 'harbour');
});
afterEach(() => server.close());

const labels = () => server.outside.model('tide-level')?.versions.map((version) => version.labels);

describe('tags as labels', () => {
  it('reads back every tag that it takes, as it was given', () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'A', 'z', 'Z', '0', '9', '-', '_', '.', ',', ':', ' ', '✓'),
      maxLength: 12,
    });
    const key = fc.oneof(
      words,
      words.map((word) => `countersign.${word}`),
      fc.constantFrom('countersign.code'),
    );
    let kept = 0;
    fc.assert(
      fc.property(key, words, (key, value) => {
        try {
          const label = labelOf(key, value);
          expect(label.key).toMatch(/^[a-z][a-z0-9_-]{0,62}$/);
          expect(label.value).toMatch(/^[a-z0-9_-]{0,63}$/);
          expect(tagsOf({ [label.key]: label.value })).toEqual({ [key]: value });
          kept += 1;
        } catch (error) {
          expect(String(error)).toContain('nothing was sent');
        }
      }),
      { numRuns: 2000 },
    );
    expect(kept).toBeGreaterThan(20);
  });

  it.each([
    ['countersign.request', 'R-42', 'countersign-request', 'r-42'],
    ['countersign.code', 'K7QF-92', 'countersign-code', 'k7qf-92'],
    ['countersign.target', 'production', 'countersign-target', 'production'],
    ['countersign.data_as_of', '2026-10-31', 'countersign-data_as_of', '2026-10-31'],
    ['countersign.digest.code', '4f2a', 'countersign-digest-code', '4f2a'],
    ['countersign.contributors', 'ana,ben', 'countersign-contributors', 'ana__ben'],
    ['reviewed', 'yes', 'reviewed', 'yes'],
  ])('%s = %s is the label %s = %s', async (key, value, label, held) => {
    const registry = registryAt(server);
    await registry.setVersionTag('tide-level', '1', key, value);
    expect(labels()?.[0]).toMatchObject({ shape: 'wide', [label]: held });
    expect((await registry.getVersion('tide-level', '1'))?.tags).toMatchObject({ shape: 'wide', [key]: value });
  });

  it.each([
    ['countersign.request', 'r-42'],
    ['countersign.data-as-of', '2026-10-31'],
    ['countersign-request', 'r-42'],
    ['Stage', 'a'],
    ['stage', 'Approved by risk'],
    ['9', 'a'],
    ['a'.repeat(64), 'a'],
    ['a', 'a'.repeat(64)],
  ])('refuses %s = %s before anything is sent', async (key, value) => {
    const error = await failureOf(registryAt(server).setVersionTag('tide-level', '1', key, value));
    expect(error).toMatchObject({ retryable: false, ambiguous: false, status: null });
    expect(error.message).toContain('nothing was sent');
    expect(server.requests).toEqual([]);
  });

  it('keeps what somebody else labelled between our read and our write', async () => {
    let meddled = 0;
    const meddling: typeof fetch = async (input, init) => {
      if (init?.method === 'PATCH' && meddled < 2) {
        meddled += 1;
        server.outside.labelVersion('tide-level', '2', `theirs-${meddled}`, 'kept');
      }
      return await fetch(input, init);
    };
    await registryAt(server, { fetch: meddling }).setVersionTag('tide-level', '2', 'ours', 'kept');
    expect(labels()?.[1]).toMatchObject({ 'theirs-1': 'kept', 'theirs-2': 'kept', ours: 'kept' });
  });

  it('gives up for now where the labels never stand still', async () => {
    const meddling: typeof fetch = async (input, init) => {
      if (init?.method === 'PATCH') server.outside.labelVersion('tide-level', '2', 'theirs', 'kept');
      return await fetch(input, init);
    };
    const error = await failureOf(
      registryAt(server, { fetch: meddling }).setVersionTag('tide-level', '2', 'ours', 'a'),
    );
    expect(error).toMatchObject({ retryable: true, ambiguous: false });
    expect(labels()?.[1]).not.toHaveProperty('ours');
  });

  it('writes nothing where the tag stands already, and refuses the 65th', async () => {
    const registry = registryAt(server);
    await registry.setVersionTag('tide-level', '1', 'shape', 'wide');
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
    for (let i = 0; i < 62; i += 1) server.outside.labelVersion('tide-level', '1', `l${i}`, '');
    const error = await failureOf(registry.setVersionTag('tide-level', '1', 'one-more', 'a'));
    expect(error.message).toContain('has 64 labels already');
  });
});

it('takes for tags of the model only what all its versions have', async () => {
  server.outside.labelVersion('tide-level', '1', 'approved', 'yes');
  const registry = registryAt(server);
  expect((await registry.getModel('tide-level'))?.tags).toEqual({ team: 'harbour' });
  expect((await registry.getVersion('tide-level', '1'))?.tags).toEqual({
    team: 'harbour',
    shape: 'wide',
    approved: 'yes',
  });
});
