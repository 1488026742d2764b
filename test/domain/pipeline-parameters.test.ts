import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PipelineInput } from '#domain/pipeline.ts';
import { parameterText, readParameters } from '#domain/pipeline-parameters.ts';

const input = (name: string, type: PipelineInput['type'], more: Partial<PipelineInput> = {}): PipelineInput => ({
  name,
  type,
  required: false,
  default: null,
  description: '',
  ...more,
});
const inputs = [
  input('epochs', 'integer', { default: 10 }),
  input('rate', 'number'),
  input('table', 'text', { required: true }),
  input('balance', 'boolean'),
  input('columns', 'list'),
  input('weights', 'map'),
];

describe('the parameters of a run', () => {
  it('are what was typed, else what is usual, else what the pipeline declares', () => {
    const read = readParameters(
      inputs,
      { rate: '0.5', columns: '["a", "b"]', weights: '{"a": 1}' },
      { table: 't', balance: true },
    );
    expect(read).toEqual({
      ok: true,
      values: { epochs: 10, rate: 0.5, table: 't', balance: true, columns: ['a', 'b'], weights: { a: 1 } },
    });
  });

  it('are wrong all at once, each with what would be right', () => {
    const given = { epoch: '1', epochs: '1.5', rate: '0x10', balance: 'yes', columns: '{}', weights: '[' };
    expect(readParameters(inputs, given, { tabel: 't' })).toEqual({
      ok: false,
      sentences: [
        'The pipeline has no parameter epoch (perhaps epochs). It takes epochs, rate, table, balance, columns, weights.',
        'models.yaml gives tabel, which the pipeline does not take (perhaps table).',
        'epochs is a whole number, and “1.5” is none.',
        'rate is a number, as 0.5, and “0x10” is none.',
        'table is missing: the pipeline needs it.',
        'balance is true or false, and “yes” is neither.',
        'columns is a JSON list, as ["a","b"], and “{}” is none.',
        'weights is a JSON map, as {"a":1}, and “[” is none.',
      ],
    });
  });

  it('are taken under any name where the pipeline declares nothing, and under none where it declares that', () => {
    expect(readParameters(null, { epochs: '5', note: 'x' }, { epochs: 1 })).toEqual({
      ok: true,
      values: { epochs: 5, note: 'x' },
    });
    expect(readParameters([], { epochs: '5' }, {})).toEqual({
      ok: false,
      sentences: ['The pipeline has no parameter epochs. It takes none.'],
    });
  });

  it('named like parts of every object are names like others', () => {
    expect(readParameters(inputs, { constructor: '1' }, { table: 't' })).toMatchObject({ ok: false });
    expect(readParameters([input('constructor', 'text')], {}, {})).toEqual({ ok: true, values: {} });
  });

  it('written out read the same again', () => {
    const value = fc.oneof(
      fc.tuple(fc.constant('text' as const), fc.string()),
      fc.tuple(
        fc.constant('integer' as const),
        fc.maxSafeInteger().filter((n) => Math.abs(n) < 1e15),
      ),
      fc.tuple(fc.constant('number' as const), fc.double({ noNaN: true, noDefaultInfinity: true })),
      fc.tuple(fc.constant('boolean' as const), fc.boolean()),
      fc.tuple(fc.constant('list' as const), fc.array(fc.string())),
      fc.tuple(fc.constant('map' as const), fc.dictionary(fc.string(), fc.integer())),
    );
    fc.assert(
      fc.property(value, ([type, one]) => {
        const read = readParameters([input('p', type)], { p: parameterText(one) }, {});
        expect(JSON.stringify(read)).toBe(JSON.stringify({ ok: true, values: { p: one } }));
      }),
    );
  });
});
