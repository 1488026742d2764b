import type { Json } from '#domain/canonical-json.ts';
import { instantAt } from '#domain/instant.ts';
import { evidenceChecks } from '#playbook/evidence/index.ts';
import type { Action, Facts, RoleMember } from '#playbook/facts.ts';
import type { Predicates, Tree } from '#playbook/keys.ts';
import type { EffectiveEvidence, EffectivePolicy, EffectiveRule } from '#playbook/playbook.ts';
import { predicates } from '#playbook/predicates/index.ts';
import { action } from '#playbook/schema/values.ts';
import type { Decision, Vote } from '#playbook/vote.ts';
import { head, scene } from './company.ts';
import type { Chance } from './random-numbers.ts';

const stage = scene(
  `${head}evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 0.8}}]
rules: [{name: R, needs: {people: {from: ml}, evidence: all}}]\n`,
  { assumed: false },
);
const people = ['ann', 'bob', 'cyd', 'dan', 'eve'];
const roles = ['ml', 'risk', 'legal', 'platform'];
const hour = 3_600_000;
/** Monday 2 March 2026, noon in UTC; everything happens within some days of it. */
const noon = Date.UTC(2026, 2, 2, 12);
const actions: readonly Action[] = action.options;
const unknown = { unknown: 'Nobody answered.' };

/** An instant within two weeks of noon, mostly at a full hour, so that instants meet. */
export function instant(chance: Chance): string {
  const hours = chance.below(chance.yes(0.5) ? 48 : 24 * 28) - (chance.yes(0.7) ? 24 * 14 : 0);
  return instantAt(noon + hours * hour + (chance.yes(0.1) ? chance.below(hour) : 0));
}

function maybe<T>(chance: Chance, value: T, otherwise = 0.15): T | { unknown: string } {
  return chance.yes(otherwise) ? unknown : value;
}

/** Values that parsed files hold: each predicate's and each check's own examples. */
const readings = predicates
  .filter(({ name }) => name !== 'at_time')
  .flatMap(({ name, schema, examples }) => examples.map(({ value }) => [name, schema.parse(value) as Json] as const));
const known = ['ml', 'risk', 'legal'];
const more: readonly (readonly [string, Json])[] = [
  ['requester_in', known],
  ['contributor_in', ['risk']],
  ['only_contributors_in', ['ml', 'legal']],
  ['evidence', { q: ['failed', 'missing'], speed: ['passed'] }],
  ['champion_age', { op: '<', value: '7d' }],
  ['at_time', { zone: 'Europe/Amsterdam', days: ['mon', 'sat'], from: '09:00', to: '17:00' }],
  ['drift', { psi: { op: '>', value: 0.2, for: '6h', feature: '**' } }],
  ['open_findings', { major: { op: '>', value: 1 } }],
];
const checks = evidenceChecks.flatMap(({ kind, schema, examples }) =>
  examples.map(({ check }) => ({ kind, value: schema.parse(check) as Json })),
);

function randomPredicates(chance: Chance, depth = 0): Predicates {
  const map: Record<string, Json> = {};
  for (let i = chance.yes(0.3) ? 2 : 1; i > 0; i -= 1) {
    const [name, value] = chance.one(chance.yes(0.5) ? readings : more);
    map[name] = value;
  }
  if (depth < 2 && chance.yes(0.2)) map['any_of'] = [randomPredicates(chance, depth + 1), { action: ['promote'] }];
  if (depth < 2 && chance.yes(0.1)) map['none_of'] = [randomPredicates(chance, depth + 1)];
  return map;
}

