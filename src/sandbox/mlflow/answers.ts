import type {
  ExperimentRow,
  LoggedModelRow,
  MetricRow,
  ModelRow,
  RunRow,
  Tag,
  VersionRow,
  WebhookRow,
} from './state.ts';
import { type Stage, stages } from './state.ts';

// MLflow leaves out lists that are empty and fields that were never set.
function list<K extends string, T>(key: K, items: readonly T[]): { [P in K]?: readonly T[] } | object {
  return items.length === 0 ? {} : { [key]: items };
}

/** `aliases` are in get, alias, update, stage and latest-by-stage answers, never in a search or a model. */
export function versionAnswer(name: string, row: VersionRow, aliases: ModelRow['aliases'] = []): object {
  const held = aliases.filter(({ version }) => version === row.version).map(({ alias }) => alias);
  return {
    name,
    version: String(row.version),
    creation_timestamp: row.createdMs,
    last_updated_timestamp: row.updatedMs,
    current_stage: row.stage,
    description: row.description,
    source: row.source,
    run_id: row.runId,
    status: row.status,
    ...list('tags', tags(row.tags)),
    run_link: '',
    ...list('aliases', held.sort()),
  };
}

export function modelAnswer(row: ModelRow): object {
  const latest = latestByStage(row, stages).map((version) => versionAnswer(row.name, version));
  const aliases = row.aliases.map(({ alias, version }) => ({ alias, version: String(version) }));
  return {
    name: row.name,
    creation_timestamp: row.createdMs,
    last_updated_timestamp: row.updatedMs,
    ...(row.description !== null && { description: row.description }),
    ...list('latest_versions', latest),
    ...list('tags', tags(row.tags)),
    ...list(
      'aliases',
      aliases.sort((a, b) => (a.alias < b.alias ? -1 : 1)),
    ),
  };
}

/** The newest version of each stage that has one; the stage with the lowest version comes first, as in MLflow. */
export function latestByStage(row: ModelRow, wanted: readonly Stage[]): VersionRow[] {
  const newest = new Map<Stage, VersionRow>();
  for (const version of [...row.versions].sort((a, b) => a.version - b.version)) newest.set(version.stage, version);
  return [...newest.values()].filter(({ stage }) => wanted.includes(stage));
}

export function runInfo(row: RunRow): object {
  return {
    run_uuid: row.id,
    experiment_id: row.experimentId,
    run_name: row.name,
    user_id: '',
    status: row.status,
    start_time: row.startMs,
    ...(row.endMs !== null && { end_time: row.endMs }),
    artifact_uri: `file:///mlruns/${row.experimentId}/${row.id}/artifacts`,
    lifecycle_stage: 'active',
    run_id: row.id,
  };
}

export function runAnswer(row: RunRow): object {
  const metrics = latestMetrics(row.metrics).map(metricAnswer);
  return {
    info: runInfo(row),
    data: { ...list('metrics', metrics), ...list('params', tags(row.params)), ...list('tags', tags(row.tags)) },
    inputs: {},
  };
}

/** The newest value of each key: by step, then by time, as MLflow decides it. */
export function latestMetrics<T extends MetricRow>(rows: readonly T[]): T[] {
  const latest = new Map<string, T>();
  for (const row of rows) {
    const held = latest.get(row.key);
    if (held === undefined || row.step > held.step || (row.step === held.step && row.timestamp >= held.timestamp)) {
      latest.set(row.key, row);
    }
  }
  return [...latest.values()];
}

export function metricAnswer({ key, value, timestamp, step }: MetricRow): object {
  return { key, value, timestamp, step };
}

export function loggedModelAnswer(row: LoggedModelRow): object {
  const metrics = row.metrics.map((metric) => ({
    ...metricAnswer(metric),
    ...(metric.datasetName !== '' && { dataset_name: metric.datasetName, dataset_digest: metric.datasetDigest }),
    model_id: row.id,
    run_id: metric.runId,
  }));
  return {
    info: {
      model_id: row.id,
      experiment_id: row.experimentId,
      name: row.name,
      creation_timestamp_ms: row.createdMs,
      last_updated_timestamp_ms: row.updatedMs,
      artifact_uri: `file:///mlruns/${row.experimentId}/models/${row.id}/artifacts`,
      status: row.status,
      ...(row.modelType !== '' && { model_type: row.modelType }),
      ...(row.sourceRunId !== '' && { source_run_id: row.sourceRunId }),
      ...list(
        'tags',
        tags(row.tags).sort((a, b) => (a.key < b.key ? -1 : 1)),
      ),
    },
    data: { ...list('params', tags(row.params)), ...list('metrics', metrics) },
  };
}

export function experimentAnswer(row: ExperimentRow): object {
  return {
    experiment_id: row.id,
    name: row.name,
    artifact_location: `file:///mlruns/${row.id}`,
    lifecycle_stage: 'active',
    last_update_time: row.createdMs,
    creation_time: row.createdMs,
    ...list('tags', tags(row.tags)),
  };
}

/** Never with its secret. */
export function webhookAnswer(row: WebhookRow): object {
  return {
    webhook_id: row.id,
    name: row.name,
    ...(row.description !== '' && { description: row.description }),
    url: row.url,
    events: [...row.events].sort().map((event) => {
      const [entity = '', action = ''] = event.split('.');
      return { entity, action };
    }),
    status: row.status,
    creation_timestamp: row.createdMs,
    last_updated_timestamp: row.updatedMs,
  };
}

function tags(rows: readonly Tag[]): Tag[] {
  return rows.map(({ key, value }) => ({ key, value }));
}
