import type { Instant } from './instant.ts';

/** A model version that stands behind an endpoint, with or without traffic. */
export interface DeployedModel {
  /** Chosen by whoever deployed it: 1 to 10 digits, not beginning with 0. */
  readonly id: string;
  /** As the registry names it; null for a model of elsewhere. */
  readonly modelName: string | null;
  readonly version: string;
  readonly createdAt: Instant | null;
}

/** What answers requests. `traffic` maps ids of deployed models to whole percents that sum to 100; empty without any. */
export interface Endpoint {
  /** As `models.yaml` names it. */
  readonly name: string;
  readonly title: string;
  readonly deployed: readonly DeployedModel[];
  readonly traffic: Readonly<Record<string, number>>;
  /** Changes with every change of the endpoint. */
  readonly etag: string;
}

/** What became of a long operation. `failure` is why it failed, in the platform's words on one line. */
export type OperationState = { readonly done: false } | { readonly done: true; readonly failure: string | null };

/** What is to be deployed. */
export interface DeployOrder {
  readonly endpoint: string;
  readonly deployedId: string;
  readonly modelName: string;
  readonly version: string;
  /** The deployed model whose machines it takes; null takes what the platform gives by itself. */
  readonly like: string | null;
}

/**
 * The endpoints of one connection. Every call may throw `UpstreamError`; what is absent is null. Long operations are
 * known by their name alone, so that whoever starts again can go on with them.
 */
export interface ModelEndpoints {
  getEndpoint(name: string): Promise<Endpoint | null>;
  /** Starts to deploy without traffic and answers the operation's name. The id makes a repetition recognizable. */
  deploy(order: DeployOrder): Promise<string>;
  /** Null for one that the platform no longer knows. */
  getOperation(name: string): Promise<OperationState | null>;
  /** Compare-and-swap: throws a retryable `UpstreamError` if the endpoint changed since `etag` was read. */
  setTraffic(endpoint: string, traffic: Readonly<Record<string, number>>, etag: string): Promise<void>;
  /** Starts to take it away and answers the operation's name; null if it is gone already. */
  undeploy(endpoint: string, deployedId: string): Promise<string | null>;
}
