import { describe, expect, it } from 'vitest';
import { budgetChanges } from '#playbook/change/budget-changes.ts';
import type { Org } from '#playbook/organization.ts';
import { budgets } from '#playbook/schema/budgets.ts';

const written = { id: 'fraud', labels: { team: 'fraud', env: ['prod', 'acc'] }, amount: 20_000 };
const orgWith = (...given: readonly object[]) => ({ budgets: budgets.parse(given) }) as unknown as Org;

describe('budgets in org.yaml', () => {
  it('have a month and thresholds where none are written', () => {
    expect(budgets.parse([written])).toEqual([
      {
        id: 'fraud',
        labels: { team: ['fraud'], env: ['prod', 'acc'] },
        amount: 20_000,
        currency: null,
        period: 'month',
        thresholds: { actual: [80, 100], forecast: [100] },
        owner: null,
        channel: null,
      },
    ]);
    const thresholds = { actual: '120%' };
    expect(budgets.parse([{ ...written, thresholds }])[0]?.thresholds).toEqual({ actual: [120], forecast: [100] });
  });

  it.each([
    ['an unknown key', { ...written, ammount: 1 }],
    ['no money', { ...written, amount: 0 }],
    ['a threshold without a sign', { ...written, thresholds: { actual: ['80'] } }],
    ['a threshold of nothing', { ...written, thresholds: { actual: ['0%'] } }],
    ['another period', { ...written, period: 'year' }],
    ['a currency that is none', { ...written, currency: 'euro' }],
  ])('are refused with %s', (_, budget) => {
    expect(budgets.safeParse([budget]).success).toBe(false);
  });

  it('are tighter with less money and where there was none, and of no direction where they count otherwise', () => {
    const ways = (was: Org, is: Org) => budgetChanges(was, is).map(({ direction }) => direction);
    const plain = orgWith(written);
    expect(ways(orgWith(), plain)).toEqual(['tighter']);
    expect(ways(plain, orgWith())).toEqual(['looser']);
    expect(ways(plain, orgWith({ ...written, amount: 10_000 }))).toEqual(['tighter']);
    expect(ways(plain, orgWith({ ...written, amount: 30_000 }))).toEqual(['looser']);
    expect(ways(plain, orgWith({ ...written, amount: 10_000, labels: { team: 'credit' } }))).toEqual(['different']);
    expect(ways(plain, orgWith({ ...written, channel: '#fraud' }))).toEqual(['neutral']);
    expect(ways(plain, plain)).toEqual([]);
  });
});
