import type { CostEstimate } from './cost-estimate.ts';
import type { Digest } from './digest.ts';
import { digestOf } from './digest.ts';
import type { PastRun } from './past-runs.ts';
import type { ParameterValue, PipelineTemplate } from './pipeline.ts';

/** Why a model is trained anew, in one word that can be counted. */
export const reasonCodes = ['drift', 'new_data', 'schedule', 'code', 'rejection'] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** As people read it: `new data`. */
export function reasonWords(code: ReasonCode): string {
  return code.replace('_', ' ');
}

/** What gave rise to a retraining, if something on the record did. */
export interface RetrainingCause {
  readonly kind: 'alert' | 'request';
  /** The alert, as `D-12`, or the request that was rejected, as `R-12`. */
  readonly id: string;
}

/** The cause that people type or a button carries: an alert as `D-12`, a request as `R-12`. */
export function causeNamed(id: string): RetrainingCause {
  return { kind: id.startsWith('D-') ? 'alert' : 'request', id };
}

/** Why, as a clause: `because of new data`, `because R-12 was rejected`. */
export function becauseClause(code: ReasonCode, cause: RetrainingCause | null): string {
  if (cause === null) return `because of ${reasonWords(code)}`;
  return cause.kind === 'request'
    ? `because ${cause.id} was rejected`
    : `because of ${reasonWords(code)}, alert ${cause.id}`;
}

/** What an estimate is asked about: a pipeline as it would start on a connection, and earlier runs of it. */
interface AskedCost {
  readonly connection: string;
  readonly template: PipelineTemplate;
  readonly pastRuns: readonly PastRun[];
}

/** Estimates what a run would cost. Never throws an `UpstreamError`. */
export type EstimateCost = (asked: AskedCost) => CostEstimate | Promise<CostEstimate>;

/** What a retraining is about: what would run, and with what. */
export interface RetrainingOrder {
  /** The connection of the model's registry, and the model's name there. */
  readonly registry: string;
  readonly model: string;
  /** The connection that runs the pipeline. */
  readonly connection: string;
  readonly pipeline: string;
  /** Which template the pipeline was when it was asked for; null where the engine cannot tell. */
  readonly template: string | null;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** What a vote for a retraining signs. */
export function orderDigest(order: RetrainingOrder): Digest {
  const { registry, model, connection, pipeline, template, parameters } = order;
  return digestOf({ registry, model, connection, pipeline, template, parameters });
}
