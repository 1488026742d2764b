import type { Json } from '#domain/canonical-json.ts';
import { globMatches } from '../glob.ts';
import type { CatalogueModel, PlaybookSet } from '../playbook.ts';
import { moreIsTighter, sameValue, type Way } from './directions.ts';
import { type Change, change, type Direction } from './policy-change.ts';
import { empoweredRoles, sideOf } from './sides.ts';

const ranks = ['low', 'medium', 'high', 'critical'];

/** What changed in models.yaml. What the catalogue says decides which playbook and which rules govern a model. */
export function modelChanges(before: PlaybookSet, after: PlaybookSet): readonly Change[] {
  const [was, is] = [before.models, after.models];
  const gone = was.models.filter(({ id }) => !is.models.some((one) => one.id === id));
  const came = is.models.filter(({ id }) => !was.models.some((one) => one.id === id));
  const kept = was.models.flatMap((a) => is.models.filter(({ id }) => id === a.id).map((b) => ({ a, b })));
  return [
    ...(was.owner === is.owner
      ? []
      : [change('owner', 'looser', `${is.owner} owns it instead of ${was.owner}`, [was.owner])]),
    ...gone.map(({ id }) => change(key(id), 'different', `${id} is in the catalogue no more`, governing(before, id))),
    ...came.map(({ id }) =>
      change(key(id), 'different', `${id} is in the catalogue, so that more is known of it`, governing(before, id)),
    ),
    ...kept.flatMap(({ a, b }) =>
      changed({ was: a, is: b, deciding: (criticality) => governing(before, a.id, criticality) }),
    ),
    ...orderChange(before, was.models, is.models),
  ];
}

function key(id: string): string {
  return `models["${id}"]`;
}

/** The first match wins, so the order decides where an entry stands for several models. */
function orderChange(
  set: PlaybookSet,
  was: readonly CatalogueModel[],
  is: readonly CatalogueModel[],
): readonly Change[] {
  const order = (some: readonly CatalogueModel[], others: readonly CatalogueModel[]) =>
    some.map(({ id }) => id).filter((id) => others.some((one) => one.id === id));
  const [first, then] = [order(was, is), order(is, was)];
  if (sameValue(first, then)) return [];
  const sentence = `the entries stand in the order ${then.join(', ')}, instead of ${first.join(', ')}`;
  if (![...first, ...then].some((id) => id.includes('*'))) return [change('models', 'neutral', sentence)];
  return [
    change(
      'models',
      'different',
      sentence,
      first.filter((id, at) => then[at] !== id).flatMap((id) => governing(set, id)),
    ),
  ];
}

interface Entry {
  readonly was: CatalogueModel;
  readonly is: CatalogueModel;
  /** Roles with a say about the model, at a criticality if one is given. */
  readonly deciding: (criticality?: CatalogueModel['criticality']) => readonly string[];
}

function changed(entry: Entry): readonly Change[] {
  const { was, is, deciding } = entry;
  const plain = (fields: readonly (readonly [keyof CatalogueModel, string])[], direction: Direction) =>
    fields.flatMap(([field, words]) =>
      sameValue(was[field], is[field])
        ? []
        : [change(`${key(was.id)}.${snake(field)}`, direction, `${was.id}: ${words}`, deciding())],
    );
  return [
    ...criticalityChange(entry),
    ...dataChanges(entry),
    ...plain(selecting, 'different'),
    ...plain(informing, 'neutral'),
  ];
}

/** Raised, it may come under other rules, in which somebody has a seat no more. */
function criticalityChange({ was, is, deciding }: Entry): readonly Change[] {
  if (was.criticality === is.criticality) return [];
  const lowered = rank(is) < rank(was);
  const kept = lowered ? [] : deciding(is.criticality);
  const loses = deciding(was.criticality).filter((role) => !kept.includes(role));
  const words = `its criticality is ${is.criticality ?? 'not known'} instead of ${was.criticality ?? 'not known'}`;
  return [change(`${key(was.id)}.criticality`, lowered ? 'looser' : 'different', `${was.id}: ${words}`, loses)];
}

/** A class of data less may spare a rule, an owner of the data less may fill a seat. Not known is neither. */
function dataChanges({ was, is, deciding }: Entry): readonly Change[] {
  const way = (a: readonly string[] | null, b: readonly string[] | null): Way => {
    if (sameValue(a, b)) return 'same';
    return a === null || b === null ? 'different' : moreIsTighter(a, b);
  };
  const one = (field: string, found: Way, what: string, a: readonly string[] | null, b: typeof a): readonly Change[] =>
    found === 'same'
      ? []
      : [change(`${key(was.id)}.${field}`, found, `${was.id}: ${what} ${known(b)} instead of ${known(a)}`, deciding())];
  const classes = way(was.dataClass, is.dataClass);
  return [
    // A class more may bring it under another playbook.
    ...one('data_class', classes === 'tighter' ? 'different' : classes, 'its data is', was.dataClass, is.dataClass),
    ...one('data_owner', way(was.dataOwner, is.dataOwner), 'its data is owned by', was.dataOwner, is.dataOwner),
  ];
}

function known(list: readonly string[] | null): string {
  return list === null ? 'not known' : list.join(', ') || 'nothing';
}

const selecting = [
  ['in', 'it stands for another model of a registry'],
  ['materiality', 'its materiality is not what it was'],
  ['useCase', 'its use is not what it was'],
  ['euHighRisk', 'whether it is high-risk in the EU is not what it was'],
  ['labels', 'its labels are other ones'],
  ['documents', 'its documents are read from elsewhere'],
  ['monitors', 'it is watched by other monitors'],
  ['endpoint', 'it is served by another endpoint'],
  ['maxAgeMs', 'it may be of another age while it serves'],
  ['labelDelayMs', 'the truth about its predictions is awaited otherwise'],
  ['retrain', 'another pipeline retrains it'],
] as const satisfies readonly (readonly [keyof CatalogueModel, string])[];

const informing = [
  ['team', 'it belongs to another team'],
  ['owner', 'somebody else owns it'],
  ['businessOwner', 'other people own its business'],
  ['channel', 'its cards go to another channel'],
] as const satisfies readonly (readonly [keyof CatalogueModel, string])[];

function snake(field: string): string {
  return field.replace(/Ms$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Unknown counts as high. */
function rank({ criticality }: CatalogueModel): number {
  return ranks.indexOf(criticality ?? 'high');
}

/** Roles with a seat or a veto in the playbooks that may govern a model of this id, at a criticality if one is given. */
function governing(set: PlaybookSet, id: string, criticality?: CatalogueModel['criticality']): readonly string[] {
  const fits = (globs: readonly string[]) => globs.some((glob) => globMatches(glob, id) || globMatches(id, glob));
  const lets = (listed: Json | undefined) =>
    criticality === undefined || criticality === null || !Array.isArray(listed) || listed.includes(criticality);
  const playbooks = set.playbooks.filter(
    ({ abstract, appliesTo }) => !abstract && fits(appliesTo.models) && lets(appliesTo.when?.['criticality']),
  );
  return playbooks.flatMap((playbook) => empoweredRoles(sideOf(set, playbook).policy));
}