function randomRule(chance: Chance, name: string): EffectiveRule {
  const needs = chance.yes(0.1) ? 0 : chance.yes(0.8) ? 1 : 2;
  return {
    name,
    why: null,
    if: chance.yes(0.3) ? randomPredicates(chance) : null,
    people: Array.from({ length: needs }, () => ({
      from: chance.yes(0.2) ? ['ml', 'risk'] : [chance.one(roles)],
      count: chance.yes(0.1) ? 2 : 1,
    })),
    evidence: chance.some(['q', 'speed'], 0.15),
    facts: chance.yes(0.1) ? randomPredicates(chance) : null,
    allow: chance.some(['requester', 'run_owner', 'contributors', 'data_owner'] as const, 0.15),
    maxAgeMs: chance.one([hour, 24 * hour, 7 * 24 * hour]),
    reason: chance.yes(0.2) ? 'required' : 'optional',
  };
}

function randomTree(chance: Chance, names: readonly string[]): Tree {
  const [name = 'A', second] = names;
  if (second === undefined) return name;
  const cut = 1 + chance.below(names.length - 1);
  const of = chance.yes(0.5) ? names : [randomTree(chance, names.slice(0, cut)), randomTree(chance, names.slice(cut))];
  const kind = chance.below(5);
  return kind < 3 ? { all: of } : kind === 3 ? { any: of } : { atLeast: { n: 1 + chance.below(of.length), of } };
}

function randomEvidence(chance: Chance, id: string): EffectiveEvidence {
  return {
    id,
    title: id,
    check: chance.yes(0.6)
      ? { kind: 'metric_value', value: { metric: 'auc', op: '>=', value: 0.8 } }
      : chance.one(checks),
    maxAgeMs: chance.yes(0.3) ? chance.one([24 * hour, 7 * 24 * hour]) : null,
    producedBy: chance.yes(0.1) ? ['eval'] : null,
    cares: chance.some(roles, 0.6),
  };
}

/** A policy as a parsed file would make it, with every key used now and then. */
export function randomPolicy(chance: Chance): EffectivePolicy {
  const names = ['A', 'B', 'C', 'D'].slice(0, chance.one([1, 1, 1, 2, 2, 3, 4]));
  const tree = randomTree(chance, names);
  const zone = chance.one(['UTC', 'Europe/Amsterdam', 'Africa/Cairo']);
  const freeze = { name: 'F', zone, actions: ['promote', 'traffic'] as const };
  return {
    ...stage.policy,
    owner: 'platform',
    appliesTo: { ...stage.policy.appliesTo, when: chance.yes(0.1) ? randomPredicates(chance) : null },
    candidate: { digestOf: ['weights'], mustBeKnown: chance.some(['weights', 'data'] as const, 0.2) },
    rules: names.map((name) => randomRule(chance, name)),
    decision: chance.yes(0.1) ? { byAction: { promote: tree, rollback: names[0] ?? 'A' } } : { tree },
    block: {
      by: chance.some(roles),
      liftedBy: chance.yes(0.7) ? 'same_person' : [chance.one(roles)],
      alsoWhen: chance.yes(0.1) ? randomPredicates(chance) : null,
    },
    hold: { by: chance.some(roles) },
    timing: {
      freeze: chance.yes(0.1)
        ? [
            chance.yes(0.5)
              ? {
                  ...freeze,
                  weekly: chance.one([
                    { from: 'fri 16:00', to: 'mon 13:00' },
                    { from: 'mon 12:00', to: 'mon 24:00' },
                  ]),
                }
              : { ...freeze, from: '2026-03-01T02:00', to: '2026-03-09T24:00' },
          ]
        : [],
      waitAfterApprovalMs: chance.yes(0.1) ? 2 * hour : 0,
      expiresAfterMs: chance.one([24, 168]) * hour,
      executeWithinMs: chance.one([12, 168]) * hour,
    },
    ask: { ...stage.policy.ask, onExpiry: chance.one(['expire', 'extend_once']) },
    delegation: {
      allowed: chance.yes(0.9),
      maxDays: chance.one([3, 21]),
      notFor: chance.yes(0.3) ? randomPredicates(chance) : { criticality: ['critical'] },
    },
    distinct: {
      oneSeatPerPerson: chance.yes(0.8),
      membership: chance.one(['both', 'both', 'when_voting', 'now']),
      joinedAfterOpen: chance.one(['ignore', 'flag']),
      unknownPeople: chance.one(['block', 'flag', 'flag', 'flag']),
    },
    autoApprove: chance.yes(0.2)
      ? {
          if: randomPredicates(chance),
          evidence: chance.some(['q'], 0.5),
          because: 'Small.',
          sample: chance.yes(0.5) ? { ratePercent: 10, by: ['risk'], withinMs: 7 * 24 * hour } : null,
        }
      : null,
    breakGlass: chance.yes(0.5)
      ? {
          by: chance.some(roles, 0.7),
          count: chance.one([1, 1, 2, 3]),
          onlyFor: ['promote'],
          validForMs: 4 * hour,
          review: { by: ['risk'], withinMs: 24 * hour, ifMissed: 'escalate' },
        }
      : null,
    onChange: { evidence: chance.one(['ask_who_cares', 'new_findings_only', 'void_all']) },
    evidence: chance.some(['q', 'speed'], 0.7).map((id) => randomEvidence(chance, id)),
    roles: Object.fromEntries(
      roles.map((role) => [
        role,
        {
          minTenureMs: chance.yes(0.1) ? 48 * hour : null,
          excludes: chance.yes(0.1) ? ['legal'] : [],
          onEmpty: chance.yes(0.1) ? ('ask_owner' as const) : ('block' as const),
        },
      ]),
    ),
  };
}

