import { describe, expect, it, test } from 'vitest';
import { type CostAnswer, costAnswer } from '#views/cost-answer.ts';
import { costFileNote, costFileSent } from '#views/cost-file.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';

const days = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'];
const data = {
  firstDay: '2026-10-12',
  through: '2026-11-25',
  settledThrough: '2026-11-22',
  provisional: { first: '2026-11-23', last: '2026-11-25' },
};
const fraud: CostAnswer = {
  query: {
    filters: [{ by: 'label:team', values: ['fraud'] }],
    by: 'label:model',
    first: '2026-11-22',
    last: '2026-11-25',
    basis: 'effective',
    own: true,
  },
  by: 'model',
  text: 'team=fraud',
  span: { first: '2026-11-22', last: '2026-11-25' },
  data,
  zone: 'Europe/Amsterdam',
  sources: [{ title: 'Google Cloud billing', read: true, trouble: null }],
  reading: false,
  thousand: null,
  training: [],
  currencies: [
    {
      currency: 'EUR',
      total: '412.000000000001',
      before: { before: '349.1', delta: '62.900000000001', percent: '18.0' },
      gross: '430',
      billed: '412',
      rows: [
        { name: 'fraud-scorer', amount: '400', before: { before: '349.1', delta: '50.9', percent: '14.6' } },
        { name: null, amount: '12.000000000001', before: { before: '0', delta: '12.000000000001', percent: null } },
      ],
      days,
      series: [
        { name: 'fraud-scorer', other: false, amounts: ['100', '120', '80', '100'] },
        { name: null, other: true, amounts: ['6', '6', '0', '0.000000000001'] },
      ],
    },
  ],
};
const [euros] = fraud.currencies;
const answers: Readonly<Record<string, CostAnswer>> = {
  'cost-answer': fraud,
  'cost-answer-thousand': {
    ...fraud,
    query: { ...fraud.query, filters: [{ by: 'label:model', values: ['fraud-scorer'] }], own: false },
    text: 'model=fraud-scorer',
    thousand: {
      predictions: 1_240_000,
      span: { first: '2026-11-23', last: '2026-11-25' },
      costs: [{ currency: 'EUR', amount: '0.241935483871' }],
      because: null,
    },
  },
  'cost-answer-training': {
    ...fraud,
    query: { ...fraud.query, filters: [{ by: 'label:model', values: ['fraud-scorer'] }], own: false },
    text: 'model=fraud-scorer',
    training: [
      { of: 'run', model: 'fraud-scorer', name: 'T-14', amount: '38.412', because: null, currency: 'EUR' },
      {
        of: 'run',
        model: 'fraud-scorer',
        name: 'T-15',
        amount: null,
        because: 'Its bill still grows for three days after its end.',
        currency: null,
      },
      { of: 'version', model: 'fraud-scorer', name: '8', amount: '79', because: null, currency: 'EUR' },
    ],
  },
  'cost-answer-thousand-unknown': {
    ...fraud,
    thousand: {
      predictions: 0,
      span: { first: '2026-11-22', last: '2026-11-25' },
      costs: [],
      because: 'It made no predictions.',
    },
  },
  'cost-answer-two-currencies': {
    ...fraud,
    query: { ...fraud.query, filters: [], basis: 'gross', own: false, first: '2026-10-01' },
    text: '',
    reading: true,
    sources: [{ title: 'Azure export', read: true, trouble: 'The folder cannot be read.' }],
    currencies: [
      ...fraud.currencies,
      { ...(euros ?? fail()), currency: 'USD', before: null, rows: [{ name: 'churn', amount: '7', before: null }] },
    ],
  },
  'cost-answer-no-bill': { ...fraud, span: null, currencies: [], sources: [] },
  'cost-answer-too-early': {
    ...fraud,
    span: null,
    currencies: [],
    query: { ...fraud.query, first: '2026-01-01', last: '2026-01-31' },
  },
  'cost-answer-nothing-billed': { ...fraud, currencies: [] },
};

function fail(): never {
  throw new Error('there are euros');
}

describe('the answer to /mlops cost', () => {
  test.each(Object.keys(answers))('%s', (name) => {
    expectGolden(name, costAnswer(answers[name] ?? fail()));
  });

  test.each([0, 4211])('a file of its rows, %i of them summed', (smaller) => {
    const { span, zone } = fraud;
    if (span === null) return fail();
    const file = { what: 'team=fraud', span, data, zone, rows: 50_000, smaller };
    expectGolden(`cost-file${smaller === 0 ? '' : '-large'}`, costFileNote(file));
    expectGolden('cost-file-sent', costFileSent(file));
  });

  it('never adds currencies, and says of which days there is no data', () => {
    const text = outline(costAnswer(answers['cost-answer-two-currencies'] ?? fail()).blocks, new Map());
    expect(text).toContain('€412 and $412');
    expect(text).toContain('no data before 12 Oct');
  });

  it('holds Slack’s bounds with the longest names and most rows', () => {
    const rows = Array.from({ length: 200 }, (_, at) => ({
      name: `${'très long 🚀 <name> & '.repeat(9)}${at}`,
      amount: String(1000 - at),
      before: { before: '1', delta: '-999999999', percent: '-99.9' },
    }));
    const long = { ...fraud, text: `team="${'x'.repeat(2000)}"`, currencies: [{ ...(euros ?? fail()), rows }] };
    expectGolden('cost-answer-long', costAnswer(long));
  });
});
