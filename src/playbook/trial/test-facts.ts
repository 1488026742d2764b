import { z } from 'zod';
import { digestOf } from '#domain/digest.ts';
import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { bareModel } from '../bare-model.ts';
import { delegationFacts } from '../delegation-facts.ts';
import { durationMs } from '../duration.ts';
import type { CatalogueFacts, Fact, Facts, Part, RoleMember } from '../facts.ts';
import type { CatalogueModel, Playbook, PlaybookSet } from '../playbook.ts';
import { givenShape } from '../schema/inline-test.ts';
import { part } from '../schema/values.ts';
import type { InlineTest } from './inline-test.ts';

export type Given = z.output<typeof givenShape>;

const notGiven = { unknown: 'The test does not say.' };

/** The facts of an inline test (§13): what is given, and harmless defaults for the rest. */
export function testFacts(set: PlaybookSet, playbook: Playbook, test: InlineTest): { facts: Facts; given: Given } {
  const given = givenShape.parse(test.given);
  const { appliesTo } = playbook;
  const action = given.action ?? appliesTo.action[0] ?? 'promote';
  const registry = given.registry ?? appliesTo.registry?.[0] ?? set.org.connections[0]?.id ?? 'registry';
  const model = given.model ?? plain(appliesTo.models[0] ?? 'model');
  const parts = Object.fromEntries(part.options.map((one) => [one, digestOf(`candidate ${one}`)]));
  const candidate = { registry, model, version: '2', parts };
  const facts: Facts = {
    action,
    registry,
    model,
    from: given.from ?? null,
    target: given.to ?? (appliesTo.to === null ? null : plain(appliesTo.to[0] ?? 'production')),
    openedAt: test.at,
    reason: given.reason ?? '',
    subject: { ...candidate, digest: digestOf(candidate) },
    champion: champion(given, parts, test.at),
    candidateCreatedAt: since(given.candidate_age, test.at),
    dataAsOf: notGiven,
    requester:
      given.requester === 'automation'
        ? { person: null, kind: 'automation' }
        : { person: given.requester ?? 'an outsider', kind: 'person' },
    runOwner: given.run_owner === undefined ? null : fact(given.run_owner),
    contributors: given.contributors === undefined ? [] : fact(given.contributors),
    dataOwner: given.data_owner === undefined ? [] : fact(given.data_owner),
    metrics: metricDeltas(given),
    documents: documents(given, test.at),
    pipelines: each(given.pipeline, (status) => ({ status, asOf: test.at })),
    drift: each(given.drift, (value) => [
      { feature: 'feature', producer: null, samples: [{ at: '2000-01-01T00:00:00.000Z', value }] },
    ]),
    live: each(given.metric, (value) => value),
    sizeOfChange: each(given.size_of_change, (value) => value),
    tags: fact(given.tag),
    labels: fact(given.label),
    region: fact(given.region),
    incident: given.incident === undefined || given.incident === 'unknown' ? notGiven : given.incident === 'open',
    alertCriticality: action === 'silence' ? fact(given.alert_criticality) : null,
    catalogue: catalogueFacts(given),
    roles: roles(set, given),
    people: Object.fromEntries(
      Object.entries(set.people.people).map(([id, { active }]) => [id, { active, linked: true, kind: 'member' }]),
    ),
    delegations: delegationFacts(set),
    looseningAuthors: [],
    criteria: [],
    debt: given.debt === 'overdue' ? [{ request: 'R-1', due: test.at }] : [],
    lock: null,
    draw: fact(given.draw),
    progress: { approvedAt: null, deadline: null },
  };
  return { facts, given };
}

/** The catalogue entry of a test's model: only what is given is known of it. */
export function testModel(given: Given, facts: Facts): CatalogueModel {
  const criticality = isGiven(given.criticality) ? given.criticality : null;
  return { ...bareModel(facts.model, criticality), in: { [facts.registry]: facts.model } };
}

function fact<T>(given: T | 'unknown' | undefined): Fact<Exclude<T, 'unknown' | undefined>> {
  return isGiven(given) ? given : notGiven;
}

function isGiven<T>(given: T): given is Exclude<T, 'unknown' | undefined> {
  return given !== undefined && given !== 'unknown';
}

function each<T, U>(
  given: Readonly<Record<string, T>> | undefined,
  make: (value: Exclude<T, 'unknown' | undefined>) => U,
) {
  const made: Record<string, Fact<U>> = {};
  for (const [name, value] of Object.entries(given ?? {})) made[name] = isGiven(value) ? make(value) : notGiven;
  return made;
}

/** A text that a glob matches. */
function plain(glob: string): string {
  return glob.replaceAll(/\*+|\?/g, 'x');
}

function since(age: string | undefined, at: Instant): Fact<Instant> {
  const ms = age === undefined ? null : durationMs(age);
  return ms === null ? notGiven : instantAt(epochMs(at) - ms);
}

function champion(given: Given, candidate: Readonly<Record<string, string>>, at: Instant): Facts['champion'] {
  if (given.first_promotion === 'unknown') return notGiven;
  if (given.first_promotion === true) return null;
  const { changed } = given;
  const before = (one: Part) => (changed?.includes(one) ? digestOf(`champion ${one}`) : candidate[one]);
  const parts =
    changed === undefined || changed === 'unknown'
      ? {}
      : Object.fromEntries(part.options.map((one) => [one, before(one) ?? null]));
  return { version: '1', digest: digestOf('champion'), parts, since: since(given.champion_age, at) };
}

function metricDeltas({ metric_delta }: Given): Facts['metrics'] {
  const made = (of: (delta: number) => number) =>
    Object.fromEntries(
      Object.entries(metric_delta ?? {}).flatMap(([name, delta]) =>
        delta === 'unknown' ? [] : [[name, { value: of(delta), asOf: null, producer: null }]],
      ),
    );
  if (metric_delta === undefined) return { candidate: notGiven, champion: notGiven, baseline: notGiven };
  return { candidate: made((delta) => delta), champion: made(() => 0), baseline: null };
}

function documents({ validation_age, open_findings }: Given, at: Instant): Facts['documents'] {
  if (validation_age === undefined && open_findings === undefined) return {};
  if (open_findings === 'unknown') return { validation: notGiven };
  const age = validation_age === undefined ? null : durationMs(validation_age);
  return {
    validation: {
      digest: digestOf('validation'),
      version: '2',
      date: age === null ? null : instantAt(epochMs(at) - age),
      producer: null,
      sections: [],
      openFindings: open_findings ?? {},
    },
  };
}

function catalogueFacts(given: Given): CatalogueFacts {
  return {
    team: notGiven,
    owner: notGiven,
    businessOwner: notGiven,
    criticality: fact(given.criticality),
    materiality: fact(given.materiality),
    dataClass: fact(given.data_class),
    useCase: fact(given.use_case),
    euHighRisk: fact(given.eu_high_risk),
  };
}

/** Long-standing members; a test's `roles` replace a person's own, and a user group has only those. */
function roles(set: PlaybookSet, given: Given): Facts['roles'] {
  const replaced = given.roles ?? {};
  const member = (person: string): RoleMember => ({ person, since: '2000-01-01T00:00:00.000Z', until: null });
  return Object.fromEntries(
    Object.entries(set.people.roles).map(([role, { source }]) => {
      const own = 'people' in source ? source.people.filter((person) => !Object.hasOwn(replaced, person)) : [];
      const added = Object.keys(replaced).filter((person) => replaced[person]?.includes(role));
      return [role, [...own, ...added].map(member)];
    }),
  );
}
