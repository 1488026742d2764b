import type { Instant } from '#domain/instant.ts';
import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { policyFor } from '#playbook/effective-policy.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { instantOfWall, wallMs } from '#playbook/zone.ts';
import { listed } from '#views/wording.ts';

/** What somebody filled in of a delegation: roles by id, days as `2026-12-14`, `from` empty for now on. */
export interface FilledDelegation {
  /** The Slack account of whoever is to act. */
  readonly to: string;
  readonly roles: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly reason: string;
}

export interface SoundDelegation {
  readonly roles: readonly string[];
  readonly reason: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

const dayMs = 86_400_000;
/** How far ahead it may begin, and how long a reason may be. */
const mostDaysAhead = 90;
const mostReason = 200;

/** Reads roles, days and reason. Throws a Refusal, `bad_delegation`, that names everything that is wrong. */
export function soundDelegation(
  filled: FilledDelegation,
  about: { readonly held: readonly string[]; readonly zone: string; readonly now: Instant; readonly set: PlaybookSet },
): SoundDelegation {
  const { held, zone, now, set } = about;
  const nowMs = epochMs(now);
  const startOf = (day: string, later: number) =>
    instantOfWall(Date.parse(`${day}T00:00:00Z`) + later * dayMs, zone, 'first');
  const today = dayAt(now, zone);
  const startMs = filled.from === '' || filled.from <= today ? nowMs : startOf(filled.from, 0);
  const endMs = filled.until === '' ? nowMs : startOf(filled.until, 1);
  const foreign = filled.roles.filter((role) => !held.includes(role));
  const most = longestDays(set);
  const reason = filled.reason.trim();
  const mistakes = [
    ...(filled.roles.length === 0 ? ['Pick the roles in which they act for you.'] : []),
    ...(foreign.length > 0
      ? [
          `You are not in ${roleName(foreign)}. Your roles are ${listed(
            held.map((role) => roleName([role])),
            10,
          )}.`,
        ]
      : []),
    ...(filled.from !== '' && filled.from < today ? ['It cannot begin before today. Pick a later day.'] : []),
    ...(startMs > nowMs + mostDaysAhead * dayMs ? [`It begins within ${mostDaysAhead} days, or is made later.`] : []),
    ...(filled.until === '' ? ['Pick its last day.'] : []),
    ...(filled.until !== '' && endMs <= startMs ? ['Its last day lies before its first. Pick a later one.'] : []),
    ...(endMs - startMs > most * dayMs
      ? [`No playbook lets anybody act for another for more than ${most} days. Pick an earlier last day.`]
      : []),
    ...(reason === '' ? ['Write why, as “on leave”.'] : []),
    ...(reason.length > mostReason ? [`Write why in at most ${mostReason} characters.`] : []),
  ];
  if (mistakes.length > 0) throw new Refusal('bad_delegation', mistakes.join(' '));
  return {
    roles: filled.roles,
    reason,
    startsAt: new Date(startMs).toISOString(),
    endsAt: new Date(endMs).toISOString(),
  };
}

/** The day that a zone's clock shows, as `2026-12-14`. */
export function dayAt(now: Instant, zone: string): string {
  return new Date(wallMs(epochMs(now), zone)).toISOString().slice(0, 10);
}

/** The longest that any playbook lets a delegation last; 0 where none allows any. */
export function longestDays(set: PlaybookSet): number {
  const allowing = set.playbooks
    .filter(({ abstract }) => !abstract)
    .map((playbook) => policyFor(set, playbook, null).delegation)
    .filter(({ allowed }) => allowed);
  return Math.max(0, ...allowing.map(({ maxDays }) => maxDays));
}
