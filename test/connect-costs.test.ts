import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { org } from '#playbook/schema/org.ts';
import { connectCosts } from '../src/connect-costs.ts';
import type { ConnectionSecrets } from '../src/connection-secrets.ts';

const none: ConnectionSecrets = { url: null, username: null, password: null, token: null, webhookSecret: null };

function orgWith(connections: string) {
  return org.safeParse(
    parse(
      `{version: 1, owner: platform, name: Northwind, zone: Europe/Berlin, currency: EUR, channels: {default: C0123456789, alarm: C0123456789, digest: C0123456789}, connections: [${connections}]}`,
    ),
  );
}

describe('bills in org.yaml', () => {
  test('are connected by the id of their connection, and say what they cannot tell', () => {
    const read = orgWith(
      '{id: gcp, kind: bigquery-billing, project: acme-fin, table: acme-fin.billing.gcp_billing_export_resource_v1_0A1B2C_3D4E5F_6A7B8C, most_gib: 5}, {id: aws, kind: focus-files, path: /mnt/bills}, {id: flow, kind: mlflow, url: "https://mlflow.example.com"}',
    );
    const found = [...connectCosts(read.data ?? fail(), () => none)].map(([id, { title, lacks }]) => ({
      id,
      title,
      lacks,
    }));
    expect(found).toEqual([
      { id: 'gcp', title: 'BigQuery billing export', lacks: ['effective'] },
      { id: 'aws', title: 'FOCUS files', lacks: [] },
    ]);
  });

  test.each([
    ['{id: gcp, kind: bigquery-billing, project: acme-fin}', 'a billing export needs project and table'],
    [
      '{id: gcp, kind: bigquery-billing, project: acme-fin, table: billing}',
      'a table is written project.dataset.table',
    ],
    ['{id: aws, kind: focus-files}', 'FOCUS files need a path'],
    ['{id: aws, kind: focus-files, path: bills}', 'a path starts with /'],
  ])('are refused where something is missing: %s', (connection, sentence) => {
    expect(orgWith(connection).error?.issues.map(({ message }) => message)).toContain(sentence);
  });
});

function fail(): never {
  throw new Error('org.yaml of the test does not hold together');
}
