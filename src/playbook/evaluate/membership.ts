import { epochMs } from '#domain/instant.ts';
import { type Fact, type Facts, isUnknown, type RoleMember } from '../facts.ts';
import { aRole } from '../mention.ts';
import { own } from '../own.ts';

/** Unbroken membership, `[since, until)` in milliseconds. */
export interface Spell {
  readonly since: number;
  readonly until: number;
}

/** Answers who is in which role, and since when. */
export interface Memberships {
  /** A person's spells in a role, in order; spells that touch are one. Unknown where the role's members are. */
  readonly spells: (person: string, role: string) => Fact<readonly Spell[]>;
  /** Whether the person is in one of the roles at an instant; unknown only if no known role says yes. */
  readonly inRoles: (person: string, roles: readonly string[], ms: number) => Fact<boolean>;
}

/** Reads each role once, however many people are asked for. */
export function membershipsOf(facts: Facts): Memberships {
  const byRole = new Map<string, ReadonlyMap<string, readonly Spell[]>>();
  const spells: Memberships['spells'] = (person, role) => {
    const members = own(facts.roles, role);
    if (members === undefined) return { unknown: `Nobody told who is in ${aRole(role)}.` };
    if (isUnknown(members)) return members;
    const byPerson = byRole.get(role) ?? spellsByPerson(members);
    byRole.set(role, byPerson);
    return byPerson.get(person) ?? [];
  };
  const inOneOf: Memberships['inRoles'] = (person, roles, ms) => {
    let unknown: string | null = null;
    for (const role of roles) {
      const all = spells(person, role);
      if (isUnknown(all)) unknown ??= all.unknown;
      else if (spellAt(all, ms) !== undefined) return true;
    }
    return unknown === null ? false : { unknown };
  };
  return { spells, inRoles: inOneOf };
}

function spellsByPerson(members: readonly RoleMember[]): ReadonlyMap<string, readonly Spell[]> {
  const grouped = Map.groupBy(members, ({ person }) => person);
  return new Map([...grouped].map(([person, all]) => [person, joined(all)]));
}

function joined(members: readonly RoleMember[]): readonly Spell[] {
  const all = members
    .map(({ since, until }) => ({ since: epochMs(since), until: until === null ? Infinity : epochMs(until) }))
    .sort((a, b) => a.since - b.since);
  const spells: Spell[] = [];
  for (const spell of all) {
    const last = spells.at(-1);
    if (last !== undefined && spell.since <= last.until) {
      spells[spells.length - 1] = { since: last.since, until: Math.max(last.until, spell.until) };
    } else spells.push(spell);
  }
  return spells;
}

/** The spell that covers an instant. */
export function spellAt(all: readonly Spell[], ms: number): Spell | undefined {
  return all.find(({ since, until }) => since <= ms && ms < until);
}

/** As `Memberships.inRoles`, for one question. */
export function inRoles(facts: Facts, person: string, roles: readonly string[], ms: number): Fact<boolean> {
  return membershipsOf(facts).inRoles(person, roles, ms);
}

/** Notes every instant at which a membership begins or ends. */
export function noteSpells(facts: Facts, mayChangeAt: (ms: number) => void): void {
  for (const members of Object.values(facts.roles)) {
    if (isUnknown(members)) continue;
    for (const { since, until } of members) {
      mayChangeAt(epochMs(since));
      if (until !== null) mayChangeAt(epochMs(until));
    }
  }
}
