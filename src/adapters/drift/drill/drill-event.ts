import type { DrillReport } from '#domain/drift.ts';
import type { DrillDelivery } from './drill-deliveries.ts';

/** A CloudEvent as a monitor would send it, but for that it says that it is a drill. */
export function drillEvent({ id, registry, modelName, at, readings }: DrillReport): DrillDelivery {
  const ends = readings.every(({ value }) => value === null);
  const event = {
    specversion: '1.0',
    id,
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
  return { id, body: JSON.stringify(event) };
}
