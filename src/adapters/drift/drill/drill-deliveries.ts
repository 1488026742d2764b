import type { DeployedModel, DrillReport } from '#domain/drift.ts';
import { endpointSignals } from '../vertex/objectives.ts';
import { drillEvent } from './drill-event.ts';
import { drillIncidents } from './drill-incident.ts';
import { drillEntries } from './drill-log-entry.ts';

/** One delivery of a drill, as the source of a connection would send it. */
export interface DrillDelivery {
  /** The same whenever it is made again, and of no other delivery of any drill. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** Of which signals a drill can report through a kind of connection; null for every one. */
export const drillableSignals = {
  'drift-events': null,
  'cloud-monitoring': null,
  'vertex-monitoring': endpointSignals,
} as const satisfies Record<string, readonly string[] | null>;

type DrillKind = keyof typeof drillableSignals;

/**
 * A report of a drill in the form of what is sent to a kind of connection. `deployed` is what monitoring of endpoints
 * calls the model; nothing can be said there without it.
 */
export function drillDeliveries(
  kind: DrillKind,
  report: DrillReport,
  deployed: DeployedModel | null,
): readonly DrillDelivery[] {
  switch (kind) {
    case 'drift-events':
      return [drillEvent(report)];
    case 'cloud-monitoring':
      return drillIncidents(report);
    case 'vertex-monitoring':
      return deployed === null ? [] : drillEntries(report, deployed);
  }
}
