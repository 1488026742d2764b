import { randomUUID } from 'node:crypto';
import { type Met, type RequestEntry, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
import type { PipelineEngine } from '../pipelines/engine/engine.ts';
import type { PretendAuth } from './access.ts';
import type { World } from './endpoint.ts';
import { type Answer, answered, json } from './exchange.ts';
import { KubeflowRefusal } from './refusal.ts';
import { type Snapshot, type State, snapshotOf, stateFrom } from './state.ts';

export interface PretendKubeflowOptions {
  /** What runs pipelines; the pretend Vertex AI may stand on the same one. */
  readonly engine: PipelineEngine;
  readonly port?: number;
  /** Behaves as this release, 2.x or 3.x. */
  readonly version?: string;
  /** Multi-user mode; without it anybody may do anything. */
  readonly auth?: PretendAuth;
  /** The prefix of a gateway before it, as `/pipeline`. */
  readonly prefix?: string;
  /** Milliseconds since the epoch; the engine should have the same. */
  readonly clock?: () => number;
}

export interface PretendKubeflow {
  /** With the prefix. */
  readonly url: string;
  /** All but `stale-reads`. */
  readonly faults: Faults;
  readonly requests: readonly RequestEntry[];
  /** Other people with other tokens from now on; nothing where it is not in multi-user mode. */
  setAuth(auth: PretendAuth): void;
  /** Without the engine's runs, which the engine keeps. */
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  close(): Promise<void>;
}

/** An API server of Kubeflow Pipelines on 127.0.0.1 that keeps everything in memory. */
export async function startPretendKubeflow(options: PretendKubeflowOptions): Promise<PretendKubeflow> {
  const { engine, version = '2.17.0', prefix = '', clock = Date.now } = options;
  const board = faultBoard();
  let auth = options.auth ?? null;
  let state: State = stateFrom({ runs: [], experiments: [] });

  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock,
    before: () => engine.settle(),
    refused: refusalByFault,
    answer: ({ request, url, body }) => {
      const world: World = { state, engine, version, multiUser: auth !== null, now: clock, newId: randomUUID };
      return answered(world, { request, url, body, auth, prefix });
    },
  });

  return {
    url: `${server.url}${prefix}`,
    faults: board,
    requests: server.requests,
    setAuth(changed) {
      if (auth !== null) auth = changed;
    },
    snapshot: () => snapshotOf(state),
    restore(snapshot) {
      state = stateFrom(snapshot);
    },
    close: server.close,
  };
}

function refusalByFault(faults: Met): Answer | null {
  const busy = faults.get('too-many-requests');
  if (busy !== undefined) {
    const refusal = new KubeflowRefusal('RESOURCE_EXHAUSTED', 'Too many requests.');
    return json(429, refusal.body(), { 'retry-after': String(busy.retryAfterSeconds ?? 1) });
  }
  if (!faults.has('error-500')) return null;
  return json(500, new KubeflowRefusal('INTERNAL', 'Internal Server Error: pretended failure.').body());
}
