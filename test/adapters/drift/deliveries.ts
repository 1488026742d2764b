import { type DriftKind, translateDrift } from '#adapters/drift/translate-drift.ts';
import type { DriftDelivery, DriftReport, DriftTranslation } from '#domain/drift.ts';

export const receivedAt = '2026-11-30T12:00:00.000Z';

/** A delivery of a body as it stands, or as JSON. `beside` is what the address says, by name. */
export function delivery(
  body: unknown,
  beside: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = {},
): DriftDelivery {
  const named = Object.entries(beside).map(([name, value]) => [`x-countersign-${name.replaceAll('_', '-')}`, value]);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    headers: { ...headers, ...Object.fromEntries(named) },
    rawBody: body instanceof Uint8Array ? body : Buffer.from(text),
    receivedAt,
  };
}

/** The reports in a delivery; what is refused is thrown as text. */
export function reportsIn(kind: DriftKind, sent: DriftDelivery): readonly DriftReport[] {
  const read = translateDrift(kind, sent);
  if (!read.ok) throw new Error(`${read.because} [${read.at}]`);
  return read.reports;
}

export function reportIn(kind: DriftKind, sent: DriftDelivery): DriftReport {
  const [report, ...others] = reportsIn(kind, sent);
  if (report === undefined || others.length > 0) throw new Error(`${others.length} more or none`);
  return report;
}

/** As Pub/Sub pushes it. */
export function pushed(data: unknown, attributes: Readonly<Record<string, string>> = {}, messageId = '136') {
  return {
    message: { attributes, data: Buffer.from(JSON.stringify(data)).toString('base64'), messageId },
    subscription: 'projects/northwind-ml/subscriptions/countersign',
  };
}

export const churn = { model: 'churn', version: '7', environment: 'production' };

export const driftEvent = {
  specversion: '1.0',
  id: 'run-118',
  source: '/monitors/churn',
  type: 'io.countersign.drift.detected.v1',
  subject: 'mlflow/churn@7',
  time: '2026-11-30T10:05:00+01:00',
  datacontenttype: 'application/json',
  data: {
    model: { registry: 'mlflow', name: 'churn', version: '7', environment: 'production' },
    window: { start: '2026-11-30T00:00:00+01:00', end: '2026-11-30T10:00:00+01:00' },
    baseline: 'training',
    status: 'breach',
    detector: 'evidently/0.7.21',
    report_url: 'https://reports.example/118',
    features: [
      { name: 'age', metric: 'psi', value: 0.31, threshold: 0.1, comparator: '>=', breach: true },
      { name: 'tenure', metric: 'ks_pvalue', value: 0.4, threshold: 0.05, comparator: '<=' },
    ],
  },
};

export const snapshot = {
  metrics: [
    {
      id: '1a',
      metric_name: 'DriftedColumnsCount(drift_share=0.5)',
      config: { type: 'evidently:metric_v2:DriftedColumnsCount', drift_share: 0.5 },
      value: { count: 2, share: 0.4 },
    },
    {
      id: '2b',
      metric_name: 'ValueDrift(column=age,method=K-S p_value,threshold=0.05)',
      config: { type: 'evidently:metric_v2:ValueDrift', column: 'age', method: 'K-S p_value', threshold: 0.05 },
      value: 0.05,
    },
    {
      id: '3c',
      metric_name: 'ValueDrift(column=plan,method=Jensen-Shannon distance,threshold=0.1)',
      config: {
        type: 'evidently:metric_v2:ValueDrift',
        column: 'plan',
        method: 'Jensen-Shannon distance',
        threshold: 0.1,
      },
      value: 0.02,
    },
    { id: '4d', metric_name: 'RowCount()', config: { type: 'evidently:metric_v2:RowCount' }, value: 900 },
  ],
  tests: [],
};

export const reportBefore07 = {
  version: '0.4.40',
  timestamp: '2026-11-30 09:10:11.123456',
  metrics: [
    {
      metric: 'DatasetDriftMetric',
      result: { drift_share: 0.5, number_of_columns: 2, share_of_drifted_columns: 0.5, dataset_drift: true },
    },
    {
      metric: 'DataDriftTable',
      result: {
        share_of_drifted_columns: 0.5,
        dataset_drift: true,
        drift_by_columns: {
          age: {
            column_name: 'age',
            stattest_name: 'PSI',
            stattest_threshold: 0.1,
            drift_score: 0.4,
            drift_detected: true,
          },
          plan: {
            column_name: 'plan',
            stattest_name: 'chi-square p_value',
            stattest_threshold: 0.05,
            drift_score: 0.05,
            drift_detected: false,
          },
        },
      },
    },
  ],
};

