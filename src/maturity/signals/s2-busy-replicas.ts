import { recordsOf } from '../scope.ts';
import { defineSignal, parts } from './define.ts';

export const s2BusyReplicas = defineSignal({
  id: 'S2',
  title: 'Replicas are used',
  formula: '1 - idle replica-hours / replica-hours',
  unit: 'share',
  window: '90 days',
  minimum: 1,
  sources: ['resources'],
  capabilities: ['serving'],
  process: 'serving',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.7 } },
  measure: (scope) => {
    const known = recordsOf(scope.facts, 'resources').flatMap(({ id, replicaHours }) =>
      replicaHours === null ? [] : [{ id, ...replicaHours }],
    );
    const total = known.reduce((sum, hours) => sum + hours.total, 0);
    const idle = known.reduce((sum, hours) => sum + hours.idle, 0);
    const missed = known.filter((hours) => hours.idle > 0).map(({ id }) => id);
    return parts(total - idle, total, known.length, missed);
  },
});
