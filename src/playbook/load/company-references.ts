import type { Org } from '../organization.ts';
import type { Capabilities, Models, People } from '../playbook.ts';
import { keyReferences, type Reference, refer, referOne } from './references.ts';

/** Every name that org.yaml uses. */
export function orgReferences(org: Org): Reference[] {
  return [
    ...referOne('role', org.owner, ['owner']),
    ...(org.budgets ?? []).flatMap(({ owner }, i) => referOne('role', owner, ['budgets', i, 'owner'])),
    ...Object.keys(org.digest?.teams ?? {}).flatMap((team) => referOne('team', team, ['digest', 'teams', team])),
    ...(org.digest?.leaders ?? []).flatMap(({ teams }, i) =>
      isAll(teams) ? [] : refer('team', teams, ['digest', 'leaders', i, 'teams']),
    ),
    ...keyReferences(org.baseline ?? {}, ['baseline']),
  ];
}

/** Every name that people.yaml uses. */
export function peopleReferences(people: People): Reference[] {
  return [
    ...referOne('role', people.owner, ['owner']),
    ...Object.entries(people.roles).flatMap(([id, role]) => [
      ...('people' in role.source ? refer('person', role.source.people, ['roles', id, 'people']) : []),
      ...refer('role', role.excludes, ['roles', id, 'excludes']),
    ]),
    ...people.delegations.flatMap(({ from, to, roles }, i) => [
      ...referOne('person', from, ['delegations', i, 'from']),
      ...referOne('person', to, ['delegations', i, 'to']),
      ...refer('role', roles, ['delegations', i, 'roles']),
    ]),
  ];
}

/** Every name that capabilities.yaml uses. */
export function capabilityReferences(capabilities: Capabilities): Reference[] {
  return referOne('role', capabilities.owner, ['owner']);
}

/** Every name that models.yaml uses. */
export function modelReferences(models: Models): Reference[] {
  return [
    ...referOne('role', models.owner, ['owner']),
    ...models.models.flatMap((model, i) => [
      ...referOne('person', model.owner, ['models', i, 'owner']),
      ...refer('person', model.businessOwner, ['models', i, 'business_owner']),
      ...refer('person', model.dataOwner, ['models', i, 'data_owner']),
      ...Object.keys(model.in).flatMap((id) => referOne('connection', id, ['models', i, 'in', id])),
      ...referOne('connection', model.retrain?.connection, ['models', i, 'retrain', 'connection']),
      ...model.monitors.flatMap(({ connection }, m) =>
        referOne('connection', connection, ['models', i, 'monitors', m, 'connection']),
      ),
    ]),
  ];
}

function isAll(teams: readonly string[]): boolean {
  return teams.length === 1 && teams[0] === 'all';
}
