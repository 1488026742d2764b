import type { Arguments } from './arguments.ts';
import type { Features } from './features.ts';
import type { Permission, State } from './state.ts';

/** What an endpoint works on. Under stale reads, `state` is an older one. */
export interface World {
  readonly state: State;
  readonly features: Features;
  readonly now: () => number;
  /** 32 hexadecimal digits, never the same twice. */
  readonly newId: () => string;
  /** Tells the webhooks that ask for it. */
  readonly announce: (event: WebhookPayload) => void;
  /** Sends an example to one webhook, with the same retries as any delivery. */
  readonly tryWebhook: (id: string, event: WebhookPayload) => Promise<Delivered>;
}

/** The body of a delivery, without its timestamp. */
export interface WebhookPayload {
  readonly entity: string;
  readonly action: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The last answer of a receiver; `status` is null if it could not be reached. */
export interface Delivered {
  readonly status: number | null;
  readonly body: string;
}

export interface Call {
  readonly args: Arguments;
  /** The id inside the path, or empty. */
  readonly id: string;
  /** Who calls, in basic-auth mode. */
  readonly user: string | null;
  readonly may: (model: string, permission: Permission) => boolean;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/2.0/mlflow/`; `{id}` stands for one part. */
  readonly path: string;
  /** Whether it changes anything: a search by POST does not. */
  readonly write: boolean;
  /** The right on the model that argument `name` names, or ADMIN. */
  readonly needs?: Permission | 'ADMIN';
  /** Only where MLflow has this. */
  readonly feature?: 'loggedModels' | 'webhooks';
  /** Only in basic-auth mode. */
  readonly guarded?: true;
  answer(world: World, call: Call): object | Promise<object>;
}
