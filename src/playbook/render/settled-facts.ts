import type { Json } from '#domain/canonical-json.ts';
import type { Instant } from '#domain/instant.ts';
import type { Action, CatalogueFacts, Fact, Facts } from '../facts.ts';
import type { CatalogueModel } from '../playbook.ts';
import { predicateNamed } from '../predicates/index.ts';
import type { ReadSettled } from './settle-condition.ts';

const unasked = { unknown: 'Nobody has asked yet.' };

/** What is settled of a model before anybody asks. */
export interface Prospect {
  readonly action: Action;
  readonly registry: string;
  /** The catalogue id. */
  readonly model: string;
  readonly target: string | null;
  readonly entry: CatalogueModel | null;
  /** Whether some version holds the target; null if that is not known. */
  readonly held: boolean | null;
  readonly at: Instant;
}

/** The predicates that catalogue and question settle, whoever asks for whichever version. */
const ofCatalogue = ['criticality', 'materiality', 'data_class', 'use_case', 'eu_high_risk', 'label'];
const ofQuestion = [...ofCatalogue, 'action', 'registry', 'model', 'to', 'first_promotion'];

/** Reads what is settled of one question. */
export function readOfProspect(prospect: Prospect): ReadSettled {
  const facts = prospectiveFacts(prospect);
  return (name, value) => (ofQuestion.includes(name) ? readFrom(facts, name, value) : null);
}

/** Reads what the catalogue alone settles of a model. */
export function readOfCatalogue(entry: CatalogueModel, name: string, value: Json): boolean | null {
  if (!ofCatalogue.includes(name)) return null;
  const nothing = {
    action: 'promote',
    registry: '-',
    target: null,
    held: null,
    at: '1970-01-01T00:00:00.000Z',
  } as const;
  return readFrom(prospectiveFacts({ ...nothing, model: entry.id, entry }), name, value);
}

function readFrom(facts: Facts, name: string, value: Json): boolean | null {
  const reading = predicateNamed(name)?.judge(value, {
    facts,
    nowMs: 0,
    evidenceStatus: () => null,
    inRoles: () => unasked,
    mayChangeAt: () => {},
  });
  return reading?.truth ?? null;
}

/** Facts in which everything is unknown that a request would tell: nobody has asked, trained or contributed. */
export function prospectiveFacts({ action, registry, model, target, entry, held, at }: Prospect): Facts {
  return {
    action,
    registry,
    model,
    from: null,
    target,
    openedAt: at,
    reason: '',
    subject: { registry, model, version: null, digest: 'sha256:none', parts: {} },
    champion:
      held === false
        ? null
        : held === null
          ? unasked
          : { version: '-', digest: 'sha256:none', parts: {}, since: unasked },
    candidateCreatedAt: unasked,
    dataAsOf: unasked,
    requester: { person: null, kind: 'person' },
    runOwner: null,
    contributors: [],
    dataOwner: entry?.dataOwner ?? [],
    metrics: { candidate: unasked, champion: unasked, baseline: unasked },
    documents: {},
    pipelines: {},
    drift: {},
    live: {},
    sizeOfChange: {},
    tags: unasked,
    labels: entry?.labels ?? unasked,
    region: unasked,
    incident: unasked,
    alertCriticality: unasked,
    catalogue: catalogueFacts(entry),
    roles: {},
    people: {},
    delegations: [],
    looseningAuthors: [],
    criteria: [],
    debt: [],
    lock: null,
    draw: unasked,
    progress: { approvedAt: null, deadline: null },
  };
}

function catalogueFacts(entry: CatalogueModel | null): CatalogueFacts {
  const said = <T>(value: T | null | undefined): Fact<T> => value ?? { unknown: 'The catalogue does not say it.' };
  return {
    team: said(entry?.team),
    owner: said(entry?.owner),
    businessOwner: said(entry?.businessOwner),
    criticality: said(entry?.criticality),
    materiality: said(entry?.materiality),
    dataClass: said(entry?.dataClass),
    useCase: said(entry?.useCase),
    euHighRisk: said(entry?.euHighRisk),
  };
}
