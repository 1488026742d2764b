import type { Json } from '#domain/canonical-json.ts';
import type { DrillStep } from '#playbook/alerts/drill-plan.ts';
import type { DriftDrillRow } from '#store/drift-drills.ts';

/** A CloudEvent as a monitor would send it, but for that it says that it is a drill. */
export interface DrillEvent {
  /** The same whenever this event is made again. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/** What the ids of all events of a drill begin with. */
export function drillEventIds(drillId: string): string {
  return `drill-${drillId}-`;
}

/** `name` tells the events of one drill apart. */
export function drillEvent(
  { id, registry, modelName }: Pick<DriftDrillRow, 'id' | 'registry' | 'modelName'>,
  name: string,
  { at, readings }: DrillStep,
): DrillEvent {
  const eventId = `${drillEventIds(id)}${name}`;
  const ends = readings.every(({ value }) => value === null);
  const event: Json = {
    specversion: '1.0',
    id: eventId,
    source: '/countersign/drill',
    type: ends ? 'io.countersign.drift.resolved.v1' : 'io.countersign.drift.detected.v1',
    time: at,
    data: {
      model: { registry, name: modelName },
      detector: 'countersign-drill',
      drill: true,
      features: readings.map(({ feature, signal, value }) => ({ name: feature, metric: signal, value })),
    },
  };
  return { id: eventId, body: JSON.stringify(event) };
}
