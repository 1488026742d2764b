import fc from 'fast-check';
import { expect, it } from 'vitest';
import { billCsv } from '#cost/bill-csv.ts';
import type { BillRow } from '#domain/bill-row.ts';
import { csvLine } from '#domain/csv.ts';
import { line } from './bill-lines.ts';

const data = {
  firstDay: '2026-10-01',
  through: '2026-11-25',
  settledThrough: '2026-11-22',
  provisional: { first: '2026-11-23', last: '2026-11-25' },
};

function row(over: Partial<BillRow>): BillRow {
  return { ...line('2026-11-22', '1'), resource: null, ...over };
}

/** Takes CSV apart as RFC 4180 has it. */
function cells(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    if (end === '' && quoted === undefined && plain === '') continue;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

it('has a row for each row, its currency in each, and one for what is not listed', () => {
  const labels = { team: { value: 'fraud', from: 'resource' } } as const;
  const rows = [row({ effective: '-0.000000000001', labels, usage: { amount: '-1.25', unit: 'hour' } })];
  const rest = [{ currency: 'USD', effective: '7', billed: '8', gross: '9', lines: 40, rows: 12 }];
  const [head = [], first = [], last = []] = cells(
    billCsv({ rows, rest, labelKeys: ['team', 'env'], data, zone: 'Europe/Amsterdam' }),
  );
  const of = (line: readonly string[], name: string) => line[head.indexOf(name)];
  expect(of(first, 'effective')).toBe('-0.000000000001');
  expect([of(first, 'used'), of(first, 'used_unit')]).toEqual(['-1.25', 'hour']);
  expect([of(last, 'used'), of(last, 'used_unit')]).toEqual(['', '']);
  expect([of(first, 'label_team'), of(first, 'label_env'), of(first, 'provisional')]).toEqual(['fraud', '', 'no']);
  expect([of(last, 'currency'), of(last, 'effective'), of(last, 'service')]).toEqual([
    'USD',
    '7',
    '(12 smaller rows in one)',
  ]);
  expect(of(last, 'data_through')).toBe('2026-11-25');
});

it('says of days whose bill still grows that they are provisional', () => {
  const csv = billCsv({ rows: [row({ day: '2026-11-23' })], rest: [], labelKeys: [], data, zone: 'UTC' });
  expect(csv).toContain(',yes,2026-11-25,UTC\r\n');
});

it('holds any text of a bill in one cell, and nothing a spreadsheet would run', () => {
  const nasty = fc.oneof(
    fc.constantFrom('=1+1', '+SUM(A1)', '-2+3', '@cmd', '\t=1', '\r=1', '\n=1', ' =1', 'a,b', 'a"b', 'a\r\nb', '-5'),
    fc.string(),
  );
  fc.assert(
    fc.property(nasty, nasty, (sku, project) => {
      const csv = billCsv({ rows: [row({ sku, project })], rest: [], labelKeys: [], data, zone: 'UTC' });
      const [head = [], first = [], ...more] = cells(csv);
      expect(more).toEqual([]);
      expect(first).toHaveLength(head.length);
      for (const [name, wanted] of [
        ['sku', sku],
        ['project', project],
      ] as const) {
        const found = first[head.indexOf(name)] ?? '';
        expect(found.replace(/^'/, '')).toBe(wanted.replace(/^'/, ''));
        if (!/^-?\d+(\.\d+)?$/.test(found)) expect(found).not.toMatch(/^\s*[=+\-@\t\r]/);
      }
    }),
  );
});

it('leaves a number that is below zero a number', () => {
  expect(csvLine(['-1.5', '-1.5+2', -3])).toBe("-1.5,'-1.5+2,-3");
});
