import { expect, it } from 'vitest';
import { instantIn } from '#domain/instant.ts';

it.each([
  ['2036-11-25', '2036-11-25T00:00:00.000Z'],
  ['2036-11-25T10:00+01:00', '2036-11-25T09:00:00.000Z'],
  ['2036-11-25T10:00:00', null],
  ['2036-13-25', null],
  ['last week', null],
  ['', null],
  [null, null],
])('text of others %s is the instant %s', (text, instant) => {
  expect(instantIn(text)).toBe(instant);
});
