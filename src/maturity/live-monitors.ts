import type { Proof } from '#domain/maturity.ts';
import type { MonitorFacts } from '#domain/maturity-operation.ts';
import { indexed } from './indexed.ts';
import { monitorProof } from './proof.ts';
import { recordsOf, type Scope, withinDays } from './scope.ts';

interface LiveMonitor {
  readonly monitor: MonitorFacts;
  readonly proof: Proof;
}

const monitorsOf = indexed<MonitorFacts>(({ model }) => [model]);

/** Monitors of a model that gave a point in their last two periods. */
export function liveMonitors(model: string, scope: Scope): readonly LiveMonitor[] {
  return monitorsOf(recordsOf(scope.facts, 'monitors'), model)
    .filter((monitor) => withinDays(monitor.lastPointAt, (2 * monitor.periodHours) / 24, scope.nowMs))
    .map((monitor) => ({ monitor, proof: monitorProof(monitor, scope) }));
}
