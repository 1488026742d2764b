import type { DrillReport } from '#domain/drift.ts';
import type { DrillDelivery } from './drill-deliveries.ts';

/**
 * Notifications as Cloud Monitoring sends them to test a channel, which is what marks them as a drill. An incident is of
 * one value, so there is one for each; what ends the drill closes them.
 */
export function drillIncidents({ id, registry, modelName, at, readings }: DrillReport): readonly DrillDelivery[] {
  return readings.map(({ feature, signal, value }, index) => {
    const incident = {
      incident_id: `${id}-${index}`,
      policy_user_labels: { registry, model: modelName, signal, feature },
      condition_name: 'Countersign drill',
      started_at: at,
      ...(value === null ? { state: 'closed', ended_at: at } : { state: 'open', observed_value: String(value) }),
    };
    return { id: `${id}-${index}`, body: JSON.stringify({ version: 'test', incident }) };
  });
}
