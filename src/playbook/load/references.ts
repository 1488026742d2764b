import type { Json } from '#domain/canonical-json.ts';
import type { PlaybookKeys, Predicates, Tree } from '../keys.ts';
import type { Playbook } from '../playbook.ts';
import type { InlineTest } from '../trial/inline-test.ts';

export type ReferenceKind = 'role' | 'person' | 'connection' | 'evidence' | 'rule' | 'playbook' | 'team';

/** A name that must exist, and where it is written. */
export interface Reference {
  readonly kind: ReferenceKind;
  readonly name: string;
  readonly path: readonly PropertyKey[];
}

type Path = readonly PropertyKey[];

export function refer(kind: ReferenceKind, names: readonly string[] | null | undefined, path: Path): Reference[] {
  return (names ?? []).map((name, index) => ({ kind, name, path: [...path, index] }));
}

export function referOne(kind: ReferenceKind, name: string | null | undefined, path: Path): Reference[] {
  return name === null || name === undefined ? [] : [{ kind, name, path }];
}

/** Every name a playbook's own keys use. */
export function playbookReferences(playbook: Playbook): Reference[] {
  const { appliesTo } = playbook;
  return [
    ...referOne('role', playbook.owner, ['owner']),
    ...referOne('playbook', playbook.extends, ['extends']),
    ...refer('connection', appliesTo.registry, ['applies_to', 'registry']),
    ...predicateReferences(appliesTo.when, ['applies_to', 'when']),
    ...keyReferences(playbook, []),
    ...playbook.tests.flatMap((test, index) => testReferences(test, ['tests', index])),
  ];
}

/** Every name the keys that a playbook and the baseline share use; `at` is where they stand. */
export function keyReferences(keys: PlaybookKeys, at: Path): Reference[] {
  return [
    ...(keys.rules ?? []).flatMap((rule, index) => {
      const path = [...at, 'rules', index];
      return [
        ...predicateReferences(rule.if, [...path, 'if']),
        ...rule.people.flatMap(({ from }, need) => refer('role', from, [...path, 'needs', 'people', need, 'from'])),
        ...(rule.evidence === 'all' ? [] : refer('evidence', rule.evidence, [...path, 'needs', 'evidence'])),
        ...predicateReferences(rule.facts, [...path, 'needs', 'facts']),
      ];
    }),
    ...decisionReferences(keys, [...at, 'decision']),
    ...refer('role', keys.block?.by, [...at, 'block', 'by']),
    ...(keys.block?.liftedBy === 'same_person'
      ? []
      : refer('role', keys.block?.liftedBy, [...at, 'block', 'lifted_by'])),
    ...predicateReferences(keys.block?.alsoWhen, [...at, 'block', 'also_when']),
    ...refer('role', keys.hold?.by, [...at, 'hold', 'by']),
    ...(keys.ask?.first ?? []).flatMap(({ role }, i) => referOne('role', role, [...at, 'ask', 'first', i, 'role'])),
    ...escalations(keys.ask?.escalate, [...at, 'ask', 'escalate']),
    ...predicateReferences(keys.delegation?.notFor, [...at, 'delegation', 'not_for']),
    ...outcomeReferences(keys, at),
    ...(keys.evidence ?? []).flatMap(({ cares }, i) => refer('role', cares, [...at, 'evidence', i, 'cares'])),
    ...(keys.alerts ?? []).flatMap((alert, i) => [
      ...predicateReferences(alert.when, [...at, 'alerts', i, 'when']),
      ...predicateReferences(alert.clearWhen, [...at, 'alerts', i, 'clear_when']),
      ...roleOrPlace(alert.to, [...at, 'alerts', i, 'to']),
      ...escalations(alert.escalate, [...at, 'alerts', i, 'escalate']),
    ]),
  ];
}

function outcomeReferences(keys: PlaybookKeys, at: Path): Reference[] {
  const { autoApprove: auto, breakGlass: glass } = keys;
  return [
    ...predicateReferences(auto?.if, [...at, 'auto_approve', 'if']),
    ...(auto?.evidence === 'all'
      ? []
      : refer('evidence', auto?.evidence, [...at, 'auto_approve', 'needs', 'evidence'])),
    ...refer('role', auto?.sample?.by, [...at, 'auto_approve', 'sample', 'by']),
    ...refer('role', glass?.by, [...at, 'break_glass', 'by']),
    ...refer('role', glass?.review.by, [...at, 'break_glass', 'review', 'by']),
    ...(keys.afterApproval?.rollout ?? []).flatMap(({ stopIf }, i) =>
      predicateReferences(stopIf, [...at, 'after_approval', 'rollout', i, 'stop_if']),
    ),
  ];
}

