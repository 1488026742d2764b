import type { PlaybookFile } from '#playbook/load/load.ts';

const roles = Array.from({ length: 10 }, (_, i) => `role-${i}`);

/** The text of a folder with so many playbooks and models, a hundred people and an inline test a playbook. */
export function grownFolder(playbooks: number, models: number): readonly PlaybookFile[] {
  const files = {
    'org.yaml': `version: 1
owner: role-0
name: A company of any size
zone: Europe/Amsterdam
currency: EUR
channels: {default: "#approvals", alarm: "#alarm", digest: "#digest"}
connections: [{id: mlflow, kind: mlflow, url: "http://127.0.0.1:5000"}]
`,
    'people.yaml': `version: 1
owner: role-0
people:
${numbered(100, (i) => `  person-${i}: {slack: U0PERSON${i}, email: person-${i}@example.com}`)}
roles:
${roles.map((role, i) => `  ${role}: {people: [${Array.from({ length: 10 }, (_, p) => `person-${p * 10 + i}`).join(', ')}], min_tenure: 14d}`).join('\n')}
`,
    'models.yaml': `version: 1
owner: role-0
models:
${numbered(models, (i) => `  - {id: area-${i % playbooks}/model-${i}, in: {mlflow: model-${i}}, team: team-${i % 10}, owner: person-${i % 100}, criticality: high, data_class: [personal]}`)}
`,
    ...Object.fromEntries(Array.from({ length: playbooks }, (_, i) => [`promotion-${i}.yaml`, playbook(i)])),
  };
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

function numbered(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

function playbook(i: number): string {
  const [first, second, third] = [0, 3, 5].map((step) => roles[(i + step) % roles.length]);
  return `playbook: 1
name: Models of area ${i} to production
description: Whoever builds it, whoever challenges it and whoever sells it say yes.
owner: role-0
applies_to: {action: promote, models: ["area-${i}/*"], to: production}
evidence:
  - id: ranking-power
    title: Ranks at least as well as today's model
    check: {metric: auc, op: ">=", of: champion, tolerance: 0.002, slices: [region], min_support: 500}
    max_age: 10d
    cares: [${first}, ${second}]
  - {id: fast-enough, title: Answers within 90 ms, check: {metric: p99_latency_ms, op: "<=", value: 90}}
rules:
  - {name: Engineering stands behind it, needs: {people: {from: ${first}}, evidence: [ranking-power, fast-enough]}}
  - {name: Risk has challenged it, needs: {people: {from: ${second}, count: 2}}}
  - name: Legal has cleared new data
    if: {any_of: [{changed: [data, features]}, {first_promotion: true}]}
    needs: {people: {from: ${third}}}
timing:
  freeze: [{name: Weekend, zone: Europe/Amsterdam, weekly: {from: "fri 16:00", to: "mon 08:00"}}]
  expires_after: 7d
tests:
  - name: engineering alone is not enough
    given: {criticality: high, first_promotion: false, changed: [weights]}
    votes: [person-${i % 10}]
    expect: {status: waiting}
`;
}
