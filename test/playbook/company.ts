import { digestOf } from '#domain/digest.ts';
import { policyFor } from '#playbook/effective-policy.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import type { Criticality, Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import { loadPlaybooks, type PlaybookFile } from '#playbook/load/load.ts';
import type { CatalogueModel, EffectivePolicy, Playbook, PlaybookSet } from '#playbook/playbook.ts';
import { testFacts, testModel } from '#playbook/trial/test-facts.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { Decision, Vote } from '#playbook/vote.ts';

export const now = '2026-03-02T12:00:00.000Z';

export const org = `version: 1
owner: platform
name: Test company
zone: Europe/Amsterdam
currency: EUR
channels: {default: "#approvals", alarm: "#alarm", digest: "#digest"}
connections:
  - {id: mlflow, kind: mlflow, url: "http://127.0.0.1:5000"}
  - {id: vertex-eu, kind: vertex, project: p, location: europe-west4}
`;

const ids = ['ops', 'ml-1', 'ml-2', 'ml-3', 'risk-1', 'risk-2', 'risk-3', 'legal-1', 'product-1', 'finance-1'];

export const people = `version: 1
owner: platform
people:
${ids.map((id, i) => `  ${id}: {slack: U0TEST0${i}, email: ${id}@example.com}`).join('\n')}
roles:
  platform: {people: [ops]}
  ml: {people: [ml-1, ml-2, ml-3]}
  risk: {people: [risk-1, risk-2, risk-3]}
  legal: {people: [legal-1]}
  product: {people: [product-1]}
  finance: {people: [finance-1]}
`;

export const models = `version: 1
owner: platform
models:
  - {id: fraud/scorer, in: {mlflow: fraud-scorer}, team: fraud, owner: ml-1, criticality: high}
  - {id: "recs/*", in: {mlflow: "recs-*"}, team: recs, owner: ml-1, criticality: low}
`;

export const head = `playbook: 1
name: Gate
owner: risk
applies_to: {action: promote, models: ["**"], to: production}
`;

/** The company's folder with one more playbook, or with files replaced by name. */
export function folder(playbook: string, replaced: Readonly<Record<string, string>> = {}): readonly PlaybookFile[] {
  const files = { 'org.yaml': org, 'people.yaml': people, 'models.yaml': models, 'gate.yaml': playbook, ...replaced };
  return Object.entries(files).map(([name, text]) => ({ path: `playbooks/${name}`, text }));
}

export function loaded(playbook: string, replaced?: Readonly<Record<string, string>>): PlaybookSet {
  const result = loadPlaybooks(folder(playbook, replaced));
  if (result.ok) return result.set;
  throw new Error(result.problems.map((one) => `${one.file}:${one.line}:${one.column}: ${one.sentence}`).join('\n'));
}

/** `code sentence` of every problem, in order. */
export function problemsOf(playbook: string, replaced?: Readonly<Record<string, string>>): readonly string[] {
  const result = loadPlaybooks(folder(playbook, replaced));
  return result.ok ? [] : result.problems.map(({ code, sentence }) => `${code}: ${sentence}`);
}

export interface Scene {
  readonly set: PlaybookSet;
  readonly playbook: Playbook;
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly judge: (votes?: readonly Vote[], facts?: Partial<Facts>, at?: string) => Verdict;
  readonly vote: (person: string, more?: Partial<Vote>) => Vote;
  readonly approve: (...people: readonly string[]) => readonly Vote[];
}

/** A playbook about a model of some criticality, with harmless facts and votes on today's evidence. */
export function scene(
  yaml: string,
  options: {
    readonly criticality?: Criticality;
    readonly facts?: Partial<Facts>;
    readonly replaced?: Readonly<Record<string, string>>;
    readonly assumed?: boolean;
  } = {},
): Scene {
  const set = loaded(yaml, options.replaced);
  const playbook = set.playbooks.find(({ path }) => path.endsWith('gate.yaml')) as Playbook;
  const given = { criticality: options.criticality ?? 'low' };
  const base = testFacts(set, playbook, { name: '', given, votes: [], at: now, expect: {} });
  const model: CatalogueModel = testModel(base.given, base.facts);
  const policy = policyFor(set, playbook, model);
  const passed = Object.fromEntries(policy.evidence.map(({ id }) => [id, 'passed' as const]));
  const facts: Facts = {
    ...base.facts,
    openedAt: '2026-03-01T12:00:00.000Z',
    ...(options.assumed === false ? {} : { assumedEvidence: passed }),
    ...options.facts,
  };
  const judge: Scene['judge'] = (votes = [], more = {}, at = now) => evaluate(policy, { ...facts, ...more }, votes, at);
  const seen = fingerprints(judge().evidence);
  const vote: Scene['vote'] = (person, more = {}) => ({
    person,
    decision: 'approve',
    actingFor: null,
    reason: 'Looks right to me.',
    at: '2026-03-02T11:00:00.000Z',
    subject: facts.subject.digest,
    evidence: seen,
    ...more,
  });
  return { set, playbook, policy, facts, judge, vote, approve: (...names) => names.map((name) => vote(name)) };
}

export function decision(made: Decision): Partial<Vote> {
  return { decision: made };
}

/** Person to code of every vote that does not count. */
export function codes(verdict: Verdict): Readonly<Record<string, string>> {
  return Object.fromEntries(verdict.votesNotCounted.map(({ person, code }) => [person, code]));
}

/** Who fills the shown route's seats, in order; null for an empty one. */
export function filled(verdict: Verdict): readonly (string | null)[] {
  return verdict.rules
    .filter(({ onRoute }) => onRoute)
    .flatMap(({ seats }) => seats.map(({ filledBy }) => filledBy?.person ?? null));
}

export function member(person: string, since = '2020-01-01T00:00:00.000Z', until: string | null = null) {
  return { person, since, until };
}

export const otherDigest = digestOf('other');
