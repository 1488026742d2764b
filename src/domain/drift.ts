import type { Instant } from './instant.ts';

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
  readonly deployed: { readonly monitoringJob: string; readonly deployedModelId: string } | null;
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
