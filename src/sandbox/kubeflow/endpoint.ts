import type { PipelineEngine } from '../pipelines/engine/engine.ts';
import type { State } from './state.ts';

/** What the API's roles distinguish, as `create runs`. */
export type Right =
  `${'get' | 'list' | 'create' | 'delete' | 'terminate' | 'archive'} ${'runs' | 'pipelines' | 'experiments'}`;

export interface World {
  readonly state: State;
  readonly engine: PipelineEngine;
  readonly version: string;
  /** Whether several namespaces share the server. */
  readonly multiUser: boolean;
  readonly now: () => number;
  /** Never the same twice. */
  readonly newId: () => string;
}

export interface Call {
  /** What the path names, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/apis/v2beta1/`; `{id}` stands for one part. */
  readonly path: string;
  readonly needs: Right | null;
  /** Only from this major release on. */
  readonly since?: 3;
  answer(world: World, call: Call): object;
}
