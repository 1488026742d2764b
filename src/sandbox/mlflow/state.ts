/** What a tracking server keeps, as plain rows. Times are ms since the epoch. */
export interface State {
  readonly models: Map<string, ModelRow>;
  readonly runs: Map<string, RunRow>;
  readonly loggedModels: Map<string, LoggedModelRow>;
  readonly experiments: Map<string, ExperimentRow>;
  readonly webhooks: Map<string, WebhookRow>;
  readonly permissions: PermissionRow[];
  /** By source of a version: the files that somebody overwrote, by path; null where the store does not give them. */
  readonly overwritten: Map<string, Readonly<Record<string, string>> | null>;
}

export interface Tag {
  readonly key: string;
  value: string;
}

export const stages = ['None', 'Staging', 'Production', 'Archived'] as const;
export type Stage = (typeof stages)[number];

export interface VersionRow {
  readonly version: number;
  readonly createdMs: number;
  updatedMs: number;
  stage: Stage;
  description: string;
  readonly source: string;
  /** Empty if no run made it. */
  readonly runId: string;
  readonly status: 'READY' | 'PENDING_REGISTRATION' | 'FAILED_REGISTRATION';
  readonly tags: Tag[];
}

export interface ModelRow {
  name: string;
  readonly createdMs: number;
  updatedMs: number;
  description: string | null;
  readonly tags: Tag[];
  /** May name versions that were deleted since. */
  readonly aliases: { readonly alias: string; version: number }[];
  versions: VersionRow[];
  /** The highest number ever given: numbers are never used again. */
  lastVersion: number;
}

/** `value` as MLflow answers it: `'NaN'`, and the largest double for an infinity. */
export interface MetricRow {
  readonly key: string;
  readonly value: number | 'NaN';
  readonly timestamp: number;
  readonly step: number;
}

interface ModelMetricRow extends MetricRow {
  readonly datasetName: string;
  readonly datasetDigest: string;
  readonly runId: string;
}

export interface RunRow {
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  status: string;
  readonly startMs: number;
  endMs: number | null;
  readonly metrics: MetricRow[];
  readonly params: Tag[];
  readonly tags: Tag[];
}

export interface LoggedModelRow {
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly createdMs: number;
  updatedMs: number;
  status: string;
  readonly modelType: string;
  readonly sourceRunId: string;
  readonly tags: Tag[];
  readonly params: Tag[];
  readonly metrics: ModelMetricRow[];
}

export interface ExperimentRow {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly tags: Tag[];
}

export interface WebhookRow {
  readonly id: string;
  name: string;
  description: string;
  url: string;
  secret: string;
  /** As `MODEL_VERSION_ALIAS.CREATED`. */
  events: string[];
  status: string;
  readonly createdMs: number;
  updatedMs: number;
}

export type Permission = 'NO_PERMISSIONS' | 'READ' | 'EDIT' | 'MANAGE';

export interface PermissionRow {
  readonly user: string;
  readonly model: string;
  permission: Permission;
}

/** The whole state as JSON. */
export interface Snapshot {
  readonly models: readonly ModelRow[];
  readonly runs: readonly RunRow[];
  readonly loggedModels: readonly LoggedModelRow[];
  readonly experiments: readonly ExperimentRow[];
  readonly webhooks: readonly WebhookRow[];
  readonly permissions: readonly PermissionRow[];
  readonly overwritten?: readonly (readonly [string, Readonly<Record<string, string>> | null])[];
}

export const emptySnapshot: Snapshot = {
  models: [],
  runs: [],
  loggedModels: [],
  experiments: [],
  webhooks: [],
  permissions: [],
};

export function snapshotOf(state: State): Snapshot {
  return structuredClone({
    models: [...state.models.values()],
    runs: [...state.runs.values()],
    loggedModels: [...state.loggedModels.values()],
    experiments: [...state.experiments.values()],
    webhooks: [...state.webhooks.values()],
    permissions: state.permissions,
    overwritten: [...state.overwritten],
  });
}

export function stateFrom(snapshot: Snapshot): State {
  const { models, runs, loggedModels, experiments, webhooks, permissions, overwritten } = structuredClone(snapshot);
  return {
    models: new Map(models.map((row) => [row.name, row])),
    runs: new Map(runs.map((row) => [row.id, row])),
    loggedModels: new Map(loggedModels.map((row) => [row.id, row])),
    experiments: new Map(experiments.map((row) => [row.id, row])),
    webhooks: new Map(webhooks.map((row) => [row.id, row])),
    permissions: [...permissions],
    overwritten: new Map(overwritten ?? []),
  };
}
