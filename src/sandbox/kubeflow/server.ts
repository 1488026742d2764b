import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Faults, faultBoard } from '../mlflow/faults.ts';
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

/** `status` is 0 where the connection was reset. */
interface RequestEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
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
  const requests: RequestEntry[] = [];
  let auth = options.auth ?? null;
  let state: State = stateFrom({ runs: [], experiments: [] });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://pretend.invalid');
    const method = request.method ?? 'GET';
    const startedMs = performance.now();
    const log = (status: number) =>
      requests.push({ method, path: url.pathname + url.search, status, ms: performance.now() - startedMs });
    const reset = () => {
      log(0);
      request.socket.resetAndDestroy();
    };
    const body = await textOf(request);
    await engine.settle();
    const faults = board.meet(method !== 'GET');
    if (faults.has('down')) return reset();
    const world: World = { state, engine, version, multiUser: auth !== null, now: clock, newId: randomUUID };
    const answer = refusalByFault(faults) ?? answered(world, { request, url, body, auth, prefix });
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
    url: `http://127.0.0.1:${port}${prefix}`,
    faults: board,
    requests,
    setAuth(changed) {
      if (auth !== null) auth = changed;
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
    const refusal = new KubeflowRefusal('RESOURCE_EXHAUSTED', 'Too many requests.');
    return json(429, refusal.body(), { 'retry-after': String(busy.retryAfterSeconds ?? 1) });
  }
  if (!faults.has('error-500')) return null;
  return json(500, new KubeflowRefusal('INTERNAL', 'Internal Server Error: pretended failure.').body());
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
