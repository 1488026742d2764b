import { expect, test } from 'vitest';
import { parseRetrain } from '../../src/slack/commands/retrain.ts';

test.each([
  ['', { model: null, given: {}, reason: '' }],
  ['fraud-scorer', { model: 'fraud-scorer', given: {}, reason: '' }],
  ['fraud-scorer epochs=20 rate=0.1', { model: 'fraud-scorer', given: { epochs: '20', rate: '0.1' }, reason: '' }],
  ['fraud-scorer because: drift on EU', { model: 'fraud-scorer', given: {}, reason: 'drift on EU' }],
  ['m a=1 because b=2', { model: 'm', given: { a: '1' }, reason: 'b=2' }],
  ['m note="two words" x=', { model: 'm', given: { note: 'two words', x: '' }, reason: '' }],
  ['m note=“two words”', { model: 'm', given: { note: 'two words' }, reason: '' }],
  [`m columns='["a", "b"]'`, { model: 'm', given: { columns: '["a", "b"]' }, reason: '' }],
  ['m where="a=b"', { model: 'm', given: { where: 'a=b' }, reason: '' }],
])('%s', (words, read) => {
  expect(parseRetrain(words)).toEqual(read);
});

test.each([
  ['m faster', '“faster” is no parameter'],
  ['m =1', '“=1” is no parameter'],
  ['m a=1 a=2', 'a is given twice'],
])('%s is refused', (words, sentence) => {
  expect(() => parseRetrain(words)).toThrow(sentence);
});
