import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parsePromote } from '#slack/commands/promote.ts';

const none = { model: null, version: null, target: null, reason: '' };

it.each([
  ['', none],
  ['fraud-scorer', { ...none, model: 'fraud-scorer' }],
  ['fraud-scorer 7', { ...none, model: 'fraud-scorer', version: '7' }],
  ['fraud-scorer to shadow', { ...none, model: 'fraud-scorer', target: 'shadow' }],
  ['fraud-scorer v7 TO shadow', { ...none, model: 'fraud-scorer', version: 'v7', target: 'shadow' }],
  ['because', none],
  [
    'fraud-scorer 7 because: up to date, because it is',
    { ...none, model: 'fraud-scorer', version: '7', reason: 'up to date, because it is' },
  ],
  [
    'fraud-scorer 7 to production because\nbetter\n to all',
    { model: 'fraud-scorer', version: '7', target: 'production', reason: 'better\n to all' },
  ],
])('reads “%s”', (words, meant) => {
  expect(parsePromote(words)).toEqual(meant);
});

it('gives back model, version, target and reason as they were typed', () => {
  const word = fc.stringMatching(/^[a-z0-9][a-z0-9/_.-]{0,20}$/).filter((text) => text !== 'to' && text !== 'because');
  const reason = fc
    .string({ minLength: 1, maxLength: 100 })
    .map((text) => text.trim())
    .filter((text) => /^[^\s:]/.test(text));
  fc.assert(
    fc.property(word, word, word, reason, (model, version, target, why) => {
      expect(parsePromote(`${model}  ${version} to ${target} because ${why}`)).toEqual({
        model,
        version,
        target,
        reason: why,
      });
    }),
  );
});

it('whatever is typed, it answers', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 4_000 }), (text) => void parsePromote(text)));
});
