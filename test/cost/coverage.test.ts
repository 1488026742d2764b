import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageSpan, labelCoverage, unlabelledSources } from '#cost/coverage.ts';
import { dataSpan } from '#cost/data-span.ts';
import { sumOf } from '#cost/money.ts';
import { anyLine, line, runs } from './bill-lines.ts';

const span = { first: '2026-11-02', last: '2026-11-08' };
const both = { team: 'fraud', model: 'scorer' };

describe('the days on which labels are judged', () => {
  it('are the last seven that are settled', () => {
    expect(coverageSpan(dataSpan('2026-01-01', '2026-11-23', '2026-11-24'))).toEqual({
      first: '2026-11-14',
      last: '2026-11-20',
    });
    expect(coverageSpan(dataSpan('2026-11-15', '2026-11-23', '2026-11-24'))).toBeNull();
    expect(coverageSpan(dataSpan(null, null, '2026-11-24'))).toBeNull();
  });
});

describe('label coverage', () => {
  it('is by spend, by key and for all keys together', () => {
    const lines = [
      line('2026-11-03', '60', { labels: both }),
      line('2026-11-03', '30', { labels: { team: 'fraud' } }),
      line('2026-11-04', '10'),
      line('2026-11-04', '500', { category: 'tax' }),
      line('2026-11-09', '999'),
      line('2026-11-05', '0.5', { labels: { team: '', model: 'scorer' } }),
    ];
    expect(labelCoverage(lines, ['team', 'model'], span, 'effective')).toEqual({
      span,
      spend: '100.5',
      labelled: '60',
      percent: '59.7',
      neverAttributed: '40.5',
      byKey: [
        { key: 'team', labelled: '90', percent: '89.6' },
        { key: 'model', labelled: '60.5', percent: '60.2' },
      ],
    });
  });

  it('has no percent of nothing', () => {
    expect(labelCoverage([], ['team'], span, 'effective')).toMatchObject({
      spend: '0',
      percent: null,
      neverAttributed: '0',
    });
  });

  it('splits spend into what is labelled and what never will be', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (all) => {
        const lines = all.filter(({ currency }) => currency === 'EUR');
        const { spend, labelled, neverAttributed } = labelCoverage(lines, ['team', 'model'], span, 'effective');
        expect(sumOf([labelled, neverAttributed])).toBe(spend);
      }),
      { numRuns: runs },
    );
  });
});

describe('sources of spend without labels', () => {
  const owners = new Map([['ml-prod', { team: 'fraud', owner: 'jane' }]]);

  it('are the five dearest, with what they lack and who can mend it', () => {
    const lines = [
      line('2026-11-03', '4', { labels: { team: 'fraud' } }),
      line('2026-11-03', '5', { labels: { model: 'scorer' } }),
      line('2026-11-03', '20', { project: null, service: 'Support' }),
      line('2026-11-03', '50', { labels: both }),
      line('2026-11-03', '-3', { service: 'Refunded' }),
      ...[1, 2, 3, 4].map((n) => line('2026-11-04', String(n), { project: `p${n}` })),
    ];
    const found = unlabelledSources(lines, ['team', 'model'], span, 'effective', owners);
    expect(found.map(({ project, amount }) => [project, amount])).toEqual([
      [null, '20'],
      ['ml-prod', '9'],
      ['p4', '4'],
      ['p3', '3'],
      ['p2', '2'],
    ]);
    const few = lines.filter(({ project }) => project === 'ml-prod');
    expect(unlabelledSources(few, ['team', 'model'], span, 'effective', owners).map(({ service }) => service)).toEqual([
      'Vertex AI',
    ]);
    expect(found[0]?.fixer).toBeNull();
    expect(found[1]).toMatchObject({
      service: 'Vertex AI',
      lacking: ['team', 'model'],
      fixer: { team: 'fraud', owner: 'jane' },
    });
  });
});
