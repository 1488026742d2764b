import type { Instant } from './instant.ts';
import type { RegistryHealth } from './registry.ts';

/** How a value stands to its limit when it is past it; a p-value is past it when it is low. */
export const comparators = ['>', '>=', '<', '<='] as const;
export type Comparator = (typeof comparators)[number];

/** What a source says of the version it watched; null for what it does not say. */
export interface WatchedVersion {
  /** The connection of its registry, or the kind of registry, as the sender calls it. */
  readonly registry: string | null;
  readonly model: string | null;
  readonly version: string | null;
  /** Where it serves, as `production`. */
  readonly environment: string | null;
  /** What Vertex AI's monitoring of endpoints says instead: resource name of the job, and the deployed model's id. */
  readonly deployed: DeployedModel | null;
}

/** A model as monitoring of endpoints names it. The id is empty where all that the job watches is meant. */
export interface DeployedModel {
  readonly monitoringJob: string;
  readonly deployedModelId: string;
}

/** One value that a detector computed. */
export interface DriftReading {
  /** Null for all of the data together. */
  readonly feature: string | null;
  /** The signal as playbooks name it, as `psi`; else the detector's own name in lower case with `_`. */
  readonly metric: string;
  /** Null for NaN, infinities and what was not computed. */
  readonly value: number | null;
  readonly threshold: number | null;
  readonly comparator: Comparator | null;
  /** Whether the detector says that it is past its limit; null if it does not say. */
  readonly breach: boolean | null;
}

/** What one source said of one version over one window, in our words whatever the source. */
export interface DriftReport {
  /** The same whenever this report is sent again, and of no other report of the connection. */
  readonly id: string;
  /** `failed`: the monitor ran and could not tell. */
  readonly status: 'breach' | 'ok' | 'failed';
  readonly watched: WatchedVersion;
  readonly window: { readonly start: Instant; readonly end: Instant } | null;
  /** As of when the values are: the window's end, else when they were reported. */
  readonly at: Instant;
  /** What it was compared with, as `training`; null if not said. */
  readonly baseline: string | null;
  /** Name and version of what computed it, as `evidently/0.7.21`. */
  readonly detector: string;
  readonly reportUrl: string | null;
  readonly readings: readonly DriftReading[];
  /** Whether somebody sent it to see whether alerts arrive. */
  readonly drill: boolean;
}

/** A drift report as it was sent to a hook. */
export interface DriftDelivery {
  /** By name in lower case; only those that say something of the body. What the address says is among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Uint8Array;
  readonly receivedAt: Instant;
}

/**
 * What a body says: no reports where it is authentic and about something else. `at` is where the fault is, as a JSON
 * pointer, `header <name>` or `query <name>`; empty for the body as a whole.
 */
export type DriftTranslation =
  | { readonly ok: true; readonly reports: readonly DriftReport[] }
  | { readonly ok: false; readonly because: string; readonly at: string };

/** Reads what was sent to a connection's hook. The same delivery gives the same reports; never throws. */
export type ReadDrift = (connection: string, delivery: DriftDelivery) => DriftTranslation;

/** What a drill has a source say of a model as of one moment. */
export interface DrillReport {
  /** The same whenever this report is made again, and of no other report. */
  readonly id: string;
  /** The connection of its registry, and what the model is called there. */
  readonly registry: string;
  readonly modelName: string;
  readonly at: Instant;
  /** A value is null where the drill ends. */
  readonly readings: readonly { readonly signal: string; readonly feature: string; readonly value: number | null }[];
}

/** What a watched version is called where its source does not say. */
export type ResolvedVersion = Pick<WatchedVersion, 'registry' | 'model' | 'version' | 'environment'>;

/** A source of drift reports that is asked. Every call may throw `UpstreamError`. */
export interface DriftMonitor {
  /** The connection's id in `org.yaml`. */
  readonly id: string;
  readonly kind: 'vertex-monitoring';
  /** The name people use for it, as `Vertex AI Model Monitoring`. */
  readonly title: string;
  /**
   * What was reported since `cursor`, the one that was answered last; null begins a day ago. Reports may come again, under
   * the same id. Keep the new cursor only once the reports are kept.
   */
  alertsSince(cursor: string | null): Promise<{ readonly reports: readonly DriftReport[]; readonly cursor: string }>;
  /** Null for what is deployed no more and was not asked for while it was. */
  resolve(deployed: DeployedModel): Promise<ResolvedVersion | null>;
  /** A deployed version of this model that monitoring of endpoints watches; null where none is. */
  watching(model: string): Promise<DeployedModel | null>;
  check(): Promise<RegistryHealth>;
}
