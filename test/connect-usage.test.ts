import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { org } from '#playbook/schema/org.ts';
import { connectUsage } from '../src/connect-usage.ts';
import type { ConnectionSecrets } from '../src/connection-secrets.ts';

const none: ConnectionSecrets = { url: null, username: null, password: null, token: null, webhookSecret: null };

function orgWith(connections: string) {
  return org.safeParse(
    parse(
      `{version: 1, owner: platform, name: Northwind, zone: Europe/Berlin, currency: EUR, channels: {default: C0123456789, alarm: C0123456789, digest: C0123456789}, connections: [${connections}]}`,
    ),
  );
}

function read(connections: string) {
  const found = orgWith(connections).data;
  if (found === undefined) throw new Error('org.yaml of the test does not hold together');
  return found;
}

test('usage is connected by the id of its connection, one project each', () => {
  const found = connectUsage(
    read('{id: usage, kind: cloud-usage, project: acme-ml}, {id: lab, kind: cloud-usage, project: acme-lab}'),
    () => none,
  );
  expect([...found].map(([id, { title, project }]) => [id, title, project])).toEqual([
    ['usage', 'Cloud Monitoring', 'acme-ml'],
    ['lab', 'Cloud Monitoring', 'acme-lab'],
  ]);
});

test('usage without a project is refused when org.yaml is read', () => {
  expect(orgWith('{id: usage, kind: cloud-usage}').error?.issues.map(({ message }) => message)).toEqual([
    'cloud usage needs a project',
  ]);
});

test.each([
  [
    '{id: usage, kind: cloud-usage, project: "A B"}',
    none,
    'The project of usage is not the id of a Google Cloud project',
  ],
  [
    '{id: usage, kind: cloud-usage, project: acme-ml}',
    { ...none, url: 'http://monitoring.example.com' },
    'the address of connection usage would send an access token in the clear: write it with https',
  ],
])('usage says what cannot work: %s', (connection, secrets, words) => {
  expect(() => connectUsage(read(connection), () => secrets)).toThrow(words);
});
