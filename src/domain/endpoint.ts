import type { Instant } from './instant.ts';

/** What a deployed version runs on; `type` as its cloud names it, null where that is left to the cloud. */
export interface ServingMachine {
  readonly type: string | null;
  readonly minReplicas: number | null;
  readonly maxReplicas: number | null;
}

/** A model version that an endpoint has loaded and can send requests to. */
export interface DeployedVersion {
  /** Its name within the endpoint: we choose it, 1 to 10 digits. */
  readonly id: string;
  readonly model: string;
  /** The version that is served; an alias moved since changes nothing. */
  readonly version: string;
  readonly deployedAt: Instant | null;
  readonly machine: ServingMachine;
}

/** Whole percent by deployed version's id; adds up to 100, and who is not named gets nothing. */
export type TrafficSplit = Readonly<Record<string, number>>;

/** An endpoint as it serves now. */
export interface ServingEndpoint {
  readonly id: string;
  /** The name people gave it. */
  readonly title: string;
  /** Changes with every change of the endpoint: traffic is set only under the one it was read with. */
  readonly etag: string;
  readonly deployed: readonly DeployedVersion[];
  /** Empty for an endpoint without deployed versions; nobody in it has 0. */
  readonly traffic: TrafficSplit;
  /** The page a person can open, if there is one. */
  readonly url: string | null;
}

/** What is to be served beside what is served now. */
export interface DeployOrder {
  readonly endpoint: string;
  /** 1 to 10 digits, derived from the request: the same order again finds what the first one did. */
  readonly id: string;
  readonly model: string;
  readonly version: string;
  /** Null takes the machine of the version that gets most of the traffic now. */
  readonly machine: { readonly type: string; readonly minReplicas: number; readonly maxReplicas: number } | null;
}

/** Done already, or begun: the operation's name is all that is needed to follow it, also after a restart. */
export type Begun = { readonly done: true } | { readonly done: false; readonly operation: string };

/**
 * How a long operation stands. `gone`: it is not kept any more, so the endpoint has to say what came of it. The message
 * of a failure is the system's own, on one line.
 */
export type OperationState =
  | { readonly is: 'running' }
  | { readonly is: 'done' }
  | { readonly is: 'failed'; readonly message: string }
  | { readonly is: 'gone' };

/** Whether the split stands as asked; if not, somebody changed the endpoint since it was read. */
type TrafficOutcome =
  | { readonly set: true; readonly endpoint: ServingEndpoint }
  | { readonly set: false; readonly endpoint: ServingEndpoint };

/**
 * What serves models behind endpoints. Every call may throw `UpstreamError`; what is absent is null, never an error.
 * Each may be made again after a lost answer: nothing is deployed, moved or taken away twice.
 */
export interface ModelEndpoints {
  /** The connection's id in `org.yaml`. */
  readonly id: string;
  readonly kind: 'vertex';
  /** The name people use for it, as `Vertex AI`. */
  readonly title: string;
  getEndpoint(endpoint: string): Promise<ServingEndpoint | null>;
  /**
   * Deploys at 0 %, leaving the traffic as it is. While any deployment to the endpoint runs, that one's operation is
   * answered, since it may be ours: when it is over, look at the endpoint, and order again if the id is not there.
   */
  deploy(order: DeployOrder): Promise<Begun>;
  getOperation(operation: string): Promise<OperationState>;
  /** Compare and swap: sets the split only if the endpoint is as it was read with `etag`, or has this split already. */
  setTraffic(endpoint: string, etag: string, split: TrafficSplit): Promise<TrafficOutcome>;
  /**
   * Refused while it gets traffic and is not the last one; absent already is done. While another one is being taken
   * away, that operation is answered, as with `deploy`.
   */
  undeploy(endpoint: string, id: string): Promise<Begun>;
}
