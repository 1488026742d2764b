import { z } from 'zod';
import type { DriftReading, DriftReport } from '#domain/drift.ts';
import { below, formed } from '../fault.ts';
import { reportOf, unnamed } from '../report.ts';
import type { SentBody } from '../sent-body.ts';
import { clean, momentOf, numberOf, windowOf } from '../told-values.ts';
import { endpointObjective } from './objectives.ts';

const text = (what: string) => z.string({ error: `${what} is expected` });

const entry = z.object({
  logName: text('the name of a log').max(500, 'this is too long'),
  insertId: z.string().max(500).optional(),
  timestamp: z.unknown().optional(),
  severity: z.unknown().optional(),
  labels: z.record(z.string(), z.unknown()).optional(),
  resource: z.object({ labels: z.record(z.string(), z.unknown()).default({}) }).optional(),
  jsonPayload: z.unknown().optional(),
});

const job = text('the resource name of a monitoring job').regex(
  /^projects\/[\w.:-]+\/locations\/[\w-]+\/modelDeploymentMonitoringJobs\/[\w-]+$/,
  'this is no resource name of a monitoring job',
);

const anomalies = z.object({
  modelDeploymentMonitoringJob: job,
  deployedModelId: text('the id of a deployed model').regex(/^[\w-]{1,64}$/, 'this is no id of a deployed model'),
  anomalyObjective: text('an objective').max(100, 'this is too long'),
  startTime: z.unknown().optional(),
  endTime: z.unknown().optional(),
  totalAnomaliesCount: z.unknown().optional(),
  featureAnomalies: z
    .array(
      z.object({
        featureDisplayName: text('the name of a feature').min(1, 'this is empty'),
        deviation: z.unknown().optional(),
        threshold: z.unknown().optional(),
      }),
      'a list of anomalies is expected',
    )
    .default([]),
});

/** The label of an entry that says that somebody wrote it to see whether alerts arrive. */
export const drillLabel = 'countersign-drill';

type Entry = z.infer<typeof entry>;

/**
 * Reads an entry of the logs that monitoring of endpoints writes: `model_monitoring_anomaly`, and `model_monitoring` for
 * its failures. Of another log it tells nothing, since a sink may send more than was meant. Neither model nor version is
 * in it, only the job and the deployed model's id.
 */
export function readMonitoringLog(body: SentBody): readonly DriftReport[] {
  const read = formed(entry, body.json, '');
  const log = /(?:%2F|\/)(model_monitoring(?:_anomaly)?)$/i.exec(read.logName)?.[1]?.toLowerCase();
  if (log === 'model_monitoring_anomaly') return [anomalyReport(body, read)];
  return log === 'model_monitoring' && isError(read.severity) ? failureReports(body, read) : [];
}

function anomalyReport(body: SentBody, read: Entry): DriftReport {
  const told = formed(anomalies, read.jsonPayload, '/jsonPayload');
  const { modelDeploymentMonitoringJob: monitoringJob, deployedModelId, anomalyObjective } = told;
  const { metric, baseline } = endpointObjective(anomalyObjective);
  const window = windowOf(told.startTime, told.endTime, {
    start: '/jsonPayload/startTime',
    end: '/jsonPayload/endTime',
  });
  const readings = told.featureAnomalies.map((one, index): DriftReading => {
    const at = below('/jsonPayload', 'featureAnomalies', index);
    return {
      feature: clean(one.featureDisplayName),
      metric,
      value: numberOf(one.deviation, below(at, 'deviation')),
      threshold: numberOf(one.threshold, below(at, 'threshold')),
      comparator: '>',
      breach: true,
    };
  });
  const total = numberOf(told.totalAnomaliesCount, '/jsonPayload/totalAnomaliesCount');
  return reportOf(body, {
    id: idOf(read) ?? `${monitoringJob} ${deployedModelId} ${metric} ${window?.end ?? ''}`,
    status: readings.length > 0 || (total ?? 0) > 0 ? 'breach' : 'ok',
    watched: { ...unnamed, deployed: { monitoringJob, deployedModelId } },
    window,
    time: momentOf(read.timestamp, '/timestamp'),
    baseline,
    detector: 'vertex-ai-model-monitoring/1',
    reportUrl: null,
    readings,
    drill: read.labels?.[drillLabel] === 'true',
  });
}

/** Google does not describe these entries, so that of one without a job nothing is taken. */
function failureReports(body: SentBody, read: Entry): readonly DriftReport[] {
  const payload = anomalies.pick({ modelDeploymentMonitoringJob: true }).safeParse(read.jsonPayload);
  const monitoringJob = payload.data?.modelDeploymentMonitoringJob ?? jobOfResource(read);
  const id = idOf(read);
  if (monitoringJob === null || id === null) return [];
  const deployedModelId = anomalies.pick({ deployedModelId: true }).safeParse(read.jsonPayload).data?.deployedModelId;
  return [
    reportOf(body, {
      id,
      status: 'failed',
      watched: { ...unnamed, deployed: { monitoringJob, deployedModelId: deployedModelId ?? '' } },
      window: null,
      time: momentOf(read.timestamp, '/timestamp'),
      baseline: null,
      detector: 'vertex-ai-model-monitoring/1',
      reportUrl: null,
      readings: [],
      drill: false,
    }),
  ];
}

function jobOfResource({ logName, resource }: Entry): string | null {
  const { location, model_deployment_monitoring_job: id } = resource?.labels ?? {};
  const project = /^projects\/([^/]+)\/logs\//.exec(logName)?.[1];
  const name = `projects/${project ?? ''}/locations/${String(location)}/modelDeploymentMonitoringJobs/${String(id)}`;
  return typeof location === 'string' && typeof id === 'string' && job.safeParse(name).success ? name : null;
}

/** An entry of a log is told from every other by time and `insertId`. */
function idOf({ insertId, timestamp }: Entry): string | null {
  return insertId === undefined || insertId === ''
    ? null
    : `entry ${clean(insertId)} ${momentOf(timestamp, '/timestamp') ?? ''}`;
}

function isError(severity: unknown): boolean {
  return typeof severity === 'string' && /^(?:ERROR|CRITICAL|ALERT|EMERGENCY)$/i.test(severity);
}