export const nannyRows = [
  {
    key: '[0:999]',
    start_date: '2026-11-28T00:00:00',
    end_date: '2026-11-28T23:59:59',
    period: 'analysis',
    column_name: 'age',
    method: 'jensen_shannon',
    value: 0.21,
    upper_threshold: 0.12,
    lower_threshold: null,
    alert: true,
  },
  {
    key: '[0:999]',
    start_date: '2026-11-28T00:00:00',
    end_date: '2026-11-28T23:59:59',
    period: 'analysis',
    metric_name: 'roc_auc',
    value: 0.61,
    upper_threshold: 0.97,
    lower_threshold: 0.7,
    alert: true,
  },
  {
    key: '[1000:1999]',
    start_date: '2026-11-29T00:00:00',
    end_date: '2026-11-29T23:59:59',
    period: 'analysis',
    column_name: 'age',
    method: 'jensen_shannon',
    value: '0.05',
    upper_threshold: 0.12,
    lower_threshold: null,
    alert: false,
  },
];

export const whylogsScores = {
  age: { algorithm: 'ks', pvalue: 0.01, statistic: 0.3, drift_category: 'DRIFT' },
  plan: { algorithm: 'hellinger', pvalue: null, statistic: 0.2, drift_category: 'POSSIBLE_DRIFT' },
  note: null,
};

const job = 'projects/482915673018/locations/europe-west4/modelDeploymentMonitoringJobs/668';

export const anomalyEntry = {
  insertId: '1x9@a1',
  logName: 'projects/northwind-ml/logs/aiplatform.googleapis.com%2Fmodel_monitoring_anomaly',
  severity: 'WARNING',
  timestamp: '2026-11-30T09:10:00.123456789Z',
  resource: {
    type: 'aiplatform.googleapis.com/ModelDeploymentMonitoringJob',
    labels: { model_deployment_monitoring_job: '668', location: 'europe-west4' },
  },
  jsonPayload: {
    '@type': 'type.googleapis.com/google.cloud.aiplatform.logging.ModelMonitoringAnomaliesLogEntry',
    modelDeploymentMonitoringJob: job,
    deployedModelId: '164',
    anomalyObjective: 'RAW_FEATURE_SKEW',
    startTime: '2026-11-30T08:00:00Z',
    endTime: '2026-11-30T09:00:00Z',
    totalAnomaliesCount: 2,
    featureAnomalies: [
      { featureDisplayName: 'age', deviation: 0.9, threshold: 0.3 },
      { featureDisplayName: 'plan', deviation: 'NaN', threshold: 0.3 },
    ],
  },
};

export const incident = {
  version: '1.2',
  incident: {
    incident_id: '0.mabc',
    url: 'https://console.cloud.google.com/monitoring/alerting/incidents/0.mabc?project=northwind-ml',
    state: 'open',
    started_at: 1_796_029_261,
    ended_at: null,
    summary: 'above the threshold',
    metric: { type: 'custom.googleapis.com/churn/psi', labels: {} },
    policy_name: 'Churn drifts',
    policy_user_labels: { model: 'churn', model_version: '7', environment: 'production', feature: 'age' },
    condition_name: 'PSI above 0.2',
    condition: { conditionThreshold: { comparison: 'COMPARISON_GT', thresholdValue: 0.2 } },
    threshold_value: '0.2',
    observed_value: '0.31',
  },
};

/** A body of each form, and how it is sent. */
export const samples: readonly (readonly [name: string, kind: DriftKind, sent: DriftDelivery])[] = [
  ['a CloudEvent', 'drift-events', delivery(driftEvent)],
  ['a batch of CloudEvents', 'drift-events', delivery([driftEvent, { ...driftEvent, id: 'run-119' }])],
  ['Evidently 0.7', 'drift-events', delivery(snapshot, churn)],
  ['Evidently before 0.7', 'drift-events', delivery(reportBefore07, churn)],
  ['NannyML', 'drift-events', delivery(nannyRows, churn)],
  ['whylogs', 'drift-events', delivery(whylogsScores, churn)],
  ['a log entry of Vertex AI', 'vertex-monitoring', delivery(anomalyEntry)],
  ['a push of a log entry', 'vertex-monitoring', delivery(pushed(anomalyEntry))],
  ['Cloud Monitoring', 'cloud-monitoring', delivery(incident)],
];

/** What is refused, as its sentence and where; throws where nothing is. */
export function refusalOf(kind: DriftKind, sent: DriftDelivery): Extract<DriftTranslation, { ok: false }> {
  const read = translateDrift(kind, sent);
  if (read.ok) throw new Error('it was read');
  return read;
}
