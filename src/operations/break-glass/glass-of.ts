import { epochMs, instantAt } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import type { BreakGlass } from '#playbook/keys.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { VoteRow } from '#store/votes.ts';
import type { ShownGlass } from '#views/emergency.ts';
import { inNames } from '../in-names.ts';
import type { Names } from '../names.ts';

/** What an emergency decision about an action needs where a policy has one; null where it has none. */
export function breakGlassFor({ breakGlass }: EffectivePolicy, action: string): BreakGlass | null {
  return breakGlass?.onlyFor.some((one) => one === action) === true ? breakGlass : null;
}

/** The presses of an emergency decision that still hold, the newest of each person. */
export function pressesThatHold(votes: readonly VoteRow[], glass: BreakGlass, now: string): readonly VoteRow[] {
  const since = epochMs(now) - glass.validForMs;
  const held = votes.filter((vote) => vote.decision === 'break_glass' && vote.at.getTime() > since);
  return [...new Map(held.map((vote) => [vote.person, vote])).values()];
}

/** What the card says of an emergency decision: complete, begun, or (null) neither. */
export function shownGlass(
  policy: EffectivePolicy,
  verdict: Verdict,
  request: { readonly action: string; readonly settled: boolean },
  votes: readonly VoteRow[],
  names: Names,
  now: string,
): ShownGlass | null {
  const glass = breakGlassFor(policy, request.action);
  if (glass === null) return null;
  const review = { by: roleName(glass.review.by), due: verdict.reviewDue };
  if (verdict.status === 'overridden' && verdict.overriddenUntil !== null) {
    const since = epochMs(verdict.overriddenUntil) - 2 * glass.validForMs;
    const pressed = votes.filter((vote) => vote.decision === 'break_glass' && vote.at.getTime() > since);
    const passed = verdict.blocks.map(inNames(names, verdict));
    const whole = { missing: 0, roles: roleName(glass.by), until: verdict.overriddenUntil };
    return { ...said(pressed, names), ...whole, passed, review };
  }
  const pressed = request.settled ? [] : pressesThatHold(votes, glass, now);
  const first = Math.min(...pressed.map(({ at }) => at.getTime()));
  if (pressed.length === 0) return null;
  const until = instantAt(first + glass.validForMs);
  const missing = Math.max(1, glass.count - pressed.length);
  return { ...said(pressed, names), missing, roles: roleName(glass.by), until, passed: [], review };
}

function said(pressed: readonly VoteRow[], names: Names): Pick<ShownGlass, 'people' | 'reason'> {
  const people = [...new Set(pressed.map(({ person }) => person))].map((person) => names.of(person));
  return { people, reason: pressed.at(-1)?.reason ?? '' };
}
