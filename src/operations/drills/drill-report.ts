import type { DrillReport } from '#domain/drift.ts';
import type { DrillStep } from '#playbook/alerts/drill-plan.ts';
import type { DriftDrillRow } from '#store/drift-drills.ts';

/** What the ids of all deliveries of a drill begin with. */
export function drillDeliveryIds(drillId: string): string {
  return `drill-${drillId}-`;
}

/** `name` tells the reports of one drill apart. */
export function drillReport(
  { id, registry, modelName }: Pick<DriftDrillRow, 'id' | 'registry' | 'modelName'>,
  name: string,
  { at, readings }: DrillStep,
): DrillReport {
  return { id: `${drillDeliveryIds(id)}${name}`, registry, modelName, at, readings };
}
