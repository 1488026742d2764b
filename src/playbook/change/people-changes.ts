import type { People, PlaybookSet } from '../playbook.ts';
import { lengthWords } from '../words.ts';
import { delegationChanges } from './delegation-changes.ts';
import { higherIsTighter, listChange, moreIsTighter, ranked, sameValue } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { refusingRoles } from './sides.ts';

/** What changed in people.yaml: who is who, who is in which role, how roles count, who stands in for whom. */
export function peopleChanges(before: PlaybookSet, after: PlaybookSet): readonly Change[] {
  const [was, is] = [before.people, after.people];
  const readRoles = rolesInConditions(before, after);
  return [
    ...(was.owner === is.owner
      ? []
      : [change('owner', 'looser', `${is.owner} owns it instead of ${was.owner}`, [was.owner])]),
    ...accounts(was, is, new Set(refusingRoles(before))),
    ...roleChanges(was, is, { read: readRoles, refusing: new Set(refusingRoles(before)) }),
    ...delegationChanges(was.delegations, is.delegations),
  ];
}

function accounts(was: People, is: People, refusing: ReadonlySet<string>): readonly Change[] {
  const ids = [...new Set([...Object.keys(was.people), ...Object.keys(is.people)])].sort();
  return ids.flatMap((id): readonly Change[] => {
    const [a, b] = [was.people[id], is.people[id]];
    if (sameValue(a, b)) return [];
    if (a === undefined) return [change(`people.${id}`, 'neutral', `${id} is listed`)];
    const roles = rolesOf(was, id);
    const emptied = roles.filter((role) => refusing.has(role) && activeIn(was, role) > 0 && activeIn(is, role) === 0);
    if (b === undefined) return [change(`people.${id}`, 'different', `${id} is listed no more`, roles)];
    const accountsOnly = !sameValue(a.slack, b.slack) || !sameValue(a.email, b.email);
    return [
      ...(accountsOnly ? [change(`people.${id}`, 'different', `other accounts act as ${id}`, roles)] : []),
      ...(a.active === b.active
        ? []
        : [
            change(
              `people.${id}.active`,
              b.active || emptied.length > 0 ? 'looser' : 'tighter',
              `${id} is ${b.active ? 'active again' : 'not active any more'}`,
              b.active ? roles : emptied,
            ),
          ]),
    ];
  });
}

interface RolesRead {
  /** Roles that some condition asks about. */
  readonly read: ReadonlySet<string>;
  /** Roles with a veto or a hold somewhere. */
  readonly refusing: ReadonlySet<string>;
}

/**
 * Somebody who joins a role takes its exclusiveness; somebody who leaves one that another excludes may count there, and
 * a condition that asks who is in the role may turn either way. Whoever leaves takes a yes and a no along; where nobody
 * is left to say no, that is a loss of the role.
 */
function roleChanges(was: People, is: People, { read, refusing }: RolesRead): readonly Change[] {
  const ids = [...new Set([...Object.keys(was.roles), ...Object.keys(is.roles)])].sort();
  return ids.flatMap((id): readonly Change[] => {
    const [a, b] = [was.roles[id], is.roles[id]];
    if (sameValue(a, b)) return [];
    if (a === undefined) return [change(`roles.${id}`, 'neutral', `the role ${id} is new`)];
    if (b === undefined) return [change(`roles.${id}`, 'different', `the role ${id} is gone`, [id])];
    const excludedBy = Object.entries(is.roles).flatMap(([other, { excludes }]) =>
      excludes.includes(id) ? [other] : [],
    );
    const emptied = refusing.has(id) && activeIn(was, id) > 0 && activeIn(is, id) === 0;
    const way = emptied ? 'looser' : read.has(id) ? 'different' : 'tighter';
    return [...members(id, a.source, b.source, { excludedBy, way }), ...settings(id, a, b)];
  });
}

/** How many can act in a role; of a user group that is not known here, and taken to be somebody. */
function activeIn({ roles, people }: People, id: string): number {
  const source = roles[id]?.source;
  if (source === undefined) return 0;
  return 'people' in source ? source.people.filter((person) => people[person]?.active === true).length : 1;
}

type Source = People['roles'][string]['source'];

function members(
  id: string,
  was: Source,
  is: Source,
  { excludedBy, way }: { readonly excludedBy: readonly string[]; readonly way: 'tighter' | 'different' | 'looser' },
): readonly Change[] {
  if (sameValue(was, is)) return [];
  if (!('people' in was) || !('people' in is)) {
    return [change(`roles.${id}`, 'different', `the members of ${id} come from elsewhere`, [id])];
  }
  const joined = is.people.filter((person) => !was.people.includes(person));
  const left = was.people.filter((person) => !is.people.includes(person));
  return [
    ...joined.map((person) => change(`roles.${id}.people`, 'looser', `${person} joins ${id}`, [id])),
    ...left.map((person) =>
      excludedBy.length > 0
        ? change(
            `roles.${id}.people`,
            'looser',
            `${person} leaves ${id}, whose members do not count for ${excludedBy.join(', ')}`,
            excludedBy,
          )
        : change(`roles.${id}.people`, way, `${person} leaves ${id}`, [id]),
    ),
  ];
}

function settings(id: string, was: People['roles'][string], is: People['roles'][string]): readonly Change[] {
  const tenure = higherIsTighter(was.minTenureMs ?? 0, is.minTenureMs ?? 0);
  const excludes = moreIsTighter(was.excludes, is.excludes);
  const empty = ranked(['block', 'ask_owner'], was.onEmpty, is.onEmpty);
  return [
    ...(tenure === 'same'
      ? []
      : [
          change(
            `roles.${id}.min_tenure`,
            tenure,
            `${tenureWords(is.minTenureMs)} in ${id} to count there, instead of ${tenureWords(was.minTenureMs)}`,
            [id],
          ),
        ]),
    ...(excludes === 'same'
      ? []
      : [
          change(
            `roles.${id}.excludes`,
            excludes,
            `whose members do not count for ${id}: ${listChange(was.excludes, is.excludes)}`,
            [id],
          ),
        ]),
    ...(empty === 'same'
      ? []
      : [
          change(
            `roles.${id}.on_empty`,
            empty,
            `a request for which ${id} has too few people ${is.onEmpty === 'block' ? 'is blocked' : 'waits for the owner'}`,
            [id],
          ),
        ]),
  ];
}

function rolesOf({ roles }: People, person: string): readonly string[] {
  return Object.entries(roles).flatMap(([id, { source }]) =>
    'people' in source && source.people.includes(person) ? [id] : [],
  );
}

function tenureWords(ms: number | null): string {
  return ms === null || ms === 0 ? 'no time' : lengthWords(ms);
}

/** Roles that some condition asks about, on either side. */
function rolesInConditions(...sets: readonly PlaybookSet[]): ReadonlySet<string> {
  const asking = new Set(['requester_in', 'contributor_in', 'only_contributors_in']);
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) {
        if (asking.has(name)) for (const role of [inner].flat()) found.add(String(role));
        walk(inner);
      }
    }
  };
  for (const { playbooks, org } of sets) walk([playbooks, org.baseline]);
  return found;
}
