import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSeed } from '#sandbox/seed-file.ts';
import { READS, WRITES } from '#sandbox/slack/control-routes.ts';

const page = readFileSync('docs/local-workspace.md', 'utf8');

it('docs/local-workspace.md lists every route of the control API and none that is not there', () => {
  const documented = [...page.matchAll(/^\| `(GET|POST) \/control\/([\w/]+)/gm)].map(
    ([, verb, name]) => `${verb} ${name}`,
  );
  const there = [
    ...Object.keys(READS).map((name) => `GET ${name}`),
    'GET events',
    ...Object.keys(WRITES).map((name) => `POST ${name}`),
  ];
  expect(documented.sort()).toEqual(there.sort());
});

it('its workspace in YAML opens', () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  expect(readSeed('acme.yaml', yaml)).toMatchObject({ seed: { team: { name: 'Acme' } }, delivery: { mode: 'http' } });
});
