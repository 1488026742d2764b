import { describe, expect, it } from 'vitest';
import { estimateCost, estimateRun } from '#domain/cost-estimate.ts';
import type { PastRun } from '#domain/past-runs.ts';
import type { StepMachine } from '#domain/pipeline.ts';
import type { PriceList, UnitPrices, WantedPrices } from '#domain/price-list.ts';
import { UpstreamError } from '#errors.ts';
import { ago, euros, machine, now, prices, run, template, took } from './cost-facts.ts';

const currency = 'EUR';
const onN2 = template([machine('train')]);

function billed(pastRuns: readonly PastRun[], version: string | null = 'v2') {
  return estimateCost({ template: template([], version), pastRuns, currency, prices: 'No prices.', now });
}

describe('an estimate from bills', () => {
  it('is the median of the newest five runs of this version, and says of how many and when', () => {
    const amounts = ['10', '11', '12', '13.5', '14', '900'];
    const runs = amounts.map((amount, index) => run({ billed: euros(amount), endedAt: ago(10 + index) }));
    expect(billed(runs)).toEqual({
      known: true,
      amount: '12',
      least: '10',
      most: '14',
      currency: 'EUR',
      from: 'past_runs',
      basis: 'Median of the billed cost of 5 runs of this version, which ended from 10 Nov 2026 to 14 Nov 2026.',
    });
  });

  it('goes before prices, whatever they say', () => {
    const runs = [run({ billed: euros('7'), steps: [took('train', 60)] })];
    expect(estimateCost({ template: onN2, pastRuns: runs, currency, prices, now })).toMatchObject({
      from: 'past_runs',
      amount: '7',
    });
  });

  it.each<[string, readonly PastRun[], string | null, object]>([
    [
      'one run',
      [run({ billed: euros('8.05') })],
      'v2',
      {
        amount: '8.05',
        least: '8.05',
        most: '8.05',
        basis: 'Billed cost of one run of this version, which ended on 14 Nov 2026.',
      },
    ],
    [
      'an even number of runs',
      [run({ billed: euros('1.01') }), run({ billed: euros('1.02') })],
      'v2',
      { amount: '1.015', basis: 'Median of the billed cost of 2 runs of this version, which ended on 14 Nov 2026.' },
    ],
    [
      'this version alone, though others are newer',
      [run({ billed: euros('5'), endedAt: ago(30) }), run({ billed: euros('9'), templateVersion: 'v1' })],
      'v2',
      { amount: '5' },
    ],
    [
      'other versions, if this one has no bill',
      [run({ billed: euros('9'), templateVersion: 'v1' }), run()],
      'v2',
      { amount: '9', basis: expect.stringContaining('one run of other versions') },
    ],
    [
      'all versions, where the pipeline does not tell its own',
      [run({ billed: euros('9'), templateVersion: null })],
      null,
      { amount: '9', basis: expect.stringContaining('one run of this pipeline') },
    ],
    [
      'runs that computed everything, if there are any',
      [
        run({ billed: euros('2'), steps: [took('train', 0, 'skipped')] }),
        run({ billed: euros('9'), steps: [took('train', 9)] }),
      ],
      'v2',
      { amount: '9', basis: expect.not.stringContaining('cache') },
    ],
    [
      'cached runs, if there are no others, and warns',
      [run({ billed: euros('2'), steps: [took('train', 0, 'skipped')] })],
      'v2',
      {
        amount: '2',
        basis: expect.stringContaining('Steps came from a cache: a run that computes everything costs more.'),
      },
    ],
    ['a bill of nothing, which is a bill', [run({ billed: euros('0') })], 'v2', { amount: '0' }],
    [
      'a bill that is three days old to the second',
      [run({ billed: euros('3'), endedAt: ago(3) })],
      'v2',
      { amount: '3' },
    ],
  ])('takes %s', (_name, runs, version, estimate) => {
    expect(billed(runs, version)).toMatchObject({ known: true, from: 'past_runs', ...estimate });
  });

  it.each<[string, readonly PastRun[]]>([
    ['No run of this pipeline is known.', []],
    ['No run of this pipeline has succeeded yet.', [run({ state: 'failed', billed: euros('9') })]],
    ['No run of this pipeline has succeeded yet.', [run({ state: 'running', endedAt: null })]],
    [
      'No bill of a successful run of this pipeline is known.',
      [run(), run({ state: 'cancelled', billed: euros('9') })],
    ],
    [
      'The only bills are of runs that ended within three days, and such bills still grow.',
      [run({ billed: euros('9'), endedAt: ago(2.9) })],
    ],
    [
      'Its runs were billed in USD, and amounts are not converted to EUR.',
      [run({ billed: { amount: '9', currency: 'USD' } })],
    ],
  ])('is not made: %s', (because, runs) => {
    expect(billed(runs)).toEqual({ known: false, because: `${because} No prices.` });
  });
});