function decisionReferences({ decision }: PlaybookKeys, at: Path): Reference[] {
  if (decision === undefined) return [];
  if ('tree' in decision) return treeReferences(decision.tree, at);
  return Object.entries(decision.byAction).flatMap(([action, tree]) =>
    treeReferences(tree, [...at, 'by_action', action]),
  );
}

function treeReferences(tree: Tree, at: Path): Reference[] {
  if (typeof tree === 'string') return referOne('rule', tree, at);
  if ('all' in tree) return tree.all.flatMap((one, i) => treeReferences(one, [...at, 'all', i]));
  if ('any' in tree) return tree.any.flatMap((one, i) => treeReferences(one, [...at, 'any', i]));
  return tree.atLeast.of.flatMap((one, i) => treeReferences(one, [...at, 'at_least', 'of', i]));
}

function escalations(all: readonly { readonly to: string }[] | undefined, at: Path): Reference[] {
  return (all ?? []).flatMap(({ to }, i) => roleOrPlace(to, [...at, i, 'to']));
}

function roleOrPlace(name: string | null, at: Path): Reference[] {
  return name === null || name === 'owner' || /^[#C]/.test(name) ? [] : referOne('role', name, at);
}

const roleKeys = ['requester_in', 'contributor_in', 'only_contributors_in'];

function predicateReferences(map: Predicates | null | undefined, at: Path): Reference[] {
  return Object.entries(map ?? {}).flatMap(([name, value]) => {
    const path = [...at, name];
    if (name === 'any_of' || name === 'none_of') {
      return items(value).flatMap((one, i) => (isMap(one) ? predicateReferences(one, [...path, i]) : []));
    }
    if (roleKeys.includes(name))
      return refer(
        'role',
        items(value).filter((one) => typeof one === 'string'),
        path,
      );
    if (name === 'registry')
      return refer(
        'connection',
        items(value).filter((one) => typeof one === 'string'),
        path,
      );
    if (name !== 'evidence' || !isMap(value)) return [];
    return Object.keys(value).flatMap((id) => referOne('evidence', id, [...path, id]));
  });
}

function items(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [value];
}

function isMap(value: Json): value is Predicates {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function testReferences({ given, votes, expect }: InlineTest, at: Path): Reference[] {
  return [
    ...givenReferences(given, [...at, 'given']),
    ...votes.flatMap(({ person }, i) => referOne('person', person, [...at, 'votes', i])),
    ...keysOf(expect['rules']).flatMap((rule) => referOne('rule', rule, [...at, 'expect', 'rules', rule])),
    ...keysOf(expect['not_counted']).flatMap((person) =>
      referOne('person', person, [...at, 'expect', 'not_counted', person]),
    ),
  ];
}

/** Every name that given facts use; `at` is where they stand. */
export function givenReferences(given: InlineTest['given'], at: Path): Reference[] {
  const text = (value: Json | undefined) => (typeof value === 'string' && value !== 'unknown' ? value : null);
  const people = (value: Json | undefined) =>
    items(value ?? [])
      .filter((one) => typeof one === 'string' && one !== 'unknown')
      .map(String);
  const person = (key: string) => referOne('person', text(given[key]), [...at, key]);
  const roles = given['roles'];
  return [
    ...referOne('connection', text(given['registry']), [...at, 'registry']),
    ...(given['requester'] === 'automation' ? [] : person('requester')),
    ...person('run_owner'),
    ...refer('person', people(given['contributors']), [...at, 'contributors']),
    ...refer('person', people(given['data_owner']), [...at, 'data_owner']),
    ...(roles === undefined || !isMap(roles) ? [] : Object.entries(roles)).flatMap(([id, named]) => [
      ...referOne('person', id, [...at, 'roles', id]),
      ...refer('role', people(named), [...at, 'roles', id]),
    ]),
    ...keysOf(given['evidence']).flatMap((id) => referOne('evidence', id, [...at, 'evidence', id])),
  ];
}

function keysOf(value: Json | undefined): readonly string[] {
  return value !== undefined && isMap(value) ? Object.keys(value) : [];
}
