import { describe, expect, it } from 'vitest';
import { dayMeant } from '#operations/delegations/day-meant.ts';
import { delegationWords } from '#operations/delegations/delegation-words.ts';

describe('the day that somebody means', () => {
  // A Wednesday.
  const today = '2026-11-25';
  it.each([
    ['today', '2026-11-25'],
    ['Tomorrow', '2026-11-26'],
    ['friday', '2026-11-27'],
    ['wed', '2026-11-25'],
    ['tue', '2026-12-01'],
    ['2026-12-14', '2026-12-14'],
    ['14 dec', '2026-12-14'],
    ['December 14', '2026-12-14'],
    ['3 jan', '2027-01-03'],
    ['14. dec 2027', '2027-12-14'],
    ['31 feb', null],
    ['2026-02-30', null],
    ['we', null],
    ['soon', null],
    ['', null],
  ])('%s', (words, day) => expect(dayMeant(words, today)).toBe(day));
});

describe('what is typed after /mlops delegate', () => {
  const nothing = { person: '', from: '', until: '', roles: '', reason: '' };
  it.each([
    ['', nothing],
    ['@lea', { ...nothing, person: '@lea' }],
    ['<@U0LEA|lea> because of a trip until may', { ...nothing, person: '<@U0LEA|lea>', reason: 'of a trip until may' }],
    [
      '@lea for risk, fraud-ml until 14 dec from monday because on leave',
      { person: '@lea', from: 'monday', until: '14 dec', roles: 'risk, fraud-ml', reason: 'on leave' },
    ],
  ])('%s', (text, words) => expect(delegationWords(text)).toEqual(words));
});