function priced(machines: readonly StepMachine[], pastRuns: readonly PastRun[], at: UnitPrices | string = prices) {
  return estimateCost({ template: template(machines), pastRuns, currency, prices: at, now });
}

describe('an estimate from prices', () => {
  it('multiplies machines, hours and prices, and says what it is made from', () => {
    const runs = [30, 60, 120].map((minutes, n) => run({ endedAt: ago(10 + n), steps: [took('train', minutes)] }));
    expect(priced([machine('train')], runs)).toEqual({
      known: true,
      amount: '0.48',
      least: '0.24',
      most: '0.96',
      currency: 'EUR',
      from: 'price_list',
      basis:
        'List prices of europe-west4, read on 24 Nov 2026, of the machines that the pipeline declares, for as long as 3 runs of this version, which ended from 12 Nov 2026 to 14 Nov 2026, used them. Disks, storage, network, fees and discounts are not in it.',
    });
  });

  it('sums steps, rounds of loops and accelerators', () => {
    const gpu = { machineType: 'n1-standard-4', accelerator: { type: 'NVIDIA_TESLA_T4', count: 2 } };
    const at = { ...prices, families: { ...prices.families, n1: { cpuHour: '0.05', gibHour: '0.01' } } };
    const steps = [took('prepare', 10), took('prepare', 20), took('train', 60)];
    // Half an hour of 0.48, and an hour of 4 × 0.05 + 15 × 0.01 + 2 × 0.4.
    expect(priced([machine('prepare'), machine('train', gpu)], [run({ steps })], at)).toMatchObject({ amount: '1.39' });
  });

  it('takes the smallest machine that holds bare amounts, and says so', () => {
    const machines = [machine('train', { cpus: 3, memory: 10 })];
    // An e2-standard-4: 4 × 0.03 + 16 × 0.004.
    expect(priced(machines, [run({ steps: [took('train', 60)] })])).toMatchObject({
      amount: '0.184',
      basis: expect.stringContaining('the cloud chooses the machine; taken is e2-standard-4 for train.'),
    });
  });

  it('rounds once, at the end', () => {
    const steps = Array.from({ length: 3 }, (_, n) => ({
      ...took(`s${n}`, 0),
      startedAt: '2026-11-01T00:00:00.000Z',
      endedAt: '2026-11-01T00:00:00.001Z',
    }));
    const machines = steps.map(({ name }) => machine(name));
    // 3 × 0.48 / 3,600,000 is 0.0000004 to the last digit; each third alone would not be.
    expect(priced(machines, [run({ steps })])).toMatchObject({ amount: '0.0000004' });
  });

  it('counts a step whose condition was false as no time, and one that failed and was let pass as its time', () => {
    const steps = [
      took('train', 60),
      { ...took('deploy', 0, 'not_triggered'), startedAt: null, endedAt: null },
      took('report', 60, 'failed'),
    ];
    const machines = [machine('train'), machine('deploy'), machine('report')];
    expect(priced(machines, [run({ steps })])).toMatchObject({ amount: '0.96' });
  });

  it('prefers runs that computed every step, and takes steps of one name on one machine together', () => {
    const full = run({ templateVersion: 'v1', steps: [took('train', 60), took('test', 60)] });
    const cached = run({ steps: [took('train', 600), took('test', 0, 'skipped')] });
    expect(priced([machine('train'), machine('test'), machine('test')], [cached, full])).toMatchObject({
      amount: '0.96',
    });
  });

  const hour = [run({ steps: [took('train', 60)] })];
  it.each<[string, readonly StepMachine[], readonly PastRun[], UnitPrices | string]>([
    [
      'There is no price list for where it runs.',
      [machine('train')],
      hour,
      'There is no price list for where it runs.',
    ],
    ['The pipeline declares no machines.', [], hour, prices],
    ['How long step train runs is not known: no successful run computed it.', [machine('train')], [], prices],
    [
      'How long step train runs is not known: no successful run computed it.',
      [machine('train')],
      [run({ steps: [took('train', 0, 'skipped')] }), run({ state: 'failed', steps: [took('train', 60)] })],
      prices,
    ],
    [
      'How long step train runs is not known: no successful run computed it.',
      [machine('train')],
      [run({ steps: [took('train', -1)] }), run({ steps: [{ ...took('train', 1), endedAt: null }] })],
      prices,
    ],
    [
      'How long step test runs is not known: no successful run computed it.',
      [machine('train'), machine('test')],
      hour,
      prices,
    ],
    [
      'Step train asks for neither vCPUs nor memory, so its machine is not known; limits in the pipeline would tell.',
      [machine('train', {})],
      hour,
      prices,
    ],
    [
      'Step train asks for no memory, so its machine is not known; limits in the pipeline would tell.',
      [machine('train', { cpus: 4 })],
      hour,
      prices,
    ],
    [
      'The size of n2-custom-6-9216, on which step train runs, is not known.',
      [machine('train', { machineType: 'n2-custom-6-9216' })],
      hour,
      prices,
    ],
    [
      'No machine is known that holds what step train asks for: 4 vCPU and 16 GiB with 1 × nvidia.com/gpu.',
      [machine('train', { cpus: 4, memory: 16, accelerator: { type: 'nvidia.com/gpu', count: 1 } })],
      hour,
      prices,
    ],
    [
      'Step train asks for 4 vCPU and 16 GiB, and on which machines that runs is not known.',
      [machine('train', { cpus: 4, memory: 16 })],
      hour,
      { ...prices, billedAs: 'compute-engine' },
    ],
    [
      'The pipeline has steps called train on different machines, which its runs do not tell apart.',
      [machine('train'), machine('train', { machineType: 'n2-standard-4' })],
      hour,
      prices,
    ],
    [
      'The price list has no price of N1 machines in europe-west4.',
      [machine('train', { machineType: 'n1-standard-4' })],
      hour,
      prices,
    ],
    [
      'The price list has no price of C3 machines in europe-west4.',
      [machine('train', { machineType: 'c3-standard-4' })],
      hour,
      prices,
    ],
    [
      'The price list has no price of NVIDIA L4 in europe-west4.',
      [machine('train', { machineType: 'g2-standard-4' })],
      hour,
      { ...prices, families: { g2: { cpuHour: '1', gibHour: '1' } } },
    ],
    [
      'Prices are in USD, and amounts are not converted to EUR.',
      [machine('train')],
      hour,
      { ...prices, currency: 'USD' },
    ],
  ])('is not made: %s', (because, machines, runs, at) => {
    const estimate = priced(machines, runs, at);
    expect(estimate.known).toBe(false);
    expect(estimate).toMatchObject({ because: expect.stringContaining(because) });
  });
});

