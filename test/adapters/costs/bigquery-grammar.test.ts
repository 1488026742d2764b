import { parse } from 'sql-parser-cst';
import { describe, expect, test } from 'vitest';
import type { ExportKind, ExportTable } from '#adapters/costs/bigquery/export-table.ts';
import {
  changedDaysQuery,
  daySumsQuery,
  firstDayQuery,
  hoursQuery,
  linesQuery,
  resourcesQuery,
} from '#adapters/costs/bigquery/queries.ts';
import type { CostWindow } from '#domain/cost.ts';

const kinds: readonly ExportKind[] = ['standard', 'detailed', 'focus'];
const later = [
  'billing_account_id',
  'location.region',
  'usage.amount_in_pricing_units',
  'usage.pricing_unit',
  'project.labels.key',
  'tags.key',
  'tags.value',
  'tags.inherited',
  'tags.namespace',
  'chargedescription',
  'skuid',
  'regionid',
  'resourceid',
  'consumedquantity',
  'consumedunit',
  'x_projectlabels.key',
  'x_tags.key',
  'x_tags.value',
  'x_tags.x_inherited',
  'x_tags.x_namespace',
];
const window: CostWindow = {
  first: '2026-10-01',
  last: '2026-11-01',
  zone: 'Europe/Zurich',
  labelKeys: ['team', 'env'],
};

/** Of each kind with every column that some exports lack and with none of them, filed by day or not. */
const tables = kinds.flatMap((kind) =>
  [true, false].flatMap((whole) =>
    [true, false].map((byIngestion): [string, ExportTable] => [
      `${kind}, ${whole ? 'every column' : 'only the oldest columns'}${byIngestion ? ', by ingestion' : ''}`,
      {
        kind,
        quoted: '`acme-fin.billing.export`',
        account: '0A1B2C-3D4E5F-6A7B8C',
        location: 'EU',
        byIngestion,
        written: null,
        columns: new Set(whole ? later : []),
      },
    ]),
  ),
);

function queries(table: ExportTable): Record<string, string> {
  const one = { ...window, labelKeys: ['team'] };
  const none = { ...window, labelKeys: [] };
  return {
    lines: linesQuery(table, window, 'acme').sql,
    'lines without labels': linesQuery(table, none, null).sql,
    resources: resourcesQuery(table, window, 'acme', 100).sql,
    'resources without labels': resourcesQuery(table, none, null, 100).sql,
    hours: hoursQuery(table, one, null).sql,
    'day sums': daySumsQuery(table, window, 'acme').sql,
    'day sums without labels': daySumsQuery(table, none, null).sql,
    'first day': firstDayQuery(table, 'UTC').sql,
    'changed days': changedDaysQuery(table, {
      since: '2026-10-01T00:00:00.000Z',
      before: '2026-09-01',
      zone: 'UTC',
    }).sql,
  };
}

function googleSql(sql: string) {
  return parse(sql, { dialect: 'bigquery', paramTypes: ['@name'] });
}

describe.each(tables)('by the grammar of GoogleSQL, of a table that is %s', (_title, table) => {
  test.each(Object.entries(queries(table)))('the query of %s is one statement', (_name, sql) => {
    expect(googleSql(sql).statements).toHaveLength(1);
  });
});

test.each([
  ['a cast of another dialect', 'SELECT cost::TEXT FROM `a.b.c`'],
  ['a parameter of another dialect', 'SELECT $1 FROM `a.b.c`'],
  ['a comma too many in GROUP BY', 'SELECT a FROM `a.b.c` GROUP BY a,'],
  ['a FILTER on an aggregate', 'SELECT SUM(a) FILTER (WHERE b) FROM `a.b.c`'],
])('%s is refused', (_name, sql) => {
  expect(() => googleSql(sql)).toThrow('Syntax Error');
});
