import { epochMs, type Instant } from '#domain/instant.ts';
import { membershipsOf } from './evaluate/membership.ts';
import { type Facts, isUnknown } from './facts.ts';
import { own } from './own.ts';
import type { EffectivePolicy } from './playbook.ts';

/** Why somebody cannot do a review. */
export type NoReviewer = 'not_in_role' | 'role_excluded' | 'requester' | 'run_owner' | 'contributor';

/**
 * Why a person may not review what was approved without people; null if they may: in one of the roles now, in none that
 * the role shuts out, and neither requester, run owner nor contributor.
 */
export function noReviewer(
  policy: EffectivePolicy,
  facts: Facts,
  by: readonly string[],
  person: string,
  now: Instant,
): NoReviewer | null {
  const members = membershipsOf(facts);
  const nowMs = epochMs(now);
  const isIn = (role: string) => members.inRoles(person, [role], nowMs);
  const roles = by.filter((role) => isIn(role) === true);
  if (roles.length === 0) return 'not_in_role';
  const shutOut = (role: string) => (own(policy.roles, role)?.excludes ?? []).some((other) => isIn(other) !== false);
  if (roles.every(shutOut)) return 'role_excluded';
  const { requester, runOwner, contributors } = facts;
  if (requester.person === person) return 'requester';
  if (runOwner === person) return 'run_owner';
  if (!isUnknown(contributors) && contributors.includes(person)) return 'contributor';
  return null;
}
