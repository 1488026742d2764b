import type { Instant } from './instant.ts';

/** Something that serves, found in a bill or in the serving inventory, so that hiding a model does not help. */
export interface ServingResource {
  readonly id: string;
  /** Null where nobody could tell whose model it is. */
  readonly model: string | null;
  /** Whose it is where no model is named, if that is known. */
  readonly team?: string;
  readonly digest: string | null;
  /** Set where only the registry's own alias says that it serves, which shows nothing of what is registered. */
  readonly byAlias?: true;
  readonly kind: 'batch' | 'online';
  readonly lastTrafficAt: Instant | null;
  readonly dailyRequests: number | null;
  readonly callers: readonly string[];
  readonly payloadLogged: boolean | null;
  /** Within the last 90 days. */
  readonly replicaHours: { readonly total: number; readonly idle: number } | null;
}

interface Approval {
  readonly person: string;
  readonly inRole: boolean;
  readonly secondsToDecide: number;
  readonly at: Instant;
}

/** What went wrong after a promotion. */
interface ChangeFailure {
  readonly kind: 'rollback' | 'hotfix' | 'guardrail' | 'incident';
  readonly detectedAt: Instant;
  readonly restoredAt: Instant | null;
}

/** One change of what serves, by a request. */
export interface PromotionFacts {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly digest: string;
  /** `repeat`: the same digest again. */
  readonly changed: 'data' | 'code' | 'config' | 'rollback' | 'repeat';
  readonly online: boolean;
  readonly mergedAt: Instant | null;
  readonly dataCutOffAt: Instant | null;
  readonly trainingStartedAt: Instant | null;
  readonly trainingEndedAt: Instant | null;
  readonly requestedAt: Instant;
  readonly decidedAt: Instant;
  /** Half of the traffic, or the first full batch. */
  readonly servedAt: Instant | null;
  readonly requester: string;
  readonly approvals: readonly Approval[];
  readonly automated: boolean;
  readonly trial: { readonly kind: 'canary' | 'shadow' | 'ab'; readonly longEnough: boolean } | null;
  readonly onlineResult: boolean;
  readonly unplanned: boolean;
  readonly failures: readonly ChangeFailure[];
}

/** A change of what serves that no request asked for. */
export interface OutsideChange {
  readonly id: string;
  readonly model: string;
  readonly at: Instant;
}

export interface MonitorFacts {
  readonly id: string;
  readonly model: string;
  readonly periodHours: number;
  readonly createdAt: Instant;
  readonly lastPointAt: Instant | null;
  readonly schemaSkew: boolean;
  readonly drift: boolean;
}

export interface AlertFacts {
  readonly id: string;
  readonly model: string;
  readonly monitor: string | null;
  readonly at: Instant;
  readonly decidedAt: Instant | null;
  readonly slaHours: number;
  readonly acted: boolean;
  /** A run, an experiment or a decision that came of it. */
  readonly linkedTo: string | null;
  readonly drill: boolean;
}

/** Something made wrong on purpose to see whether it is caught, or done to see whether it works. */
export interface DrillFacts {
  readonly id: string;
  readonly model: string;
  readonly of: 'data_gate' | 'model_gate' | 'monitor' | 'rollback' | 'rerun';
  /** The gate or monitor; the model for rollbacks and reruns. */
  readonly subject: string;
  readonly at: Instant;
  readonly passed: boolean;
}

/** Spend within the window in exact decimal text; the parts are of `total`. */
export interface SpendFacts {
  /** Null for what cannot be given to a model. */
  readonly model: string | null;
  readonly team?: string;
  readonly currency: string;
  readonly total: string;
  readonly labelled: string;
  readonly activeOwner: string;
  readonly idle: string;
  /** Of serving, with how many predictions; null where they are not counted. */
  readonly serving: { readonly amount: string; readonly predictions: number } | null;
}

export interface IdleFinding {
  readonly id: string;
  readonly model: string | null;
  readonly team?: string;
  readonly foundAt: Instant;
  readonly decidedAt: Instant | null;
}