function randomMembers(chance: Chance): readonly RoleMember[] {
  return chance.some(people, 0.75).map((person) => ({
    person,
    since: chance.yes(0.85) ? '2020-01-01T00:00:00.000Z' : instant(chance),
    until: chance.yes(0.9) ? null : instant(chance),
  }));
}

/** Facts of the right form, each unknown now and then. */
export function randomFacts(chance: Chance): Facts {
  const { facts } = stage;
  const parts = chance.yes(0.5)
    ? facts.subject.parts
    : { ...facts.subject.parts, data: chance.one(['sha256:d', null]) };
  const metric = (low: number, high: number) => ({
    value: chance.yes(0.9) ? low + (chance.below(1000) / 1000) * (high - low) : null,
    asOf: chance.yes(0.9) ? instant(chance) : null,
    producer: chance.one(['eval', 'eval', 'person', null]),
  });
  const delegated = chance.some(people, 0.15).map((from) => ({
    from,
    to: chance.one(people),
    roles: chance.some(roles, 0.7),
    start: instant(chance),
    end: instant(chance),
  }));
  return {
    ...facts,
    action: chance.yes(0.8) ? 'promote' : chance.one(actions),
    openedAt: chance.yes(0.7) ? '2026-03-01T12:00:00.000Z' : instant(chance),
    reason: chance.one(['', 'Hotfix for the outage']),
    champion: maybe(
      chance,
      chance.yes(0.2) ? null : { version: '1', digest: 'sha256:c', parts, since: maybe(chance, instant(chance)) },
    ),
    candidateCreatedAt: maybe(chance, instant(chance)),
    dataAsOf: maybe(chance, instant(chance)),
    requester: chance.yes(0.9)
      ? { person: chance.one([...people, 'fay', 'gus']), kind: 'person' }
      : { person: null, kind: 'automation' },
    runOwner: maybe(chance, chance.one([...people, ...Array.from({ length: 7 }, () => null)]), 0.06),
    contributors: maybe(chance, chance.some(people, 0.08), 0.06),
    dataOwner: maybe(chance, chance.some(people, 0.05)),
    metrics: {
      candidate: maybe(chance, { auc: metric(0.7, 1), p99: metric(60, 100) }, 0.05),
      champion: maybe(chance, chance.yes(0.2) ? null : { auc: metric(0.7, 1) }),
      baseline: null,
    },
    documents: {
      validation: maybe(chance, {
        digest: 'sha256:v',
        version: chance.one(['1', '2', null]),
        date: chance.yes(0.8) ? instant(chance) : null,
        producer: 'mlflow',
        sections: ['Purpose'],
        openFindings: { major: chance.below(3) },
      }),
    },
    pipelines: { 'release-tests': maybe(chance, { status: chance.one(['success', 'failed', 'running']), asOf: null }) },
    drift: {
      psi: maybe(chance, [
        {
          feature: 'a',
          producer: 'mon',
          samples: [instant(chance), instant(chance)].map((at) => ({ at, value: chance.below(5) / 10 })),
        },
      ]),
    },
    live: { error_rate: maybe(chance, chance.below(40) / 1000) },
    sizeOfChange: { training_cost: maybe(chance, chance.below(900)), rows: maybe(chance, chance.below(900)) },
    tags: maybe(chance, { stage: 'ready' }),
    labels: maybe(chance, { stage: chance.one(['ready', 'draft']) }),
    region: maybe(chance, 'europe-west4'),
    incident: maybe(chance, chance.yes(0.4)),
    alertCriticality: maybe(chance, chance.one(['low', null])),
    catalogue: {
      ...facts.catalogue,
      criticality: maybe(chance, chance.one(['low', 'medium', 'high'])),
      dataClass: maybe(chance, ['personal']),
      euHighRisk: maybe(chance, chance.yes(0.5)),
    },
    roles: Object.fromEntries(roles.map((role) => [role, maybe(chance, randomMembers(chance), 0.06)])),
    people: Object.fromEntries(
      people.map((person) => [
        person,
        {
          active: chance.yes(0.95),
          linked: chance.yes(0.95),
          kind: chance.yes(0.95) ? ('member' as const) : chance.one(['bot', 'guest', 'external'] as const),
        },
      ]),
    ),
    delegations: delegated,
    looseningAuthors: chance.yes(0.1) ? [{ person: chance.one(people), at: instant(chance) }] : [],
    criteria: chance.yes(0.1)
      ? [{ id: 'R-3-1', request: 'R-3', metric: 'auc', slice: null, op: '>=', value: 0.8, due: null }]
      : [],
    debt: chance.yes(0.1) ? [{ request: 'R-4', due: instant(chance) }] : [],
    lock: chance.yes(0.1) ? { request: 'R-9', since: instant(chance) } : null,
    draw: maybe(chance, chance.below(100) / 100),
    progress: {
      approvedAt: chance.yes(0.2) ? instant(chance) : null,
      deadline: chance.yes(0.5) ? instant(chance) : null,
    },
  };
}

const decisions: readonly Decision[] = ['withdraw', 'block', 'lift', 'reject', 'hold', 'release', 'break_glass'];

/** Votes in the order they were cast; `evidence` is what was shown. */
export function randomVotes(chance: Chance, facts: Facts, evidence: Vote['evidence']): readonly Vote[] {
  const votes = Array.from({ length: chance.below(8) }, (): Vote => {
    const person = chance.one(people);
    const principals = facts.delegations.filter(({ to }) => to === person);
    return {
      person,
      decision: chance.yes(0.85) ? 'approve' : chance.yes(0.4) ? 'break_glass' : chance.one(decisions),
      actingFor: chance.yes(0.8) ? null : (principals[0]?.from ?? chance.one([...people, null])),
      reason: chance.yes(0.9) ? 'For good reasons.' : '',
      at: chance.yes(0.6) ? instantAt(noon - chance.below(24) * hour) : instant(chance),
      subject: chance.yes(0.95) ? facts.subject.digest : 'sha256:other',
      evidence: chance.yes(0.95) ? evidence : { ...evidence, q: 'sha256:old' },
      findings: { q: ['auc'] },
    };
  });
  return votes.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
