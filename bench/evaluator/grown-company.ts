import { epochMs, instantAt } from '#domain/instant.ts';
import { policyFor } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import type { EffectivePolicy, EffectiveRule } from '#playbook/playbook.ts';
import { testFacts } from '#playbook/trial/test-facts.ts';
import type { Decision, Vote } from '#playbook/vote.ts';

/** How much of everything a request has. */
export interface Size {
  /** Rules that must all hold; each gives one seat. */
  readonly rules: number;
  /** People who have a role; each tenth has a delegate. */
  readonly people: number;
  /** Votes that were cast, each by another person while there are as many; none by the last role, so a seat stays open. */
  readonly votes: number;
}

/** What one evaluation takes. */
export interface Grown {
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly votes: readonly Vote[];
  readonly now: string;
}

const now = '2026-03-02T12:00:00.000Z';
const roles = Array.from({ length: 10 }, (_, i) => `role-${i}`);

const files = {
  'org.yaml': `version: 1
owner: role-0
name: A company of any size
zone: UTC
currency: EUR
channels: {default: "#approvals", alarm: "#alarm", digest: "#digest"}
connections: [{id: mlflow, kind: mlflow, url: "http://127.0.0.1:5000"}]
`,
  'people.yaml': `version: 1
owner: role-0
people:
${roles.map((role) => `  of-${role}: {slack: U0${role.toUpperCase().replace('-', '')}, email: ${role}@example.com}`).join('\n')}
roles:
${roles.map((role, i) => `  ${role}: {people: [of-${role}], min_tenure: 7d${i === 9 ? ', excludes: [role-0]' : ''}}`).join('\n')}
`,
  'models.yaml': `version: 1
owner: role-0
models: [{id: fraud/scorer, in: {mlflow: fraud-scorer}, team: fraud, owner: of-role-0, criticality: medium}]
`,
  'gate.yaml': `playbook: 1
name: Gate
owner: role-0
applies_to: {action: promote, models: ["**"], to: production}
evidence:
  - {id: quality, title: Quality, check: {metric: auc, op: ">=", value: 0.8}}
  - {id: speed, title: Speed, check: {metric: p99, op: "<=", value: 90}, cares: [role-1, role-2]}
rules:
${roles.map((role) => `  - {name: ${role} agrees, if: {first_promotion: false}, needs: {people: {from: ${role}}, evidence: [quality, speed]}}`).join('\n')}
break_glass: {by: [role-0], only_for: [promote], review: {by: role-1, within: 1d, if_missed: escalate}}
`,
};

/** A request of this size. What the votes are goes round through `decisions`, approvals alone if none are given. */
export function grownCompany(size: Size, decisions: readonly Decision[] = ['approve']): Grown {
  const loaded = loadPlaybooks(Object.entries(files).map(([path, text]) => ({ path, text })));
  const playbook = loaded.ok ? loaded.set.playbooks[0] : undefined;
  if (!loaded.ok || playbook === undefined)
    throw new Error(`the company of the bench does not load: ${JSON.stringify(loaded)}`);
  const written = policyFor(loaded.set, playbook, loaded.set.models.models[0] ?? null);
  const rules = Array.from({ length: size.rules }, (_, i) => ruleOf(written.rules, i));
  const policy = { ...written, rules, decision: { tree: { all: rules.map(({ name }) => name) } } };
  const { facts: harmless } = testFacts(loaded.set, playbook, { name: '', given: {}, votes: [], at: now, expect: {} });
  const people = Array.from({ length: size.people }, (_, i) => `person-${i}`);
  const facts: Facts = {
    ...harmless,
    catalogue: { ...harmless.catalogue, criticality: 'medium' },
    metrics: { ...harmless.metrics, candidate: { auc: metric(0.9), p99: metric(60) } },
    people: Object.fromEntries(people.map((id) => [id, { active: true, linked: true, kind: 'member' as const }])),
    roles: Object.fromEntries(roles.map((role, i) => [role, people.filter((_, p) => p % 10 === i).map(member)])),
    delegations: people.filter((_, p) => p % 10 === 0).map((from, i) => delegation(from, people[i * 10 + 1] ?? from)),
  };
  const evidence = fingerprints(evaluate(policy, facts, [], now).evidence);
  const voters = people.filter((_, p) => p % 10 !== 9);
  const votes = Array.from(
    { length: size.votes },
    (_, i): Vote => ({
      person: voters[i % voters.length] ?? '',
      decision: decisions[i % decisions.length] ?? 'approve',
      actingFor: null,
      reason: 'Compared it with today.',
      at: instantAt(epochMs(now) - 3_600_000 + i * 1_000),
      subject: facts.subject.digest,
      evidence,
    }),
  );
  return { policy, facts, votes, now };
}

function ruleOf(rules: readonly EffectiveRule[], i: number): EffectiveRule {
  const rule = rules[i % rules.length];
  if (rule === undefined) throw new Error('the company of the bench has no rules');
  return { ...rule, name: `${rule.name} (${i})` };
}

function metric(value: number) {
  return { value, asOf: now, producer: 'evaluation' };
}

function member(person: string) {
  return { person, since: '2020-01-01T00:00:00.000Z', until: null };
}

function delegation(from: string, to: string) {
  return { from, to, roles, start: '2026-03-01T00:00:00.000Z', end: '2026-03-08T00:00:00.000Z' };
}
