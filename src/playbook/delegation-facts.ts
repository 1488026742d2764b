import { instantAt } from '#domain/instant.ts';
import type { DelegationFact } from './facts.ts';
import { localMs } from './freeze.ts';
import type { PlaybookSet } from './playbook.ts';
import { instantOfWall } from './zone.ts';

/** The delegations of `people.yaml` as instants; their wall-clock times are of the organization's zone. */
export function delegationFacts({ people, org }: PlaybookSet): readonly DelegationFact[] {
  return people.delegations.map(({ from, to, roles, start, end }) => ({
    from,
    to,
    roles,
    start: instantAt(instantOfWall(localMs(start) ?? 0, org.zone, 'first')),
    end: instantAt(instantOfWall(localMs(end) ?? 0, org.zone, 'second')),
  }));
}
