import type { DigestFacts, DigestScope } from '#domain/weekly-digest.ts';

type TeamFacts = Pick<
  DigestFacts,
  'idle' | 'waiting' | 'alerts' | 'outside' | 'caught' | 'debts' | 'waived' | 'spotChecks'
>;

/** Gives out what belongs to a scope without looking at the whole for each team. */
export function groupedByTeam(all: TeamFacts): (scope: DigestScope) => TeamFacts {
  const group = <T extends { readonly team: string | null }>(rows: readonly T[]) => {
    const groups = Map.groupBy(rows, ({ team }) => team);
    return (scope: DigestScope): readonly T[] => {
      if (scope.kind === 'team') return groups.get(scope.team) ?? [];
      const teams = scope.kind === 'leaders' ? scope.teams : null;
      return teams === null ? rows : rows.filter(({ team }) => team !== null && teams.includes(team));
    };
  };
  const idle = group(all.idle);
  const waiting = group(all.waiting);
  const alerts = group(all.alerts);
  const outside = group(all.outside);
  const caught = group(all.caught);
  const debts = group(all.debts);
  const waived = group(all.waived);
  const spotChecks = group(all.spotChecks);
  return (scope) => ({
    idle: idle(scope),
    waiting: waiting(scope),
    alerts: alerts(scope),
    outside: outside(scope),
    caught: caught(scope),
    debts: debts(scope),
    waived: waived(scope),
    spotChecks: spotChecks(scope),
  });
}
