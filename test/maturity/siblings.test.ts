import { describe, expect, it } from 'vitest';
import { siblingsOf } from '#maturity/siblings.ts';

const pipelines = (...of: readonly (readonly [model: string, id: string])[]) => new Map(of);
const found = (ids: readonly string[], trained = pipelines(), asked = ids.length) =>
  siblingsOf(
    ids.map((id) => ({ id, pipeline: trained.get(id) ?? null })),
    ids.slice(0, asked),
  );

describe('models that could share a pipeline', () => {
  it('are named alike but for where they are for', () => {
    expect(found(['fraud/scorer-eu', 'fraud/scorer-us', 'fraud/rings'])).toEqual([
      { models: ['fraud/scorer-eu', 'fraud/scorer-us'], pipelines: [] },
    ]);
    expect(found(['a/demand-store12', 'b/demand-store7'], pipelines(), 1)).toHaveLength(1);
  });

  it('are none where one pipeline trains them all', () => {
    const ids = ['fraud/scorer-eu', 'fraud/scorer-us'];
    expect(found(ids, pipelines(['fraud/scorer-eu', 'p'], ['fraud/scorer-us', 'p']))).toEqual([]);
    expect(found(ids, pipelines(['fraud/scorer-eu', 'p'], ['fraud/scorer-us', 'q']))).toMatchObject([
      { pipelines: ['p', 'q'] },
    ]);
    expect(found(ids, pipelines(['fraud/scorer-eu', 'p']))).toMatchObject([{ pipelines: ['p'] }]);
  });

  it('are none by what they do, nor where a name says nothing but a place', () => {
    expect(found(['fraud/scorer', 'credit/scorer'])).toEqual([]);
    expect(found(['a/eu', 'b/us'])).toEqual([]);
  });

  it('count for those asked about alone', () => {
    expect(found(['fraud/rings', 'fraud/scorer-eu', 'fraud/scorer-us'], pipelines(), 1)).toEqual([]);
  });
});
