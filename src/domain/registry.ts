import type { Digest } from './digest.ts';
import type { Instant } from './instant.ts';

/** A registered model, as its registry names it. `aliases` maps alias to version and may name a deleted version. */
export interface RegisteredModel {
  readonly name: string;
  readonly description: string;
  readonly aliases: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAt: Instant | null;
  /** The newest version the registry listed beside the model, if it did. */
  readonly latestVersion: string | null;
}

export interface ModelVersion {
  readonly name: string;
  readonly version: string;
  readonly status: 'pending' | 'ready' | 'failed';
  readonly statusMessage: string;
  readonly createdAt: Instant | null;
  readonly description: string;
  readonly source: string;
  readonly runId: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** A finite number, or null where the registry holds NaN or an infinity: such a metric never passes a gate. */
export type MetricValue = number | null;

/** The run that trained a version. `owner` is what the client claimed (tag `mlflow.user`), never proof of identity. */
export interface TrainingRun {
  readonly id: string;
  readonly status: 'running' | 'scheduled' | 'finished' | 'failed' | 'killed';
  readonly owner: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly metrics: Readonly<Record<string, MetricValue>>;
  /** When the value of each metric was reported, where the registry says so. */
  readonly measuredAt?: Readonly<Record<string, Instant>>;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** What was measured per data set or slice of one, where the registry keeps that apart. */
  readonly datasets?: readonly DatasetMetrics[];
}

/** The newest value of each metric measured on one data set; `digest` tells versions of the same data set apart. */
export interface DatasetMetrics {
  readonly name: string;
  readonly digest: string | null;
  readonly metrics: Readonly<Record<string, MetricValue>>;
}

/** What the files of a version are made of, byte for byte; or why nobody can tell, as a sentence. */
export type VersionFiles =
  | { readonly digest: Digest; readonly count: number; readonly bytes: number }
  | { readonly unknown: string };

/** One page of a listing; `nextPageToken` is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | null;
}

/** What `countersign doctor` learns of a registry: whether it answers, its version, and what our credentials may do. */
export interface RegistryHealth {
  readonly reachable: boolean;
  readonly version: string | null;
  readonly clockSkewMs: number | null;
  readonly problems: readonly { readonly sentence: string; readonly fix: string }[];
  /** Sentences on what cannot be found out without writing. */
  readonly unseen?: readonly string[];
  /** Sentences on what our account may not do, without which the rest works: what for, and what happens instead. */
  readonly lacking?: readonly string[];
  /** Sentences on what was found out besides, for whoever sets it up. */
  readonly seen?: readonly string[];
}

/**
 * A model registry. Every call may throw `UpstreamError`; what is absent is null, never an error. Aliases are moved
 * without compare-and-swap by the systems behind this, so callers lock, read, write and read back.
 */
export interface ModelRegistry {
  /** The connection's id in `org.yaml`, as `mlflow-prod`. */
  readonly id: string;
  readonly kind: 'mlflow' | 'vertex';
  /** The name people use for it, as `MLflow` or `Vertex AI`. */
  readonly title: string;
  /** Models whose name contains `text` in any case; at most `limit` (1–1000) a page. Prompts are left out. */
  searchModels(query: { text?: string; limit?: number; pageToken?: string }): Promise<Page<RegisteredModel>>;
  getModel(name: string): Promise<RegisteredModel | null>;
  /** Newest first. */
  listVersions(name: string, query?: { limit?: number; pageToken?: string }): Promise<Page<ModelVersion>>;
  getVersion(name: string, version: string): Promise<ModelVersion | null>;
  /** The version that holds the alias, or null; a version that was deleted since is still named. */
  getAlias(name: string, alias: string): Promise<string | null>;
  setAlias(name: string, alias: string, version: string): Promise<void>;
  /** Absent already is done. */
  deleteAlias(name: string, alias: string): Promise<void>;
  setVersionTag(name: string, version: string, key: string, value: string): Promise<void>;
  /** With the version it trained, metrics kept for that very model go before the run's, and `datasets` is filled. */
  getRun(runId: string, version?: ModelVersion): Promise<TrainingRun | null>;
  /** Reads the files of a version, or what their store keeps of their content: minutes, where there is much to read. */
  readFiles(version: ModelVersion): Promise<VersionFiles>;
  /** The page a person can open for this version, if the registry has one. */
  versionUrl(name: string, version: string): string | null;
  check(): Promise<RegistryHealth>;
}
