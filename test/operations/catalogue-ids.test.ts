import { describe, expect, it } from 'vitest';
import { readFindWords, stemOf } from '#operations/find/find-words.ts';
import { idsOf } from '#operations/status/catalogue-ids.ts';
import type { CatalogueModel } from '#playbook/playbook.ts';

const entry = (id: string, team: string): CatalogueModel => ({
  id,
  in: {},
  team,
  owner: 'ana',
  businessOwner: null,
  dataOwner: null,
  criticality: null,
  materiality: null,
  dataClass: null,
  useCase: null,
  euHighRisk: null,
  labels: {},
  channel: null,
  retrain: null,
  endpoint: null,
  monitors: [],
  documents: {},
});
const ids = (models: CatalogueModel[]) => idsOf({ owner: 'ml', models }, ({ team }) => team === 'mine');

describe('the ids of entries', () => {
  it('leave out what an earlier entry of others already fits', () => {
    expect(ids([entry('a/one', 'theirs'), entry('a/*', 'mine'), entry('b/*', 'theirs')])).toEqual({
      exact: [],
      patterns: [{ pattern: 'a/*', except: ['a/one'] }],
    });
    expect(ids([entry('a/*', 'theirs'), entry('a/one', 'mine'), entry('b/one', 'mine')])).toEqual({
      exact: ['b/one'],
      patterns: [],
    });
    expect(ids([entry('a/*', 'mine'), entry('a/one', 'mine')]).exact).toEqual(['a/one']);
  });
});

describe('words to find', () => {
  it('are words and pairs, without what says nothing', () => {
    expect(readFindWords('the models for “card” payments, team=fraud use_case:"mission critical"')).toEqual([
      { is: 'word', word: 'card' },
      { is: 'word', word: 'payments' },
      { is: 'pair', key: 'team', value: 'fraud' },
      { is: 'pair', key: 'use_case', value: 'mission critical' },
    ]);
    expect(() => readFindWords(' … the ')).toThrow('Say what to look for');
    expect(() => readFindWords('b c d e f g h i j')).toThrow('more than 8 words');
  });

  it('find the singular too, where they are plural', () => {
    expect(['payments', 'loss', 'gas', 'scores'].map(stemOf)).toEqual(['payment', 'loss', 'gas', 'score']);
  });
});
