import type { Json } from '#domain/canonical-json.ts';
import { globMatches } from '../glob.ts';
import type { CatalogueModel, PlaybookSet } from '../playbook.ts';
import { fewerIsTighter, moreIsTighter, sameValue } from './directions.ts';
import { type Change, change } from './policy-change.ts';
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
    ...kept.flatMap(({ a, b }) => changed(a, b, (criticality) => governing(before, a.id, criticality))),
    ...orderChange(was.models, is.models),
  ];
}

function key(id: string): string {
  return `models["${id}"]`;
}

/** The first match wins, so the order of patterns decides. */
function orderChange(was: readonly CatalogueModel[], is: readonly CatalogueModel[]): readonly Change[] {
  const order = (some: readonly CatalogueModel[], others: readonly CatalogueModel[]) =>
    some.map(({ id }) => id).filter((id) => others.some((one) => one.id === id));
  return sameValue(order(was, is), order(is, was))
    ? []
    : [change('models', 'different', 'the entries stand in another order')];
}

function changed(
  a: CatalogueModel,
  b: CatalogueModel,
  deciding: (criticality: CatalogueModel['criticality']) => readonly string[],
): readonly Change[] {
  const roles = deciding(a.criticality);
  const found: Change[] = [];
  const add = (field: string, direction: Change['direction'], sentence: string) =>
    void found.push(change(`${key(a.id)}.${field}`, direction, `${a.id}: ${sentence}`, roles));
  if (a.criticality !== b.criticality) {
    const words = `its criticality is ${b.criticality ?? 'not known'} instead of ${a.criticality ?? 'not known'}`;
    // Raised, it may come under other rules, in which somebody has a seat no more.
    const kept = rank(b) < rank(a) ? [] : deciding(b.criticality);
    const loses = roles.filter((role) => !kept.includes(role));
    found.push(
      change(`${key(a.id)}.criticality`, rank(b) < rank(a) ? 'looser' : 'different', `${a.id}: ${words}`, loses),
    );
  }
  const classes =
    a.dataClass !== null && b.dataClass !== null
      ? moreIsTighter(a.dataClass, b.dataClass)
      : sameValue(a.dataClass, b.dataClass)
        ? 'same'
        : 'different';
  if (classes !== 'same')
    add(
      'data_class',
      classes === 'looser' ? 'looser' : 'different',
      `its data is ${(b.dataClass ?? ['not known']).join(', ')}`,
    );
  const owners =
    a.dataOwner !== null && b.dataOwner !== null
      ? fewerIsTighter(b.dataOwner, a.dataOwner)
      : sameValue(a.dataOwner, b.dataOwner)
        ? 'same'
        : 'different';
  if (owners !== 'same') add('data_owner', owners, `its data owner is ${(b.dataOwner ?? ['not known']).join(', ')}`);
  for (const [field, words] of selecting) {
    if (!sameValue(a[field], b[field])) add(snake(field), 'different', words);
  }
  for (const [field, words] of informing) {
    if (!sameValue(a[field], b[field])) add(snake(field), 'neutral', words);
  }
  return found;
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
  ['retrain', 'another pipeline retrains it'],
] as const satisfies readonly (readonly [keyof CatalogueModel, string])[];

const informing = [
  ['team', 'it belongs to another team'],
  ['owner', 'somebody else owns it'],
  ['businessOwner', 'other people own its business'],
  ['channel', 'its cards go to another channel'],
] as const satisfies readonly (readonly [keyof CatalogueModel, string])[];

function snake(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
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
