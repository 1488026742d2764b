import { describe, expect, it } from 'vitest';
import { unclaimedThings } from '#cost/unclaimed.ts';
import type { CostLine, ResourceCost } from '#domain/cost.ts';

const line: CostLine = {
  day: '2026-11-20',
  billingPeriod: '2026-11',
  provider: 'Google Cloud',
  account: 'A1',
  project: 'ml-lab',
  service: 'Compute Engine',
  sku: 'A100',
  region: null,
  category: 'usage',
  labels: {},
  runBillingId: null,
  currency: 'EUR',
  gross: '100',
  credits: '0',
  billed: '100',
  effective: '100',
  lines: 24,
};
const { billingPeriod: _p, category: _c, runBillingId: _r, region: _g, ...shared } = line;
const resource = (name: string, effective: string, more: Partial<ResourceCost> = {}): ResourceCost => ({
  ...shared,
  resource: name,
  effective,
  ...more,
});
const options = { teamKey: 'team', span: { first: '2026-11-01', last: '2026-11-20' }, floor: 10 };
const labelled = { team: { value: 'fraud', from: 'resource' } } as const;
const found = (lines: readonly CostLine[], resources: readonly ResourceCost[]) =>
  unclaimedThings({ lines, resources }, options).map(({ kind, name, amount, currency }) => [
    kind,
    name,
    amount,
    currency,
  ]);

describe('what nobody is named for', () => {
  it('is summed over days, the dearest first, currencies apart', () => {
    const resources = [
      resource('a', '15.2'),
      resource('a', '15.1', { day: '2026-11-19' }),
      resource('b', '40'),
      resource('b', '12', { currency: 'USD' }),
    ];
    expect(found([], resources)).toEqual([
      ['resource', 'b', '40', 'EUR'],
      ['resource', 'a', '30.3', 'EUR'],
      ['resource', 'b', '12', 'USD'],
    ]);
  });

  it('leaves out what has its label, what is outside the days, and what is small', () => {
    const resources = [
      resource('labelled', '50', { labels: labelled }),
      resource('old', '50', { day: '2026-10-31' }),
      resource('small', '9.99'),
      resource('yen', '999', { currency: 'JPY' }),
    ];
    expect(found([{ ...line, labels: labelled }], resources)).toEqual([]);
  });

  it('asks for a whole project where its resources are mostly not known', () => {
    expect(found([line], [])).toEqual([['project', 'ml-lab', '100', 'EUR']]);
    expect(found([line], [resource('a', '30')])).toEqual([
      ['project', 'ml-lab', '70', 'EUR'],
      ['resource', 'a', '30', 'EUR'],
    ]);
    expect(found([line], [resource('a', '60')])).toEqual([['resource', 'a', '60', 'EUR']]);
  });

  it('counts usage alone, and asks nobody about what belongs to no project', () => {
    expect(
      found(
        [
          { ...line, category: 'tax' },
          { ...line, project: null },
        ],
        [],
      ),
    ).toEqual([]);
  });
});
