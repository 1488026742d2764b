import { expect, test } from 'vitest';
import { parseRetrain } from '../../src/slack/commands/retrain.ts';

test.each([
  ['', { model: null, given: {}, reason: '', rejected: null }],
  ['fraud-scorer', { model: 'fraud-scorer', given: {}, reason: '', rejected: null }],
  [
    'fraud-scorer epochs=20 rate=0.1',
    { model: 'fraud-scorer', given: { epochs: '20', rate: '0.1' }, reason: '', rejected: null },
  ],
  ['fraud-scorer because: drift on EU', { model: 'fraud-scorer', given: {}, reason: 'drift on EU', rejected: null }],
  ['m a=1 because b=2', { model: 'm', given: { a: '1' }, reason: 'b=2', rejected: null }],
  ['m note="two words" x=', { model: 'm', given: { note: 'two words', x: '' }, reason: '', rejected: null }],
  ['m note=“two words”', { model: 'm', given: { note: 'two words' }, reason: '', rejected: null }],
  [`m columns='["a", "b"]'`, { model: 'm', given: { columns: '["a", "b"]' }, reason: '', rejected: null }],
  ['m where="a=b"', { model: 'm', given: { where: 'a=b' }, reason: '', rejected: null }],
  ['m because R-12 was rejected', { model: 'm', given: {}, reason: '', rejected: 'R-12' }],
  ['m a=1 because r-12: too slow', { model: 'm', given: { a: '1' }, reason: 'too slow', rejected: 'R-12' }],
  ['m because rejection of R-12, more data', { model: 'm', given: {}, reason: 'more data', rejected: 'R-12' }],
  ['m because rejection R-12', { model: 'm', given: {}, reason: '', rejected: 'R-12' }],
  ['m because rejection by risk', { model: 'm', given: {}, reason: 'rejection by risk', rejected: null }],
  ['m because drift, see R-12', { model: 'm', given: {}, reason: 'drift, see R-12', rejected: null }],
  ['m because R-1234567890', { model: 'm', given: {}, reason: 'R-1234567890', rejected: null }],
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
