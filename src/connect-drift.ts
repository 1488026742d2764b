import { driftKindOf, translateDrift } from '#adapters/drift/translate-drift.ts';
import type { DriftMonitor } from '#domain/drift.ts';
import type { DriftSources } from '#operations/setting.ts';
import type { Org } from '#playbook/playbook.ts';

/** What drift reports come from, of the connections of org.yaml: what is sent to their hooks, and what is asked. */
export function driftSources(
  { connections }: Pick<Org, 'connections'>,
  monitors: ReadonlyMap<string, DriftMonitor>,
): DriftSources {
  const kinds = new Map(
    connections.flatMap(({ id, kind }) => {
      const one = driftKindOf(kind);
      return one === null ? [] : [[id, one] as const];
    }),
  );
  return {
    hooks: new Set(kinds.keys()),
    monitors,
    read: (connection, delivery) => {
      const kind = kinds.get(connection);
      if (kind !== undefined) return translateDrift(kind, delivery);
      return { ok: false, because: `org.yaml has no connection ${connection} that takes drift reports.`, at: '' };
    },
  };
}
