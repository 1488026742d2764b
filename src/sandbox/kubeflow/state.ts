import { createHash } from 'node:crypto';
import type { Parameters } from '../pipelines/engine/engine.ts';

/** What the server knows of a run beside the engine. Times are whole seconds in ms, as the API's database keeps them. */
export interface RunRow {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly experimentId: string;
  readonly namespace: string;
  readonly template: string;
  readonly templateVersion: string;
  /** As they were given, without the pipeline's own defaults. */
  readonly parameters: Parameters;
  readonly createdMs: number;
  archived: boolean;
}

export interface ExperimentRow {
  readonly id: string;
  readonly displayName: string;
  readonly namespace: string;
  readonly createdMs: number;
}

export interface State {
  readonly runs: Map<string, RunRow>;
  readonly experiments: Map<string, ExperimentRow>;
}

/** The whole state as JSON; the engine's runs are kept by the engine. */
export interface Snapshot {
  readonly runs: readonly RunRow[];
  readonly experiments: readonly ExperimentRow[];
}

export function snapshotOf({ runs, experiments }: State): Snapshot {
  return structuredClone({ runs: [...runs.values()], experiments: [...experiments.values()] });
}

export function stateFrom(snapshot: Snapshot): State {
  const { runs, experiments } = structuredClone(snapshot);
  return {
    runs: new Map(runs.map((row) => [row.id, row])),
    experiments: new Map(experiments.map((row) => [row.id, row])),
  };
}

/** The same id for the same words, in the form of a version 4 UUID. */
export function idOf(...words: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

export function pipelineId(template: string): string {
  return idOf('pipeline', template);
}

export function versionId(template: string, version: string): string {
  return idOf('version', template, version);
}

export function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** As the API writes a time; the epoch where there is none. */
export function time(ms: number | null): string {
  return new Date(wholeSecond(ms ?? 0)).toISOString().replace('.000Z', 'Z');
}
