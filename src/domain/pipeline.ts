import type { Instant } from './instant.ts';
import type { MetricValue, Page, RegistryHealth } from './registry.ts';

/** What a pipeline can be started with: JSON values, as every engine behind this takes them. */
export type ParameterValue =
  | null
  | boolean
  | number
  | string
  | readonly ParameterValue[]
  | { readonly [key: string]: ParameterValue };

/** An input that a pipeline declares. `default` is null where it has none. */
export interface PipelineInput {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'list' | 'map';
  readonly required: boolean;
  readonly default: ParameterValue;
  readonly description: string;
}

/** What a step asks of machines, as far as the template says: what an estimate of its cost is made from. */
export interface StepMachine {
  readonly step: string;
  /** As the engine's cloud names it, as `n2-standard-8`; null where the template gives bare amounts. */
  readonly machineType: string | null;
  readonly cpus: number | null;
  /** GiB. */
  readonly memory: number | null;
  readonly accelerator: { readonly type: string; readonly count: number } | null;
}

/** A pipeline as it would start now. `version` tells this template from another under the same name, null if it cannot. */
export interface PipelineTemplate {
  readonly pipeline: string;
  readonly title: string;
  readonly version: string | null;
  /** Null where the pipeline declares none at all, so that nothing can be checked: an empty list takes no parameter. */
  readonly inputs: readonly PipelineInput[] | null;
  readonly machines: readonly StepMachine[];
}

/** One vocabulary for every engine. The last three are final. */
export type RunState = 'queued' | 'running' | 'paused' | 'cancelling' | 'succeeded' | 'failed' | 'cancelled';

/** A step of a run; `skipped` took its result from a cache, `not_triggered` was not reached or its condition was false. */
export interface RunStep {
  readonly name: string;
  readonly state: RunState | 'skipped' | 'not_triggered';
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Why it failed, in the engine's words on one line; null otherwise. */
  readonly message: string | null;
}

/** A model version that a run registered, where the run says so. */
export interface ProducedVersion {
  readonly model: string;
  readonly version: string;
}

/** A run of a pipeline. `id` is the engine's own, by which it is read, listed and cancelled. */
export interface PipelineRun {
  readonly id: string;
  /** The key it was started under, null for one that we did not start. */
  readonly key: string | null;
  /** The name that `describe` takes, without a version where the engine keeps that apart; null for one that is gone. */
  readonly pipeline: string | null;
  readonly state: RunState;
  readonly createdAt: Instant | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** When it or a step of it last changed; null where that cannot be told, as in listings of Kubeflow Pipelines. */
  readonly updatedAt: Instant | null;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The step that failed first and its message on one line; `step` is null where the engine names none. */
  readonly failure: { readonly step: string | null; readonly message: string } | null;
  /** In the order they started; empty in listings, whose engines leave them out. */
  readonly steps: readonly RunStep[];
  /** What its steps measured, as far as the engine tells; of a metric that several measured, the last one. */
  readonly metrics: Readonly<Record<string, MetricValue>>;
  /** Empty also where the engine hides what steps gave out: then the registry knows, if the pipeline tagged the version. */
  readonly produced: readonly ProducedVersion[];
  /** The page a person can open, if the engine has one. */
  readonly url: string | null;
  /** What its lines are marked with on the bill, where its engine bills under an id. */
  readonly billingId?: string;
}

/** What a run is started with. */
export interface RunOrder {
  /** Ours, at most 100 characters of `[a-z0-9-]` beginning with a letter: whatever is started under it is one run. */
  readonly key: string;
  readonly pipeline: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** For cost: engines that have labels carry them. Keys and values fit `[a-z0-9_-]{1,63}`. */
  readonly labels: Readonly<Record<string, string>>;
  /** What people read in the engine's list, as `fraud-scorer, R-12`. */
  readonly title: string;
}

/**
 * What runs pipelines. Every call may throw `UpstreamError`; what is absent is null, never an error. A `start` whose
 * answer was lost throws one that is `ambiguous`: `findRun` tells whether it happened, and a second `start` under the
 * same key never makes a second run where `findRun` can see the first.
 */
export interface PipelineRunner {
  /** The connection's id in `org.yaml`. */
  readonly id: string;
  readonly kind: 'vertex-pipelines' | 'kubeflow' | 'webhook';
  /** The name people use for it, as `Kubeflow Pipelines`. */
  readonly title: string;
  /** Null where there is no such pipeline. */
  describe(pipeline: string): Promise<PipelineTemplate | null>;
  start(order: RunOrder): Promise<PipelineRun>;
  /** The run that was started under this key, or null. */
  findRun(key: string): Promise<PipelineRun | null>;
  /** With its steps; null for one that was deleted. Fails with 404, 405 or 501, not to be mended, where its runs are told by events only. */
  getRun(id: string): Promise<PipelineRun | null>;
  /**
   * At least the runs that changed at or after `changedSince`, in no promised order and without steps, also such as
   * others started; a run may be on two pages, and a page is empty only if it is the last. What is followed and not
   * listed is read with `getRun`: an engine may learn late of an end, and some webhooks list nothing.
   */
  listRuns(query: { changedSince: Instant; pageToken?: string }): Promise<Page<PipelineRun>>;
  /** Asks for an end; the run says `cancelling` until it came. Final already, or gone, is done. */
  cancel(id: string): Promise<void>;
  /**
   * What the raw body of an event, whose signature was right, says of a run; null for one that cannot be read. Left out
   * where no events are sent.
   */
  readonly eventIn?: (rawBody: Uint8Array) => PipelineRun | null;
  check(): Promise<RegistryHealth>;
}
