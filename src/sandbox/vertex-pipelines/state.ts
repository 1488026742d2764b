import type { Parameters } from '../pipelines/engine/engine.ts';

/** What Vertex AI keeps of a pipeline job beside its run, which the engine has under the same id. */
export interface JobRow {
  readonly id: string;
  readonly displayName: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Empty for a job that came with its spec. */
  readonly templateUri: string;
  /** The spec it came with, null for one from a template. */
  readonly pipelineSpec: object | null;
  readonly serviceAccount: string;
  /** As they were given, without defaults. */
  readonly parameterValues: Parameters;
  readonly gcsOutputDirectory: string;
}

export interface State {
  readonly jobs: Map<string, JobRow>;
}

export interface Snapshot {
  readonly jobs: readonly JobRow[];
}

export function stateFrom({ jobs }: Snapshot): State {
  return { jobs: new Map(structuredClone(jobs).map((job) => [job.id, job])) };
}

export function snapshotOf({ jobs }: State): Snapshot {
  return { jobs: structuredClone([...jobs.values()]) };
}
