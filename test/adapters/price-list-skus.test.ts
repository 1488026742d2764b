import { describe, expect, it } from 'vitest';
import { hourPrice, type Sku } from '#adapters/costs/price-list/hour-price.ts';
import { priceTable } from '#adapters/costs/price-list/price-table.ts';
import { billableOf } from '#adapters/costs/price-list/sku-description.ts';

describe('the description of a SKU', () => {
  it.each([
    ['Vertex AI: Training/Pipelines on E2 Instance Core running in Americas', { kind: 'cpu', family: 'e2' }],
    ['Vertex AI: Training/Pipelines on E2 Instance Ram running in Americas', { kind: 'memory', family: 'e2' }],
    ['Vertex AI: Training/Pipelines on N1 Predefined Instance Core running in Americas', { kind: 'cpu', family: 'n1' }],
    ['Vertex AI: Training/Pipelines on A3 Instance Core in Iowa', { kind: 'cpu', family: 'a3' }],
    ['Vertex AI: Training/Pipelines on A3 Instance RAM in Iowa', { kind: 'memory', family: 'a3' }],
    ['Vertex AI: Training/Pipelines on NVIDIA H100 80GB in Iowa', { kind: 'accelerator', model: 'h100-80gb' }],
    ['Agent Platform: Training/Pipelines on C2 Instance Core in Iowa', { kind: 'cpu', family: 'c2' }],
    ['Vertex AI: Training/Pipelines Management fee on E2 Instance Core in Americas', null],
    ['Vertex AI: Training/Pipelines management fee on NVIDIA H100 80GB in Iowa', null],
    ['Vertex AI: Training/Pipelines on SSD backed PD Capacity', null],
    ['Vertex AI: Training/Pipelines on Spot A3 Instance Core in Iowa', null],
    ['Vertex AI: Online/Batch Prediction A3 Predefined Instance Core running in Iowa', null],
    ['E2 Instance Core running in Americas', null],
    ['', null],
  ])('of Vertex AI: %s', (description, billable) => {
    expect(billableOf(description, 'vertex-training')).toEqual(billable);
  });

  it.each([
    ['N2 Instance Core running in Netherlands', { kind: 'cpu', family: 'n2' }],
    ['N2D AMD Instance Ram running in Netherlands', { kind: 'memory', family: 'n2d' }],
    ['T2A Arm Instance Core running in Iowa', { kind: 'cpu', family: 't2a' }],
    ['N1 Predefined Instance Ram running in Zurich', { kind: 'memory', family: 'n1' }],
    ['Compute optimized Core running in Americas', { kind: 'cpu', family: 'c2' }],
    ['Compute optimized Instance Core running in Dallas', { kind: 'cpu', family: 'c2' }],
    ['Nvidia Tesla A100 80GB GPU running in Americas', { kind: 'accelerator', model: 'a100-80gb' }],
    ['Nvidia Tesla T4 GPU attached to Spot Preemptible VMs running in Americas', null],
    ['Spot Preemptible N2 Instance Core running in Paris', null],
    ['N2 Custom Instance Core running in Sao Paulo', null],
    ['N2 Core running in Paris', null],
    ['N2 Sole Tenancy Instance Core running in Paris', null],
    ['DWS Defined Duration A3 Core running in Americas', null],
    ['Commitment v1: N2 Cpu in Americas for 1 Year', null],
    ['Micro Instance with burstable CPU running in Americas', null],
    ['Memory-optimized Instance Core running in Americas', null],
  ])('of Compute Engine: %s', (description, billable) => {
    expect(billableOf(description, 'compute-engine')).toEqual(billable);
  });
});

const tier = (units: string | number, nanos: number, startUsageAmount = 0) => ({
  startUsageAmount,
  unitPrice: { currencyCode: 'EUR', units, nanos },
});

function sku(
  change: { unit?: string; tieredRates?: object[] | null; description?: string; usageType?: string } = {},
): Sku {
  const { unit = 'h', tieredRates = [tier('0', 31_611_000)] } = change;
  return {
    description: change.description ?? 'N2 Instance Core running in Netherlands',
    category: { usageType: change.usageType ?? 'OnDemand' },
    serviceRegions: ['europe-west4'],
    pricingInfo: [{ pricingExpression: { usageUnit: unit, tieredRates } }],
  };
}

