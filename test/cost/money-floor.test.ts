import { expect, it } from 'vitest';
import { moneyFloor } from '#cost/money-floor.ts';

const days = (amount: number) => new Map([1, 2, 3].map((day) => [`2026-11-0${day}`, amount * day]));

it.each([
  ['EUR', 50],
  ['USD', 50],
  ['JPY', 5000],
  ['KWD', 5],
  ['XTS', 50],
  ['not a currency', 50],
])('of %s is %d where little is spent in it', (currency, floor) => {
  expect(moneyFloor(currency, 'EUR', days(1))).toBe(floor);
  expect(moneyFloor(currency, 'EUR', new Map())).toBe(floor);
});

it('grows with what is spent in a currency other than the organization’s, whose worth is not known', () => {
  expect(moneyFloor('HUF', 'EUR', days(500_000))).toBe(10_000);
  expect(moneyFloor('EUR', 'EUR', days(500_000))).toBe(50);
});

it('is smaller where less has to be spent, in every currency alike', () => {
  expect(moneyFloor('EUR', 'EUR', days(500_000), 25)).toBe(25);
  expect(moneyFloor('JPY', 'EUR', days(1), 25)).toBe(2500);
  expect(moneyFloor('HUF', 'EUR', days(500_000), 25)).toBe(5000);
});
