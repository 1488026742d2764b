import type { DelegationFact } from './facts.ts';
import { type NotCountedCode, notCountedCodes, type Verdict } from './verdict.ts';

/**
 * For whom an approval of the person is cast: the principal, or null for themselves. It is whose vote gets furthest by
 * §8.4: one that holds a seat before one whose seats are taken, and that before one that cannot count. Where several
 * get equally far it is the person themselves, then the principal of the first empty seat that they could fill, then
 * the first by id. `tried` answers why the approval would not count, null if it would.
 */
export function actsFor(
  person: string,
  delegations: readonly DelegationFact[],
  before: Pick<Verdict, 'rules'>,
  tried: (actingFor: string | null) => NotCountedCode | null,
): string | null {
  let best: string | null = null;
  let furthest = rankOf(tried(null));
  for (const principal of principalsOf(person, delegations, before)) {
    if (furthest === notCountedCodes.length) break;
    const rank = rankOf(tried(principal));
    if (rank > furthest) [best, furthest] = [principal, rank];
  }
  return best;
}

function rankOf(code: NotCountedCode | null): number {
  return code === null ? notCountedCodes.length : notCountedCodes.indexOf(code);
}

function principalsOf(
  person: string,
  delegations: readonly DelegationFact[],
  { rules }: Pick<Verdict, 'rules'>,
): ReadonlySet<string> {
  const all = delegations.filter(({ from, to }) => to === person && from !== person).map(({ from }) => from);
  const filling = rules
    .filter(({ onRoute }) => onRoute)
    .flatMap(({ seats }) => seats)
    .flatMap(({ couldBeFilledBy }) => couldBeFilledBy)
    .flatMap((holder) => (holder.person === person && holder.actingFor !== null ? [holder.actingFor] : []));
  return new Set([...filling, ...all.sort()]);
}
