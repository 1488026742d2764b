import type { JsonObject } from './json-object.ts';
import type { State } from './state.ts';

/** What a route works on. Under stale reads, `state` is an older one. */
export interface World {
  readonly state: State;
  /** `projects/{number}/locations/{location}`: Google answers with a project's number, whichever was asked by. */
  readonly parent: string;
  readonly now: () => number;
  /** How long the next operation takes, in ms, and what it fails with. */
  readonly nextOperation: () => {
    readonly ms: number;
    readonly fails: { readonly code: number; readonly message: string } | null;
  };
}

interface Call {
  /** The parts of the path that `{…}` stand for, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** Of `permissions`, those that the caller has. */
  readonly permitted: (permissions: readonly string[]) => readonly string[];
}

export interface Route {
  /** As Google's reference lists it, below the location: `POST models/{model}:mergeVersionAliases`. */
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Left out for `v1`, which everything else is served by. */
  readonly api?: 'v1beta1';
  readonly permission: string;
  /** Whether it changes anything. */
  readonly write: boolean;
  answer(world: World, call: Call): object;
}
