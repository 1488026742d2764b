import type { DeployedModel, DrillReport } from '#domain/drift.ts';
import { drillLabel } from '../vertex/monitoring-log.ts';
import { objectiveOf } from '../vertex/objectives.ts';
import type { DrillDelivery } from './drill-deliveries.ts';

/** Entries as monitoring of endpoints logs them, one for each objective; a label of theirs marks them as a drill. */
export function drillEntries(
  { id, at, readings }: DrillReport,
  { monitoringJob, deployedModelId }: DeployedModel,
): readonly DrillDelivery[] {
  const byObjective = Map.groupBy(readings, ({ signal }) => objectiveOf(signal));
  return [...byObjective].flatMap(([anomalyObjective, own]) => {
    if (anomalyObjective === null) return [];
    const insertId = `${id}-${anomalyObjective}`;
    const entry = {
      insertId,
      logName: `${monitoringJob.split('/').slice(0, 2).join('/')}/logs/aiplatform.googleapis.com%2Fmodel_monitoring_anomaly`,
      timestamp: at,
      severity: 'WARNING',
      labels: { [drillLabel]: 'true' },
      jsonPayload: {
        modelDeploymentMonitoringJob: monitoringJob,
        deployedModelId,
        anomalyObjective,
        totalAnomaliesCount: own.length,
        featureAnomalies: own.map(({ feature, value }) => ({ featureDisplayName: feature, deviation: value })),
      },
    };
    return [{ id: insertId, body: JSON.stringify(entry) }];
  });
}
