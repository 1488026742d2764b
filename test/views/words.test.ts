import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean, clip, label, oneLine, size, whole } from '#views/clean.ts';
import { mostUrgent } from '#views/most-urgent.ts';
import { md, mrkdwnText } from '#views/mrkdwn.ts';
import { mentioning, peopleListed } from '#views/people.ts';
import { between, counted, difference, duration, listed, relative, utcText } from '#views/wording.ts';
import * as any from './any-state.ts';
import { person } from './scene.ts';

describe('cleaning', () => {
  test.each([
    ['a\u0000b\u001b[0m', 'ab[0m'],
    ['\u202eevil', 'evil'],
    ['ze\u200bro\ufeff', 'zero'],
    ['soft\u00adhyphen', 'softhyphen'],
    ['👩‍👩‍👧‍👦 ❤️', '👩‍👩‍👧‍👦 ❤️'],
    ['a\u200db', 'ab'],
    ['\ud800', '\ufffd'],
    ['tag\u{e0041}s', 'tags'],
  ])('%j becomes %j', (text, shown) => {
    expect(clean(text)).toBe(shown);
  });

  test('a line has no breaks and no double spaces', () => {
    expect(oneLine('  a \n\t b  ')).toBe('a b');
  });

  test('a label is never empty and never longer than it may be', () => {
    fc.assert(
      fc.property(any.text, fc.integer({ min: 1, max: 90 }), (text, max) => {
        const shown = label(text, max);
        expect(size(shown)).toBeGreaterThan(0);
        expect(size(shown)).toBeLessThanOrEqual(max);
      }),
    );
    expect(label('\u200b\u202e', 10)).toBe('–');
  });

  test('clipping keeps letters with their accents', () => {
    expect(clip('caf\u0065\u0301s', 5)).toBe('caf…');
    expect(clip('short', 5)).toBe('short');
  });

  test('what must not be cut is refused', () => {
    expect(whole('abc', 3)).toBe('abc');
    expect(() => whole('abcd', 3)).toThrow(RangeError);
  });
});

describe('wording', () => {
  test.each([
    [0, 'less than 1 min'],
    [59_999, 'less than 1 min'],
    [60_000, '1 min'],
    [18_720_000, '5 h 12 min'],
    [7_200_000, '2 h'],
    [273_600_000, '3 d 4 h'],
    [3_542_400_000, '41 d'],
  ])('%d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test('moments seen from another', () => {
    const now = '2026-11-26T14:00:00.000Z';
    expect(relative(now, '2026-11-26T16:00:00.000Z')).toBe('in 2 h');
    expect(relative(now, '2026-11-26T13:50:00.000Z')).toBe('10 min ago');
    expect(relative(now, '2026-11-26T14:00:30.000Z')).toBe('now');
    expect(between(now, '2026-11-30T18:00:00.000Z')).toBe('4 d 4 h');
    expect(utcText(now, 'date')).toBe('26 Nov 2026');
  });

  test('counts and lists', () => {
    expect([counted(1, 'check'), counted(2, 'check'), counted(0, 'query', 'queries')]).toEqual([
      '1 check',
      '2 checks',
      '0 queries',
    ]);
    expect(listed([])).toBe('nobody');
    expect(listed(['ana'])).toBe('ana');
    expect(listed(['ana', 'ben'], 4, 'or')).toBe('ana or ben');
    expect(listed(['ana', 'ben', 'mei', 'jon', 'tom'], 2)).toBe('ana, ben and 3 more');
  });

  test.each([
    ['0.912', '0.904', '+0.008'],
    ['0.81', '0.80', '+0.01'],
    ['94 ms', '71 ms', '+23 ms'],
    ['71 ms', '94 ms', '−23 ms'],
    ['12%', '12%', '±0%'],
    ['0.3', '0.1', '+0.2'],
    ['94 ms', '0.07 s', null],
    ['missing', '0.9', null],
    [null, '0.9', null],
  ])('from %s to %s is %s', (candidate, champion, change) => {
    expect(difference(candidate, champion)).toBe(change);
  });
});

describe('people', () => {
  test('are mentioned once and named afterwards', () => {
    const call = mentioning();
    const said = md`${call(person('ben'))} ${call(person('ben'))} ${call({ name: 'mei', slackId: null })}`;
    expect(mrkdwnText(said, 100)).toBe('<@U0BEN> ben mei');
  });

  test('who are left out of a list are not mentioned', () => {
    const call = mentioning();
    const said = peopleListed([person('ana'), person('ben'), person('mei')], call, 1);
    expect(mrkdwnText(said, 100)).toBe('<@U0ANA> or 2 more');
    expect(mrkdwnText(call(person('mei')), 100)).toBe('<@U0MEI>');
  });
});

test('the most urgent are kept in their order, also when items are equal', () => {
  expect(mostUrgent([1, 2, 3, 4, 5, 6], (item) => item % 2 === 0, 4)).toEqual([1, 2, 4, 6]);
  expect(mostUrgent([1, 1, 1], () => true, 2)).toEqual([1, 1]);
});
