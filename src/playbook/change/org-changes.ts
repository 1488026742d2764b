import type { Org } from '../organization.ts';
import type { PlaybookSet } from '../playbook.ts';
import { budgetChanges } from './budget-changes.ts';
import { fewerIsTighter, listChange, ranked, sameValue } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { refusingRoles } from './sides.ts';

/** What changed in org.yaml, its baseline apart. */
export function orgChanges(before: PlaybookSet, after: PlaybookSet): readonly Change[] {
  const [was, is] = [before.org, after.org];
  const owner = change('owner', 'looser', `${is.owner} owns it instead of ${was.owner}`, [was.owner]);
  return [
    ...(was.owner === is.owner ? [] : [owner]),
    ...zoneChange(before, after),
    ...identityChanges(before, after),
    ...connectionChange(was, is),
    ...budgetChanges(was, is),
    ...(['name', 'currency', 'channels', 'labels', 'digest'] as const).flatMap((key) =>
      sameValue(was[key], is[key]) ? [] : [change(key, 'neutral', `the ${key} of the organization`)],
    ),
  ];
}

/** Delegations begin and end on the clock of the zone. */
function zoneChange({ org: was, people }: PlaybookSet, { org: is }: PlaybookSet): readonly Change[] {
  if (was.zone === is.zone) return [];
  const delegated = people.delegations.flatMap(({ roles }) => roles);
  return [change('zone', 'different', `delegations are in ${is.zone} time instead of ${was.zone}`, delegated)];
}

/** Accounts that are matched by e-mail act for people: every role with a say loses its exclusiveness. */
function identityChanges(before: PlaybookSet, after: PlaybookSet): readonly Change[] {
  const [was, is] = [before.org.identity, after.org.identity];
  const match = ranked([false, true], was.allowEmailMatch, is.allowEmailMatch);
  const domains = fewerIsTighter(was.domains, is.domains);
  const words = is.allowEmailMatch ? 'accounts are matched by e-mail' : 'accounts are not matched by e-mail any more';
  const loses = match === 'same' && domains === 'same' ? [] : refusingRoles(before);
  return [
    ...(match === 'same' ? [] : [change('identity.allow_email_match', match, words, loses)]),
    ...(domains === 'same'
      ? []
      : [
          change(
            'identity.domains',
            domains,
            `whose e-mail counts: ${listChange(was.domains, is.domains)}`,
            is.allowEmailMatch ? loses : [],
          ),
        ]),
  ];
}

/** What registries and pipelines say comes from elsewhere. */
function connectionChange(was: Org, is: Org): readonly Change[] {
  if (sameValue(was.connections, is.connections)) return [];
  const others = [...is.connections, ...was.connections]
    .filter((one) => ![was, is].every(({ connections }) => connections.some((other) => sameValue(one, other))))
    .map(({ id }) => id);
  const named = [...new Set(others)].sort().join(', ');
  const sentence = `other systems are connected, or otherwise${named === '' ? '' : ` (${named})`}; that needs a restart`;
  return [change('connections', 'different', sentence)];
}
