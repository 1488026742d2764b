import type { PipelineEngine } from '../pipelines/engine/engine.ts';
import type { State } from './state.ts';

export interface World {
  readonly state: State;
  readonly engine: PipelineEngine;
  readonly project: string;
  readonly location: string;
  /** Objects of Cloud Storage by their `gs://` address. */
  readonly objects: ReadonlyMap<string, string>;
  readonly now: () => number;
}

export interface Call {
  /** What the path names, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Whether the caller has this right. */
  readonly may: (permission: string) => boolean;
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The method's name in Google's documentation, by which the coverage table lists it. */
  readonly name: string;
  /** `{name}` stands for one part, and `{name...}` for the rest. */
  readonly path: string;
  /** The IAM permission that it takes. */
  readonly needs: string;
  /** JSON, or text as it is. */
  answer(world: World, call: Call): object | string;
}
