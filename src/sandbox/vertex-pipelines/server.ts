import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Faults, faultBoard } from '../mlflow/faults.ts';
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

/** `status` is 0 where the connection was reset. */
interface RequestEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
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
  const requests: RequestEntry[] = [];
  let callers = options.callers ?? [{ token: 'pretend-token' }];
  let state: State = stateFrom({ jobs: [] });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://pretend.invalid');
    const method = request.method ?? 'GET';
    const log = (status: number) => requests.push({ method, path: url.pathname + url.search, status });
    const reset = () => {
      log(0);
      request.socket.resetAndDestroy();
    };
    const body = await textOf(request);
    await engine.settle();
    const faults = board.meet(method !== 'GET');
    if (faults.has('down')) return reset();
    const world: World = { state, engine, project, location, objects, now: clock };
    const answer = refusalByFault(faults) ?? answered(world, { request, url, body, callers });
    if (faults.has('lost-answer')) return reset();
    const lateMs = faults.get('slow')?.ms ?? 0;
    if (lateMs === Number.POSITIVE_INFINITY) return;
    if (lateMs > 0) await new Promise((done) => setTimeout(done, lateMs));
    log(answer.status);
    response.writeHead(answer.status, { date: new Date(clock()).toUTCString(), ...answer.headers }).end(answer.body);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(error instanceof Error ? error.stack : '');
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed).listen(options.port ?? 0, '127.0.0.1', done);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    faults: board,
    requests,
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
    async close() {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };
}

function refusalByFault(faults: ReturnType<ReturnType<typeof faultBoard>['meet']>): Answer | null {
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

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
