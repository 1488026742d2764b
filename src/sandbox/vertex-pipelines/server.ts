import { type Met, type RequestEntry, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
import type { PipelineEngine } from '../pipelines/engine/engine.ts';
import type { World } from './endpoint.ts';
import { type Answer, answered, json, type PretendCaller } from './exchange.ts';
import { GoogleRefusal } from './refusal.ts';
import { type Snapshot, type State, snapshotOf, stateFrom } from './state.ts';

export interface PretendVertexPipelinesOptions {
  /** What runs pipelines; the pretend Kubeflow Pipelines may stand on the same one. */
  readonly engine: PipelineEngine;
  readonly port?: number;
  readonly project?: string;
  readonly location?: string;
  /** Who may call; one with the token `pretend-token` where it is not given. */
  readonly callers?: readonly PretendCaller[];
  /** Objects of Cloud Storage by their `gs://` address. */
  readonly objects?: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch; the engine should have the same. */
  readonly clock?: () => number;
}

export interface PretendVertexPipelines {
  /** Of the API, before `/v1`; templates are below `/artifacts`, and objects below `/storage`. */
  readonly url: string;
  /** All but `stale-reads`. */
  readonly faults: Faults;
  readonly requests: readonly RequestEntry[];
  setCallers(callers: readonly PretendCaller[]): void;
  /** Removes a job and its run past every check, also one that is under way. */
  removeJob(id: string): void;
  /** Without the engine's runs, which the engine keeps. */
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  close(): Promise<void>;
}

/** Vertex AI Pipelines of one project and region on 127.0.0.1, with the templates it reads, all in memory. */
export async function startPretendVertexPipelines(
  options: PretendVertexPipelinesOptions,
): Promise<PretendVertexPipelines> {
  const { engine, project = 'northwind-ml', location = 'europe-west4', clock = Date.now } = options;
  const objects = new Map(Object.entries(options.objects ?? {}));
  const board = faultBoard();
  let callers = options.callers ?? [{ token: 'pretend-token' }];
  let state: State = stateFrom({ jobs: [] });

  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock,
    before: () => engine.settle(),
    refused: refusalByFault,
    answer: ({ request, url, body }) => {
      const world: World = { state, engine, project, location, objects, now: clock };
      return answered(world, { request, url, body, callers });
    },
  });

  return {
    url: server.url,
    faults: board,
    requests: server.requests,
    setCallers(changed) {
      callers = [...changed];
    },
    removeJob(id) {
      engine.remove(id);
      state.jobs.delete(id);
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
    const message = "Quota exceeded for quota metric 'CRUD requests' and limit 'CRUD requests per minute per region'.";
    const wait = busy.retryAfterSeconds;
    const type = 'type.googleapis.com/google.rpc.RetryInfo';
    const details = wait === undefined ? [] : [{ '@type': type, retryDelay: `${wait}s` }];
    return json(429, new GoogleRefusal('RESOURCE_EXHAUSTED', message, details).body());
  }
  if (!faults.has('error-500')) return null;
  return json(500, new GoogleRefusal('INTERNAL', 'Internal error encountered.').body());
}