describe('an estimate with a price list', () => {
  function list(answer: () => Promise<UnitPrices>): PriceList & { readonly asked: [string, WantedPrices][] } {
    const asked: [string, WantedPrices][] = [];
    return {
      asked,
      title: 'a price list',
      billedAs: 'vertex-training',
      pricesFor: async (region, wanted) => {
        asked.push([region, wanted]);
        return await answer();
      },
      check: async () => ({ reachable: true, version: null, clockSkewMs: null, problems: [] }),
    };
  }
  const runs = [run({ steps: [took('train', 60)] })];

  it('asks for exactly what it needs', async () => {
    const asking = list(async () => prices);
    const estimate = await estimateRun(asking, onN2, runs, 'europe-west4', currency, now);
    expect(estimate).toMatchObject({ known: true, amount: '0.48', from: 'price_list' });
    expect(asking.asked).toEqual([['europe-west4', { currency, families: ['n2'], accelerators: [] }]]);
  });

  it.each<[string, readonly PastRun[], StepMachine, string | null, object]>([
    [
      'there is a bill',
      [run({ billed: euros('3'), steps: [took('train', 60)] })],
      machine('train'),
      'europe-west4',
      { amount: '3' },
    ],
    [
      'hours are missing',
      [],
      machine('train'),
      'europe-west4',
      { because: expect.stringContaining('How long step train') },
    ],
    [
      'the machine is missing',
      runs,
      machine('train', {}),
      'europe-west4',
      { because: expect.stringContaining('neither') },
    ],
    [
      'the region is missing',
      runs,
      machine('train'),
      null,
      { because: expect.stringContaining('The region it runs in') },
    ],
  ])('does not ask where %s', async (_name, pastRuns, step, region, estimate) => {
    const asking = list(async () => prices);
    expect(await estimateRun(asking, template([step]), pastRuns, region, currency, now)).toMatchObject(estimate);
    expect(asking.asked).toEqual([]);
  });

  it('is unknown without one, and where one fails it says why', async () => {
    expect(await estimateRun(null, onN2, runs, 'europe-west4', currency, now)).toEqual({
      known: false,
      because: 'No bill of a successful run of this pipeline is known. There is no price list for where it runs.',
    });
    const failing = list(async () => {
      throw new UpstreamError('a price list', 'It is off.', { retryable: false });
    });
    expect(await estimateRun(failing, onN2, runs, 'europe-west4', currency, now)).toEqual({
      known: false,
      because: 'No bill of a successful run of this pipeline is known. It is off.',
    });
    const faulty = list(async () => {
      throw new TypeError('a fault of ours');
    });
    await expect(estimateRun(faulty, onN2, runs, 'europe-west4', currency, now)).rejects.toThrow('a fault of ours');
  });
});
