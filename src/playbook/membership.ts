import { epochMs } from '#domain/instant.ts';
import { type Fact, type Facts, isUnknown } from './facts.ts';
import { own } from './own.ts';

/** Unbroken membership, `[since, until)` in milliseconds. */
export interface Spell {
  readonly since: number;
  readonly until: number;
}

/** A person's spells in a role, in order; spells that touch are one. Unknown where the role's members are. */
export function spells(facts: Facts, person: string, role: string): Fact<readonly Spell[]> {
  const members = own(facts.roles, role);
  if (members === undefined) return { unknown: `Nobody told who is in ${role}.` };
  if (isUnknown(members)) return members;
  const all = members
    .filter((member) => member.person === person)
    .map(({ since, until }) => ({ since: epochMs(since), until: until === null ? Infinity : epochMs(until) }))
    .sort((a, b) => a.since - b.since);
  const joined: Spell[] = [];
  for (const spell of all) {
    const last = joined.at(-1);
    if (last !== undefined && spell.since <= last.until) {
      joined[joined.length - 1] = { since: last.since, until: Math.max(last.until, spell.until) };
    } else joined.push(spell);
  }
  return joined;
}

/** The spell that covers an instant. */
export function spellAt(all: readonly Spell[], ms: number): Spell | undefined {
  return all.find(({ since, until }) => since <= ms && ms < until);
}

/** Whether the person is in one of the roles at an instant; unknown only if no known role says yes. */
export function inRoles(facts: Facts, person: string, roles: readonly string[], ms: number): Fact<boolean> {
  let unknown: string | null = null;
  for (const role of roles) {
    const all = spells(facts, person, role);
    if (isUnknown(all)) unknown ??= all.unknown;
    else if (spellAt(all, ms) !== undefined) return true;
  }
  return unknown === null ? false : { unknown };
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
