import type { Org, OrgBudget } from '#playbook/organization.ts';
import { type KeyRow, org } from './written.ts';

const budget = (set: { readonly org: Org }) => set.org.budgets?.[0];
const budgetWith = (key: string, more: string, see: (one: OrgBudget | undefined) => unknown, seen: KeyRow['seen']) =>
  ({
    key: `org.budgets[].${key}`,
    file: 'org.yaml',
    text: `${org}budgets: [{id: fraud-monthly, amount: 20000§}]\n`,
    written: ['', more],
    see: ({ set }: { readonly set: { readonly org: Org } }) => see(budget(set)),
    seen,
  }) as const;

/** Of what may be spent. */
export const budgetKeys: readonly KeyRow[] = [
  ...(
    [
      ['id', 'fraud-monthly', 'fraud'],
      ['amount', '20000', '0.5'],
    ] as const
  ).map(([key, from, to]) => ({
    key: `org.budgets[].${key}`,
    file: 'org.yaml' as const,
    text: `${org}budgets: [{id: fraud-monthly, amount: 20000}]\n`.replace(from, '§'),
    written: [from, to] as const,
    see: ({ set }: { readonly set: { readonly org: Org } }) => String(budget(set)?.[key]),
    seen: [from, to] as const,
  })),
  budgetWith('labels', ', labels: {team: fraud, env: [prod, test]}', (one) => one?.labels, [
    {},
    { team: ['fraud'], env: ['prod', 'test'] },
  ]),
  budgetWith('currency', ', currency: USD', (one) => one?.currency, [null, 'USD']),
  budgetWith('period', ', period: quarter', (one) => one?.period, ['month', 'quarter']),
  budgetWith('thresholds.actual', ', thresholds: {actual: "120%"}', (one) => one?.thresholds, [
    { actual: [80, 100], forecast: [100] },
    { actual: [120], forecast: [100] },
  ]),
  budgetWith('thresholds.forecast', ', thresholds: {forecast: []}', (one) => one?.thresholds, [
    { actual: [80, 100], forecast: [100] },
    { actual: [80, 100], forecast: [] },
  ]),
  budgetWith('owner', ', owner: risk', (one) => one?.owner, [null, 'risk']),
  budgetWith('channel', ', channel: "#fraud"', (one) => one?.channel, [null, '#fraud']),
];

const bigQuery = 'kind: bigquery-billing, project: p, table: p.b.export_1';
/** Of bills that are connected. */
export const billKeys: readonly KeyRow[] = (
  [
    ['table', bigQuery.replace('p.b.export_1', '§'), 'p.b.export_1', 'p.b.export_2', 'p.b.export_1', 'p.b.export_2'],
    ['tag_namespace', `${bigQuery}§`, '', ', tag_namespace: "123"', undefined, '123'],
    ['most_gib', `${bigQuery}§`, '', ', most_gib: 5', undefined, 5],
    ['path', 'kind: focus-files, path: §', '/bills', '/focus', '/bills', '/focus'],
  ] as const
).map(([key, text, from, to, ...seen]) => ({
  key: `org.connections[].${key}`,
  file: 'org.yaml',
  text: org.replace('connections:\n', `connections:\n  - {id: bill, ${text}}\n`),
  written: [from, to],
  see: ({ set }) => {
    const bill = set.org.connections.find(({ id }) => id === 'bill');
    return { table: bill?.table, tag_namespace: bill?.tagNamespace, most_gib: bill?.mostGib, path: bill?.path }[key];
  },
  seen,
}));
