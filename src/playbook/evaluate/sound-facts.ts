import type { CatalogueFacts, Facts } from '../facts.ts';
import type { Vote } from '../vote.ts';
import {
  bool,
  type Check,
  factOf,
  isMap,
  listOf,
  mapOf,
  number,
  oneOf,
  optional,
  orNull,
  shaped,
  text,
} from './fact-shape.ts';

const textOrNull = orNull(text);
const numberOrNull = orNull(number);
const texts = factOf(listOf(text));
const parts = mapOf(optional(textOrNull));
const criticality = oneOf('low', 'medium', 'high', 'critical');
const level = oneOf('low', 'medium', 'high');
const slice = shaped({ value: numberOrNull, rows: numberOrNull });
const metric = shaped({
  value: numberOrNull,
  asOf: textOrNull,
  producer: textOrNull,
  slices: optional(mapOf(mapOf(slice))),
});
const sample = shaped({ at: text, value: numberOrNull });

/** The form of every fact; those in `entries` are looked at one by one. */
const forms = {
  action: oneOf('promote', 'rollback', 'retrain', 'retire', 'traffic', 'silence', 'stop', 'change_playbook'),
  registry: text,
  model: text,
  from: textOrNull,
  target: textOrNull,
  openedAt: text,
  reason: text,
  subject: shaped({ registry: text, model: text, version: textOrNull, digest: text, parts }),
  champion: factOf(orNull(shaped({ version: text, digest: text, parts, since: factOf(text) }))),
  candidateCreatedAt: factOf(text),
  dataAsOf: factOf(text),
  requester: shaped({ person: textOrNull, kind: oneOf('person', 'automation') }),
  runOwner: factOf(textOrNull),
  contributors: texts,
  dataOwner: texts,
  metrics: isMap,
  documents: isMap,
  pipelines: isMap,
  drift: isMap,
  live: isMap,
  sizeOfChange: isMap,
  tags: factOf(mapOf(text)),
  labels: factOf(mapOf(text)),
  region: factOf(text),
  incident: factOf(bool),
  alertCriticality: factOf(orNull(criticality)),
  catalogue: isMap,
  roles: mapOf(factOf(listOf(shaped({ person: text, since: text, until: textOrNull })))),
  people: mapOf(shaped({ active: bool, linked: bool, kind: oneOf('member', 'guest', 'external', 'bot') })),
  delegations: listOf(shaped({ from: text, to: text, roles: listOf(text), start: text, end: text })),
  looseningAuthors: listOf(shaped({ person: text, at: text })),
  criteria: listOf(
    shaped({
      id: text,
      request: text,
      metric: text,
      slice: orNull(shaped({ dimension: text, value: text })),
      op: oneOf('<', '<=', '=', '!=', '>=', '>'),
      value: number,
    }),
  ),
  debt: listOf(shaped({ request: text, due: text })),
  lock: orNull(shaped({ request: text })),
  draw: factOf(number),
  progress: shaped({ approvedAt: textOrNull, deadline: textOrNull }),
  brokenFiles: optional(listOf(text)),
  assumedEvidence: optional(mapOf(oneOf('passed', 'failed', 'missing', 'stale'))),
} satisfies Readonly<Record<keyof Facts, Check>>;

const ofFacts = new Map<string, Check>(Object.entries(forms));
const ofCatalogue = new Map<string, Check>(
  Object.entries({
    team: factOf(text),
    owner: factOf(text),
    businessOwner: texts,
    criticality: factOf(criticality),
    materiality: factOf(shaped({ exposure: level, purpose: level })),
    dataClass: texts,
    useCase: texts,
    euHighRisk: factOf(bool),
  } satisfies Readonly<Record<keyof CatalogueFacts, Check>>),
);

const document = shaped({
  digest: text,
  version: textOrNull,
  date: textOrNull,
  producer: textOrNull,
  sections: listOf(text),
  openFindings: mapOf(number),
});
const series = listOf(shaped({ feature: text, producer: textOrNull, samples: listOf(sample) }));
const run = shaped({ status: oneOf('success', 'failed', 'running', 'cancelled'), asOf: textOrNull });

const vote = shaped({
  person: text,
  decision: oneOf('approve', 'withdraw', 'block', 'lift', 'reject', 'hold', 'release', 'break_glass'),
  actingFor: textOrNull,
  reason: text,
  at: text,
  subject: text,
  evidence: mapOf(text),
  findings: optional(mapOf(listOf(text))),
});

/**
 * The same facts, but one of the wrong form throws a TypeError when it is read: whoever needs it cannot be judged, and
 * everything else can. Instants are not read here; `epochMs` refuses what is none.
 */
export function soundFacts(facts: Facts): Facts {
  const sound: Facts = {
    ...facts,
    documents: guarded(facts.documents, 'document ', factOf(document)),
    pipelines: guarded(facts.pipelines, 'pipeline ', factOf(run)),
    drift: guarded(facts.drift, 'drift ', factOf(series)),
    live: guarded(facts.live, 'metric ', factOf(number)),
    sizeOfChange: guarded(facts.sizeOfChange, 'size_of_change ', factOf(number)),
    metrics: guarded(facts.metrics, 'metrics of the ', factOf(orNull(mapOf(metric)))),
    catalogue: guarded(facts.catalogue, '', (value, key) => ofCatalogue.get(key)?.(value) ?? true),
  };
  return guarded(sound, '', (value, key) => ofFacts.get(key)?.(value) ?? true, [...ofFacts.keys()]);
}

/** Throws a TypeError if a vote has the wrong form. */
export function requireVotes(votes: readonly Vote[]): void {
  if (!votes.every(vote)) throw new TypeError('a vote has the wrong form');
}

/** A copy in which each wrong member throws when it is read; the map itself if none is wrong, or if it is no map. */
function guarded<T extends object>(
  given: T,
  what: string,
  fits: (value: unknown, key: string) => boolean,
  keys: readonly string[] = isMap(given) ? Object.keys(given) : [],
): T {
  const wrong = keys.filter((key) => !text(key) || !fits(Reflect.get(given, key), key));
  if (wrong.length === 0) return given;
  const copy = { ...given };
  for (const key of wrong) {
    const get = () => {
      throw new TypeError(`${what}${key.toWellFormed()} has the wrong form`);
    };
    Object.defineProperty(copy, key, { enumerable: true, get });
  }
  return copy;
}
