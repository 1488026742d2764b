import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappedSlice } from '#cost/mapping.ts';
import type { MappingRule } from '#domain/claim.ts';
import type { CostLine, CostSlice, ResourceCost } from '#domain/cost.ts';
import { add, decimal, decimalText } from '#domain/decimal.ts';

const line: CostLine = {
  day: '2026-11-20',
  billingPeriod: '2026-11',
  provider: 'Google Cloud',
  account: 'A1',
  project: 'ml-lab',
  service: 'Compute Engine',
  sku: 'A100',
  region: 'europe-west4',
  category: 'usage',
  labels: {},
  runBillingId: null,
  currency: 'EUR',
  gross: '100.5',
  credits: '-10',
  billed: '90.5',
  effective: '90.5',
  lines: 24,
};
const { billingPeriod: _p, category: _c, runBillingId: _r, region: _g, ...shared } = line;
const lab: ResourceCost = {
  ...shared,
  resource: 'projects/ml-lab/zones/z/instances/gpu-3',
  gross: '60.25',
  credits: '-4',
  billed: '56.25',
  effective: '56.25',
  lines: 10,
};
const rule: MappingRule = {
  kind: 'resource',
  provider: 'Google Cloud',
  name: lab.resource,
  labels: { team: 'fraud', owner: 'ana' },
  fromDay: '2026-11-20',
  untilDay: null,
};
const slice: CostSlice = { lines: [line], resources: [lab], watermark: null };
const mapped = { team: { value: 'fraud', from: 'mapping' }, owner: { value: 'ana', from: 'mapping' } };

describe('what people mapped', () => {
  it('takes a resource out of the line it is part of, and leaves the rest unlabelled', () => {
    const after = mappedSlice(slice, [rule]);
    expect(after.lines).toEqual([
      { ...line, gross: '40.25', credits: '-6', billed: '34.25', effective: '34.25', lines: 14 },
      { ...line, labels: mapped, gross: '60.25', credits: '-4', billed: '56.25', effective: '56.25', lines: 10 },
    ]);
    expect(after.resources[0]?.labels).toEqual(mapped);
  });

  it('leaves no empty line where the resource is all of it', () => {
    const whole = { ...lab, gross: '100.5', credits: '-10', billed: '90.5', effective: '90.5', lines: 24 };
    expect(mappedSlice({ ...slice, resources: [whole] }, [rule]).lines).toEqual([{ ...line, labels: mapped }]);
  });

  it('maps all of a project, and never replaces a label of the bill', () => {
    const own = { team: { value: 'risk', from: 'resource' } } as const;
    const project = { ...rule, kind: 'project', name: 'ml-lab' } as const;
    const after = mappedSlice({ ...slice, lines: [line, { ...line, labels: own }] }, [project]);
    expect(after.lines.map(({ labels }) => labels)).toEqual([mapped, { ...own, owner: mapped.owner }]);
  });

  it('holds from its first day to its last, so days past stay as they were', () => {
    const from = (fromDay: string, untilDay: string | null) =>
      mappedSlice(slice, [{ ...rule, fromDay, untilDay }]).resources[0]?.labels;
    expect(from('2026-11-21', null)).toEqual({});
    expect(from('2026-11-01', '2026-11-19')).toEqual({});
    expect(from('2026-11-01', '2026-11-20')).toEqual(mapped);
  });

  it('is nothing for a resource of another provider, or one that no line is of', () => {
    expect(mappedSlice(slice, [{ ...rule, provider: 'AWS' }])).toEqual(slice);
    const elsewhere = { ...slice, lines: [{ ...line, sku: 'V100' }] };
    expect(mappedSlice(elsewhere, [rule])).toEqual(elsewhere);
  });

  it('changes no total', () => {
    const cents = fc.integer({ min: -500, max: 5000 }).map((value) => decimalText({ units: BigInt(value), scale: 3 }));
    const one = fc.record({
      day: fc.constantFrom('2026-11-20', '2026-11-21'),
      project: fc.constantFrom('ml-lab', 'web', null),
      sku: fc.constantFrom('A100', 'V100'),
      region: fc.constantFrom('r1', 'r2'),
      currency: fc.constantFrom('EUR', 'USD'),
      labels: fc.constantFrom({}, { team: { value: 'risk', from: 'project' as const } }),
      gross: cents,
      credits: cents,
      billed: cents,
      effective: cents,
      lines: fc.integer({ min: 1, max: 9 }),
    });
    const lines = fc.array(
      one.map((some): CostLine => ({ ...line, ...some })),
      { maxLength: 12 },
    );
    const resources = fc.array(
      fc
        .tuple(one, fc.constantFrom('a', 'b', 'c'))
        .map(([some, resource]): ResourceCost => ({ ...lab, ...some, resource })),
      { maxLength: 6 },
    );
    const rules = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'ml-lab', 'web'), fc.constantFrom('2026-11-20', '2026-11-21')).map(
        ([name, fromDay]): MappingRule => ({
          ...rule,
          name,
          fromDay,
          kind: name.length === 1 ? 'resource' : 'project',
        }),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(lines, resources, rules, (some, costs, made) => {
        const after = mappedSlice({ lines: some, resources: costs, watermark: null }, made);
        expect(totals(after.lines)).toEqual(totals(some));
        expect(after.resources).toHaveLength(costs.length);
      }),
      { numRuns: Number(process.env['MAPPING_RUNS'] ?? 300) },
    );
  });
});

/** Every amount and count, by day and currency. */
function totals(lines: readonly CostLine[]): Record<string, readonly string[]> {
  const groups = Map.groupBy(lines, ({ day, currency }) => `${day} ${currency}`);
  const sum = (values: readonly string[]) =>
    decimalText(values.reduce((total, value) => add(total, decimal(value)), decimal('0')));
  return Object.fromEntries(
    [...groups].map(([key, all]) => [
      key,
      [
        sum(all.map(({ gross }) => gross)),
        sum(all.map(({ credits }) => credits)),
        sum(all.map(({ billed }) => billed)),
        sum(all.map(({ effective }) => effective)),
        sum(all.map((each) => String(each.lines))),
      ],
    ]),
  );
}
