import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PipelineInput } from '#domain/pipeline.ts';
import { readParameters } from '#domain/pipeline-parameters.ts';

const input = (name: string, type: PipelineInput['type'], required = false): PipelineInput => ({
  name,
  type,
  required,
  default: null,
  description: '',
});

const inputs = [
  input('window_days', 'integer', true),
  input('trees', 'integer'),
  input('rate', 'number'),
  input('note', 'text'),
  input('deep', 'boolean'),
  input('regions', 'list'),
  input('extra', 'map'),
];

function problems(catalogue: Parameters<typeof readParameters>[1], texts: readonly string[], of = inputs) {
  const verdict = readParameters(of, catalogue, texts);
  return verdict.ok ? [] : verdict.problems;
}

describe('the parameters of a run', () => {
  it('are read by the type that the pipeline declares', () => {
    const texts = ['trees=40', 'rate=1e-3', 'note=a=b', 'deep=false', 'regions=["EU"]', 'extra={"a":1}'];
    expect(readParameters(inputs, { window_days: 30 }, texts)).toEqual({
      ok: true,
      parameters: {
        window_days: 30,
        trees: 40,
        rate: 0.001,
        note: 'a=b',
        deep: false,
        regions: ['EU'],
        extra: { a: 1 },
      },
    });
  });

  it('leave out what nobody gives, and take what a person says over the catalogue', () => {
    const verdict = readParameters(inputs, { window_days: 30, trees: 10 }, ['trees=20']);
    expect(verdict).toEqual({ ok: true, parameters: { window_days: 30, trees: 20 } });
  });

  it('read a scalar of the catalogue as its text would be', () => {
    const verdict = readParameters(inputs, { window_days: '30', note: 7, deep: 'true' }, []);
    expect(verdict).toEqual({ ok: true, parameters: { window_days: 30, note: '7', deep: true } });
  });

  it('are wrong all at once, a sentence each', () => {
    expect(problems({}, ['tress=4', 'rate=fast', 'deep=yes', 'regions={}', 'oops', 'trees=1', 'trees=2'])).toEqual([
      '`oops` is no parameter. Write it as `key=value`.',
      '`trees` is given twice. Keep one of them.',
      'The pipeline has no input `tress`. Did you mean `trees`?',
      '`rate` is `fast`, but it has to be a number.',
      '`deep` is `yes`, but it has to be `true` or `false`.',
      '`regions` is `{}`, but it has to be a list in JSON, as `[1,2]`.',
      '`window_days` is needed. Add `window_days=…`, a whole number.',
    ]);
  });

  it.each(['1.5', '', 'Infinity', '9007199254740993', '0x10', '1_000', 'NaN'])(
    'take no whole number from “%s”',
    (text) => {
      expect(problems({ window_days: 1 }, [`trees=${text}`])).toHaveLength(1);
    },
  );

  it('name what the catalogue has wrong, unless a person gives it', () => {
    const catalogue = { window_days: 1, trees: 'many', tiemout: 3 };
    expect(problems(catalogue, [])).toEqual([
      'The catalogue (models.yaml) gives `trees` as `"many"`, but it has to be a whole number. Mend it there, or add `trees=…`.',
      'The pipeline has no input `tiemout`. The catalogue (models.yaml) gives it. It has `window_days`, `trees`, `rate`, `note`, `deep`, `regions`, `extra`.',
    ]);
    expect(problems({ window_days: 1, trees: 'many' }, ['trees=3'])).toEqual([]);
  });

  it('say so where a pipeline takes none', () => {
    expect(problems({}, ['a=1'], [])).toEqual(['The pipeline has no input `a`. It takes none.']);
  });

  it('are kept as text where nothing is declared, or read as the type of the catalogue', () => {
    expect(readParameters(null, { trees: 3, deep: true }, ['code=007', 'trees=12'])).toEqual({
      ok: true,
      parameters: { code: '007', trees: 12, deep: true },
    });
    expect(readParameters(null, { trees: 3 }, ['trees=many'])).toMatchObject({ ok: false });
  });

  it('neither lose nor add a name, whatever is typed', () => {
    const name = fc.constantFrom(...inputs.map((one) => one.name), 'other', '__proto__', 'constructor', '');
    const texts = fc.array(fc.tuple(name, fc.string()).map(([key, value]) => `${key}=${value}`));
    fc.assert(
      fc.property(texts, (given) => {
        const verdict = readParameters(inputs, { window_days: 1 }, given);
        if (!verdict.ok) return verdict.problems.every((sentence) => /[.?]$/.test(sentence));
        const names = new Set([...given.map((text) => text.slice(0, text.indexOf('='))), 'window_days']);
        expect(new Set(Object.keys(verdict.parameters))).toEqual(names);
        return true;
      }),
    );
  });
});
