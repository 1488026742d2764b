import { epochMs } from '#domain/instant.ts';
import { isUnknown } from '../facts.ts';
import { aPerson, aRole } from '../mention.ts';
import { own } from '../own.ts';
import type { EffectiveRule } from '../playbook.ts';
import { type NotCountedCode, notCountedCodes } from '../verdict.ts';
import type { Evaluation } from './evaluation.ts';
import { exclusionOf } from './exclusions.ts';
import { judgePredicates } from './judge-predicates.ts';
import { spellAt } from './membership.ts';
import { attempt } from './notes.ts';

/** The condition of §8.4 that fails, and since when. */
export interface Failing {
  readonly code: NotCountedCode;
  readonly because: string;
  readonly since: number | null;
}

export function failing(code: NotCountedCode, because: string, since: number | null = null): Failing {
  return { code, because, since };
}

/** The one of two whose condition stands further down in §8.4. */
export function furtherDown(a: Failing | null, b: Failing): Failing {
  return a === null || notCountedCodes.indexOf(b.code) > notCountedCodes.indexOf(a.code) ? b : a;
}

/** Line 1: linked, active, human, full member. */
export function whoFails({ facts }: Evaluation, person: string): Failing | null {
  const known = own(facts.people, person);
  if (known === undefined || !known.linked)
    return failing('unlinked', `${aPerson(person)} is not linked to a Slack account.`);
  if (!known.active) return failing('deactivated', `${aPerson(person)} is no longer active.`);
  if (known.kind === 'member') return null;
  return failing(
    known.kind,
    `${aPerson(person)} is ${known.kind === 'external' ? 'an external user' : `a ${known.kind}`}.`,
  );
}

/** Line 3: in the role under `membership`, long enough, not shut out, not newly joined. */
function roleFails(ev: Evaluation, person: string, role: string, votedMs: number): Failing | null {
  const { policy, facts, members, nowMs, notes } = ev;
  const all = members.spells(person, role);
  if (isUnknown(all)) return failing('not_in_role', all.unknown);
  const mode = policy.distinct.membership;
  const then = spellAt(all, votedMs);
  const now = spellAt(all, nowMs);
  if (then === undefined && mode !== 'now') {
    const because =
      now === undefined
        ? `${aPerson(person)} is not in ${aRole(role)}.`
        : `${aPerson(person)} was not yet in ${aRole(role)} when voting.`;
    return failing('not_in_role', because);
  }
  if (now === undefined && mode !== 'when_voting') {
    if (then === undefined) return failing('not_in_role', `${aPerson(person)} is not in ${aRole(role)}.`);
    return failing('left_role', `${aPerson(person)} has left ${aRole(role)}.`, then.until);
  }
  const settings = own(policy.roles, role);
  const tenure = settings?.minTenureMs ?? 0;
  const since = then?.since ?? votedMs;
  notes.mayChangeAt(since + tenure);
  if (votedMs - since < tenure)
    return failing('too_new', `${aPerson(person)} joined ${aRole(role)} too recently.`, since);
  for (const other of settings?.excludes ?? []) {
    const spell = members.spells(person, other);
    if (isUnknown(spell)) return failing('role_excluded', spell.unknown);
    const shut = spellAt(spell, nowMs) ?? spellAt(spell, votedMs);
    if (shut !== undefined) {
      return failing(
        'role_excluded',
        `${aPerson(person)} is in ${aRole(other)}, whose members do not count for ${aRole(role)}.`,
        shut.since,
      );
    }
  }
  const joined = then?.since ?? now?.since ?? votedMs;
  if (joined > epochMs(facts.openedAt) && policy.distinct.joinedAfterOpen === 'ignore') {
    return failing('joined_after_open', `${aPerson(person)} joined ${aRole(role)} after this was opened.`, joined);
  }
  return null;
}

/** Lines 3 to 5 for one role of a seat; `actingFor` null for oneself. */
export function seatFails(
  ev: Evaluation,
  rule: EffectiveRule,
  role: string,
  who: { readonly person: string; readonly actingFor: string | null; readonly votedMs: number },
): Failing | null {
  const { person, actingFor, votedMs } = who;
  const principal = actingFor ?? person;
  const role3 = roleFails(ev, principal, role, votedMs);
  if (role3 !== null) return role3;
  for (const one of new Set([principal, person])) {
    const shut = exclusionOf(ev, one, rule.allow);
    if (shut !== null) return failing(shut.code, shut.because);
  }
  if (actingFor === null) return null;
  const because = delegationFails(ev, person, actingFor, role, votedMs);
  return because === null ? null : failing('delegation', because);
}

function delegationFails(ev: Evaluation, to: string, from: string, role: string, votedMs: number): string | null {
  const { policy, notes, nowMs } = ev;
  if (!policy.delegation.allowed) return 'This playbook allows no delegates.';
  const refused = attempt(() => judgePredicates(policy.delegation.notFor, ev.predicates));
  if ('malformed' in refused || refused.value.truth !== false) {
    return 'This playbook allows no delegates for such a model.';
  }
  const gone = whoFails(ev, from);
  if (gone !== null && gone.code !== 'unlinked') return `Nobody acts for ${aPerson(from)}: ${gone.because}`;
  const mode = policy.distinct.membership;
  const active = ev.delegationsTo(to).some((one) => {
    const [start, end] = [epochMs(one.start), epochMs(one.end)];
    notes.mayChangeAt(start);
    notes.mayChangeAt(end);
    const covers = (ms: number) => start <= ms && ms < end;
    return (
      one.from === from &&
      one.roles.includes(role) &&
      end - start <= policy.delegation.maxDays * 86_400_000 &&
      (mode === 'now' || covers(votedMs)) &&
      (mode === 'when_voting' || covers(nowMs))
    );
  });
  if (!active) return `${aPerson(from)} has not delegated ${aRole(role)} to ${aPerson(to)} for this time.`;
  const said = ev.standingOf.get(from)?.vote.decision;
  return said === undefined || said === 'approve' ? null : `${aPerson(from)} has said otherwise (${said}).`;
}