describe('the price of an hour', () => {
  it('is exact to the billionth', () => {
    expect(hourPrice(sku(), 'cpu', 'EUR')).toBe('0.031611');
    expect(hourPrice(sku({ tieredRates: [tier('9007199254740993', 1)] }), 'cpu', 'EUR')).toBe(
      '9007199254740993.000000001',
    );
    expect(hourPrice(sku({ tieredRates: [tier(11, 266_033_200)] }), 'accelerator', 'EUR')).toBe('11.2660332');
  });

  it('of memory is that of a GiB, though it may be sold by the gigabyte', () => {
    expect(hourPrice(sku({ unit: 'GiBy.h' }), 'memory', 'EUR')).toBe('0.031611');
    expect(hourPrice(sku({ unit: 'GBy.h', tieredRates: [tier('1', 0)] }), 'memory', 'EUR')).toBe('1.073741824');
  });

  it('is that of the newest entry of a timeline', () => {
    const [older] = sku().pricingInfo ?? [];
    const [newer] = sku({ tieredRates: [tier('2', 0)] }).pricingInfo ?? [];
    expect(hourPrice({ ...sku(), pricingInfo: [older ?? {}, newer ?? {}] }, 'cpu', 'EUR')).toBe('2');
  });

  it.each<[string, Sku]>([
    ['no tier', sku({ tieredRates: [] })],
    ['no tiers at all', sku({ tieredRates: null })],
    ['a tier without a price', sku({ tieredRates: [{ startUsageAmount: 0 }] })],
    ['a free amount first', sku({ tieredRates: [tier('0', 0), tier('1', 0, 100)] })],
    ['a discount for much', sku({ tieredRates: [tier('2', 0), tier('1', 0, 100)] })],
    ['a first tier that begins late', sku({ tieredRates: [tier('1', 0, 100)] })],
    ['a price of zero', sku({ tieredRates: [tier('0', 0)] })],
    ['a negative price', sku({ tieredRates: [tier('-1', 0)] })],
    ['negative billionths', sku({ tieredRates: [tier('1', -1)] })],
    ['a billion billionths', sku({ tieredRates: [tier('1', 1_000_000_000)] })],
    ['no whole number', sku({ tieredRates: [tier('1.5', 0)] })],
    ['half a billionth', sku({ tieredRates: [tier('1', 0.5)] })],
    ['another currency', sku({ tieredRates: [{ unitPrice: { currencyCode: 'USD', units: '1', nanos: 0 } }] })],
    ['another unit', sku({ unit: 'mo' })],
    ['the unit of memory', sku({ unit: 'GiBy.h' })],
    ['no pricing', { ...sku(), pricingInfo: [] }],
    ['nothing', {}],
  ])('is not known of %s', (_name, one) => {
    expect(hourPrice(one, 'cpu', 'EUR')).toBeNull();
  });
});

describe('the table of prices', () => {
  const priceOf = (...skus: readonly Sku[]) => {
    const table = priceTable('compute-engine', 'EUR');
    for (const one of skus) table.add([one]);
    return table.price('europe-west4', 'cpu', 'n2');
  };

  it('has what is sold in a region, and what several SKUs agree on', () => {
    expect(priceOf(sku())).toBe('0.031611');
    expect(priceOf(sku(), sku())).toBe('0.031611');
    expect(priceOf({ ...sku(), serviceRegions: ['us-central1'] })).toBeNull();
  });

  it('has no price where SKUs disagree, or where one cannot be read', () => {
    const other = sku({ tieredRates: [tier('1', 0)] });
    expect(priceOf(sku(), other)).toBeNull();
    expect(priceOf(sku(), other, sku())).toBeNull();
    expect(priceOf(sku(), sku({ tieredRates: [] }))).toBeNull();
    expect(priceOf(sku({ tieredRates: [] }), sku())).toBeNull();
  });

  it('passes over what is not sold on demand', () => {
    expect(priceOf(sku({ usageType: 'Preemptible', tieredRates: [tier('1', 0)] }), sku())).toBe('0.031611');
  });
});
