import { expect, it } from 'vitest';
import { indexed } from '#maturity/indexed.ts';

it('finds records by key in their order, and looks at a list once', () => {
  let looked = 0;
  const byWord = indexed<{ readonly id: number; readonly words: readonly string[] }>(({ words }) => {
    looked += 1;
    return words;
  });
  const list = [
    { id: 1, words: ['a', 'b'] },
    { id: 2, words: [] },
    { id: 3, words: ['a'] },
  ];
  expect(byWord(list, 'a').map(({ id }) => id)).toEqual([1, 3]);
  expect(byWord(list, 'b').map(({ id }) => id)).toEqual([1]);
  expect(byWord(list, 'c')).toEqual([]);
  expect(looked).toBe(3);
  expect(byWord([...list], 'a')).toHaveLength(2);
  expect(looked).toBe(6);
});
