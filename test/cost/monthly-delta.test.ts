import { expect, it } from 'vitest';
import { monthlyDelta } from '#cost/monthly-delta.ts';

it('is money and percent of what is billed, up and down', () => {
  expect(monthlyDelta('330', '300')).toEqual({ monthly_cost_delta: 30, monthly_cost_delta_pct: 10 });
  expect(monthlyDelta('0.1', '0.3')).toEqual({ monthly_cost_delta: -0.2, monthly_cost_delta_pct: -66.7 });
});

it('has no percent of nothing', () => {
  const { monthly_cost_delta: delta, monthly_cost_delta_pct: percent } = monthlyDelta('12', '0');
  expect(delta).toBe(12);
  expect(percent).toEqual({ unknown: expect.stringContaining('billed nothing') });
});

it('is not known where either part is not, with its reason', () => {
  const unknown = { unknown: 'Nobody says.' };
  for (const found of [monthlyDelta(unknown, '3'), monthlyDelta('3', unknown)]) {
    expect(found).toEqual({ monthly_cost_delta: unknown, monthly_cost_delta_pct: unknown });
  }
});
