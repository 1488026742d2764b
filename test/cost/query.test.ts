import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCostQuery } from '#cost/query.ts';
import { lastDays } from '#cost/query-period.ts';
import type { CostVocabulary } from '#cost/query-words.ts';
import { runs } from './bill-lines.ts';

const vocabulary: CostVocabulary = {
  labelKeys: ['team', 'model', 'env', 'owner', 'use-case', 'service'],
  values: {
    'label:team': ['fraud', 'recs', 'risk'],
    'label:model': ['fraud-scorer', 'churn', 'risk'],
    'label:env': ['prod', 'dev'],
    service: ['Vertex AI', 'BigQuery'],
  },
};
const asker = { today: '2026-11-24', own: [{ by: 'label:team', values: ['fraud'] }] } as const;
const ask = (text: string) => parseCostQuery(text, vocabulary, asker);
const parsed = (text: string) => {
  const outcome = ask(text);
  if (!outcome.ok) throw new Error(outcome.sentence);
  return outcome.query;
};

describe('a question about cost', () => {
  it('is about the own team and the last 30 days where nothing is said', () => {
    expect(parsed('')).toEqual({
      filters: asker.own,
      by: 'label:model',
      first: '2026-10-25',
      last: '2026-11-23',
      basis: 'effective',
      own: true,
    });
    expect(parseCostQuery('', vocabulary, { ...asker, own: [] })).toMatchObject({
      query: { filters: [], by: 'label:team', own: false },
    });
  });

  it.each([
    ['fraud', [{ by: 'label:team', values: ['fraud'] }], 'label:model'],
    ['Recs', [{ by: 'label:team', values: ['recs'] }], 'label:model'],
    ['churn', [{ by: 'label:model', values: ['churn'] }], 'service'],
    ['prod', [{ by: 'label:env', values: ['prod'] }], 'label:team'],
    ['all', [], 'label:team'],
    [
      'fraud prod',
      [
        { by: 'label:team', values: ['fraud'] },
        { by: 'label:env', values: ['prod'] },
      ],
      'label:model',
    ],
    ['fraud recs', [{ by: 'label:team', values: ['fraud', 'recs'] }], 'label:model'],
    ['team=fraud,none team=recs', [{ by: 'label:team', values: ['fraud', null, 'recs'] }], 'label:model'],
    ['service="vertex ai"', [{ by: 'service', values: ['Vertex AI'] }], 'label:team'],
    ['service=“BigQuery”', [{ by: 'service', values: ['BigQuery'] }], 'label:team'],
    ['label:service=x', [{ by: 'label:service', values: ['x'] }], 'label:team'],
    ['use-case=fraud-detection', [{ by: 'label:use-case', values: ['fraud-detection'] }], 'label:team'],
    ['project=none', [{ by: 'project', values: [null] }], 'label:team'],
  ])('reads %s', (text, filters, by) => {
    expect(parsed(text)).toMatchObject({ filters, by, own: false });
  });

  it.each([
    ['--gross', { basis: 'gross', own: true }],
    ['--billed', { basis: 'billed' }],
    ['--by env', { by: 'label:env', own: true }],
    ['--by=label:service', { by: 'label:service' }],
    ['—by service', { by: 'service' }],
    ['--last 2w', { first: '2026-11-10', last: '2026-11-23' }],
    ['--LAST=1m', { first: '2026-10-24', last: '2026-11-23' }],
  ])('reads %s', (text, query) => {
    expect(parsed(text)).toMatchObject(query);
  });

  it.each([
    ['risk', 'risk', '`risk` is more than one thing: write `team=risk` or `model=risk`.', ['team=risk', 'model=risk']],
    ['fruad', 'fruad', 'No team, model or environment on the bill is called `fruad`: did you mean `fraud`?', ['fraud']],
    [
      'zebra',
      'zebra',
      'No team, model or environment on the bill is called `zebra`: write `key=value`, as `team=fraud` or `service="Vertex AI"`.',
      [],
    ],
    [
      'team=fruad',
      'team=fruad',
      'Nothing on the bill has the team `fruad`. Did you mean `team=fraud`?',
      ['team=fraud'],
    ],
    ['service="Vertex A"', 'service="Vertex A"', expect.stringContaining('Did you mean'), ['service="Vertex AI"']],
    ['servic="Vertex AI"', 'servic="Vertex AI"', expect.stringContaining('Did you mean'), ['service="Vertex AI"']],
    ['team=zebra', 'team=zebra', 'Nothing on the bill has the team `zebra`. `--by team` shows which there are.', []],
    ['team=', 'team=', '`team=` lacks a value; `team=none` is what has no team.', ['team=none']],
    [
      '--last soon',
      '--last soon',
      '`--last soon` is no length of time: write days, weeks or months, as `--last 30d`, `4w` or `3m`, at most 400 days.',
      ['--last 30d'],
    ],
    ['--last 401d', '--last 401d', expect.stringContaining('at most 400 days'), ['--last 30d']],
    ['--last', '--last', expect.stringContaining('`--last` is no length'), ['--last 30d']],
    [
      '--gros',
      '--gros',
      '`--gros` is no option; there are `--by`, `--last`, `--gross` and `--billed`. Did you mean `--gross`?',
      ['--gross'],
    ],
    ['--gross=yes', '--gross=yes', '`--gross` takes no value: write it alone.', ['--gross']],
    ['--gross --billed', '--billed', expect.stringContaining('different amounts'), ['--gross', '--billed']],
    ['--by modle', '--by modle', expect.stringContaining('Did you mean `--by model`?'), ['--by model']],
    ['--by', '--by', expect.stringContaining('lacks what to split by'), []],
    ['tema=fraud', 'tema=fraud', expect.stringContaining('Did you mean `team=fraud`?'), ['team=fraud']],
  ])('refuses %s', (text, token, sentence, suggestions) => {
    expect(ask(text)).toEqual({ ok: false, token, sentence, suggestions });
  });

  it('never fails, and what it suggests is understood', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'fraud',
        'risk',
        'team=',
        '--by',
        '--last',
        '--gross',
        '3m',
        '"',
        '=',
        'all',
        '—',
        '--last=',
        'enb=prod',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        const outcome = ask(words.join(' '));
        if (outcome.ok) {
          expect(outcome.query.first <= outcome.query.last).toBe(true);
          return;
        }
        expect(outcome.sentence.length).toBeGreaterThan(10);
        for (const fix of outcome.suggestions) {
          const again = ask(fix);
          expect(again.ok ? null : again.sentence).not.toBe(outcome.sentence);
        }
      }),
      { numRuns: runs * 10 },
    );
  });
});

describe('a length of time', () => {
  it('ends with yesterday and keeps the day of the month', () => {
    expect(lastDays('1d', '2026-03-01')).toEqual({ first: '2026-02-28', last: '2026-02-28' });
    expect(lastDays('1m', '2026-03-31')).toEqual({ first: '2026-02-28', last: '2026-03-30' });
    expect(lastDays('13m', '2026-11-24')?.first).toBe('2025-10-24');
    for (const text of ['0d', '14m', '58w', 'd', '-1d', '1y', '']) expect(lastDays(text, '2026-11-24')).toBeNull();
  });
});
