/** What one project keeps in one location, as plain rows. Times are ms since the epoch. */
export interface State {
  readonly models: Map<string, ModelRow>;
  readonly endpoints: Map<string, EndpointRow>;
  readonly pipelineJobs: Map<string, PipelineJobRow>;
  readonly operations: Map<string, OperationRow>;
  readonly modelMonitors: Map<string, ModelMonitorRow>;
  readonly endpointMonitors: Map<string, EndpointMonitorRow>;
  /** The highest number given to anything: ids are never used again. */
  counter: number;
  /** By address of an object of Cloud Storage: what somebody wrote over it. */
  readonly overwritten: Record<string, { readonly text: string; readonly generation: number }>;
}

export type Labels = Record<string, string>;

export interface SliceRow {
  readonly id: string;
  readonly feature: string;
  readonly value: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly createdMs: number;
}

export interface EvaluationRow {
  readonly id: string;
  readonly displayName: string;
  readonly metricsSchemaUri: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly createdMs: number;
  readonly slices: SliceRow[];
}

export interface VersionRow {
  readonly version: number;
  aliases: string[];
  description: string;
  /** The version's own; what is answered has the model's merged in. */
  labels: Labels;
  readonly createdMs: number;
  updatedMs: number;
  etag: string;
  readonly artifactUri: string;
  readonly imageUri: string;
  /** Id of the pipeline job that made it; empty if none did. */
  readonly pipelineJob: string;
  readonly evaluations: EvaluationRow[];
}

export interface ModelRow {
  readonly id: string;
  displayName: string;
  description: string;
  labels: Labels;
  readonly createdMs: number;
  /** Oldest first; numbers are never used again. */
  versions: VersionRow[];
  lastVersion: number;
}

export interface PipelineJobRow {
  readonly id: string;
  readonly state: string;
  readonly startedMs: number;
  readonly endedMs: number | null;
  readonly labels: Labels;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** As `sha256:…`; empty where no template registry gave it. */
  readonly template: string;
  /** What it read and wrote; left out where nothing was kept. */
  readonly lineage?: LineageRow;
}

export interface LineageRow {
  readonly datasets: readonly { readonly name: string; readonly uri: string }[];
  /** As a step of the pipeline wrote them down. */
  readonly metrics: Readonly<Record<string, unknown>>;
}

export interface DeployedRow {
  readonly id: string;
  readonly model: string;
  readonly version: number;
  readonly createdMs: number;
  /** `dedicatedResources` and the like, as they were given. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface EndpointRow {
  readonly id: string;
  displayName: string;
  labels: Labels;
  readonly createdMs: number;
  updatedMs: number;
  etag: string;
  deployed: DeployedRow[];
  /** Percent by deployed model's id; what is absent has none. */
  traffic: Record<string, number>;
}

/** What one run of a model monitor found of one column, under one objective. */
export interface DriftPointRow {
  readonly run: string;
  readonly objective: string;
  readonly column: string;
  readonly algorithm: string;
  readonly deviation: number;
  readonly threshold: number;
  readonly createdMs: number;
}

export interface ModelMonitorRow {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly points: DriftPointRow[];
}

/** A job that monitors what is deployed at an endpoint. */
export interface EndpointMonitorRow {
  readonly id: string;
  readonly endpoint: string;
}

/** What an operation does when it is over. */
export type Change =
  | { readonly kind: 'nothing'; readonly type: string; readonly response: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'deploy';
      readonly endpoint: string;
      readonly deployed: Omit<DeployedRow, 'createdMs'>;
      readonly traffic: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'undeploy';
      readonly endpoint: string;
      readonly id: string;
      readonly traffic: Readonly<Record<string, number>>;
    };

export interface OperationRow {
  /** Below the location, as `endpoints/7/operations/12`. */
  readonly path: string;
  readonly startedMs: number;
  readonly dueMs: number;
  readonly change: Change;
  /** Null as long as it runs. */
  outcome: { readonly error: { readonly code: number; readonly message: string } | null } | null;
  /** What it will fail with; null for success. */
  readonly fails: { readonly code: number; readonly message: string } | null;
}

/** The whole state as JSON. */
export interface Snapshot {
  readonly models: readonly ModelRow[];
  readonly endpoints: readonly EndpointRow[];
  readonly pipelineJobs: readonly PipelineJobRow[];
  readonly operations: readonly OperationRow[];
  readonly modelMonitors?: readonly ModelMonitorRow[];
  readonly endpointMonitors?: readonly EndpointMonitorRow[];
  readonly counter: number;
  readonly overwritten?: State['overwritten'];
}

export const emptySnapshot: Snapshot = { models: [], endpoints: [], pipelineJobs: [], operations: [], counter: 0 };

export function snapshotOf(state: State): Snapshot {
  return structuredClone({
    models: [...state.models.values()],
    endpoints: [...state.endpoints.values()],
    pipelineJobs: [...state.pipelineJobs.values()],
    operations: [...state.operations.values()],
    modelMonitors: [...state.modelMonitors.values()],
    endpointMonitors: [...state.endpointMonitors.values()],
    counter: state.counter,
    overwritten: state.overwritten,
  });
}

export function stateFrom(snapshot: Snapshot): State {
  const { models, endpoints, pipelineJobs, operations, counter, ...rest } = structuredClone(snapshot);
  return {
    models: new Map(models.map((row) => [row.id, row])),
    endpoints: new Map(endpoints.map((row) => [row.id, row])),
    pipelineJobs: new Map(pipelineJobs.map((row) => [row.id, row])),
    operations: new Map(operations.map((row) => [row.path, row])),
    modelMonitors: new Map((rest.modelMonitors ?? []).map((row) => [row.id, row])),
    endpointMonitors: new Map((rest.endpointMonitors ?? []).map((row) => [row.id, row])),
    counter,
    overwritten: rest.overwritten ?? {},
  };
}

/** Whether a value that was read back has the form of what `snapshotOf` gives. */
export function isVertexSnapshot(value: unknown): value is Snapshot {
  const lists = ['models', 'endpoints', 'pipelineJobs', 'operations'];
  return typeof value === 'object' && value !== null && lists.every((list) => Array.isArray(Reflect.get(value, list)));
}
