import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type FaultOptions, type Faults, faultBoard } from '../mlflow/faults.ts';
import { past } from '../mlflow/past.ts';
import { type Answer, answered, belowLocation, type Place, type PretendAccess, refusal } from './exchange.ts';
import { settleOperations } from './operations.ts';
import { type Outside, outside } from './outside.ts';
import { exhausted, VertexRefusal } from './refusal.ts';
import type { World } from './route.ts';
import { routeOf } from './router.ts';
import { emptySnapshot, type Snapshot, type State, snapshotOf, stateFrom } from './state.ts';

export interface PretendVertexOptions {
  readonly port?: number;
  /** By default `northwind-ml`. */
  readonly project?: string;
  /** Everything in another location is answered as a host that does not serve it would. By default `europe-west4`. */
  readonly location?: string;
  readonly seed?: (world: World) => void;
  /** Tokens that are accepted; without any nobody has to sign in. */
  readonly tokens?: readonly string[];
  /** How long operations take, in ms; by default they are done when they are next looked at. */
  readonly operationMs?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

/** `status` is 0 where the connection was reset. */
interface RequestEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

export interface PretendVertex {
  readonly url: string;
  readonly faults: Faults;
  /** Changes made past Countersign. */
  readonly outside: Outside;
  /** Permissions that our account lacks from now on. */
  readonly denied: Set<string>;
  readonly requests: readonly RequestEntry[];
  /** Makes the next operation end with this error, as a code of gRPC and a message. */
  failNextOperation(error: { readonly code: number; readonly message: string }): void;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  close(): Promise<void>;
}

/** One project and location of Vertex AI on 127.0.0.1, kept in memory. */
export async function startPretendVertex(options: PretendVertexOptions = {}): Promise<PretendVertex> {
  const now = options.clock ?? Date.now;
  const place: Place = {
    project: options.project ?? 'northwind-ml',
    number: '482915673018',
    location: options.location ?? 'europe-west4',
  };
  const access: PretendAccess = { tokens: options.tokens ?? [], denied: new Set() };
  const board = faultBoard();
  const history = past<State>((seen) => stateFrom(snapshotOf(seen)));
  const requests: RequestEntry[] = [];
  const failing: { readonly code: number; readonly message: string }[] = [];
  let state = stateFrom(emptySnapshot);

  const worldOn = (seen: State): World => ({
    state: seen,
    parent: `projects/${place.number}/locations/${place.location}`,
    now,
    nextOperation: () => ({ ms: options.operationMs ?? 0, fails: failing.shift() ?? null }),
  });
  const rememberPast = () => {
    if (board.active().has('stale-reads')) history.beforeWrite(now(), state);
    else history.forget();
  };
  options.seed?.(worldOn(state));

  function worked(request: IncomingMessage, url: URL, body: string, faults: ReadonlyMap<string, FaultOptions>): Answer {
    const method = request.method ?? 'GET';
    const found = foundRoute(method, url, place);
    settleOperations(state, now());
    if (found?.route.write === true) rememberPast();
    const stale = faults.get('stale-reads');
    const seen = stale === undefined ? state : history.seen(stale, now(), state);
    const { authorization } = request.headers;
    return answered(worldOn(seen), { url, method, authorization, body, found, access, place });
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedMs = performance.now();
    const url = new URL(request.url ?? '/', 'http://pretend.invalid');
    const method = request.method ?? 'GET';
    const log = (status: number) =>
      requests.push({ method, path: url.pathname + url.search, status, ms: performance.now() - startedMs });
    const reset = () => {
      log(0);
      request.socket.resetAndDestroy();
    };
    const body = await textOf(request);
    const faults = board.meet(foundRoute(method, url, place)?.route.write === true);
    if (faults.has('down')) return reset();
    const answer = refusalByFault(faults) ?? worked(request, url, body, faults);
    if (faults.has('lost-answer')) return reset();
    const lateMs = faults.get('slow')?.ms ?? 0;
    if (lateMs === Number.POSITIVE_INFINITY) return;
    if (lateMs > 0) await new Promise((done) => setTimeout(done, lateMs));
    log(answer.status);
    response.writeHead(answer.status, { date: new Date(now()).toUTCString(), ...answer.headers }).end(answer.body);
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

  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    faults: board,
    outside: outside(
      () => worldOn(state),
      (change) => {
        rememberPast();
        return change(worldOn(state));
      },
    ),
    denied: access.denied,
    requests,
    failNextOperation: (error) => void failing.push(error),
    snapshot: () => snapshotOf(state),
    restore(snapshot) {
      state = stateFrom(snapshot);
      history.forget();
    },
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function foundRoute(method: string, url: URL, place: Place): ReturnType<typeof routeOf> {
  const below = belowLocation(url.pathname, place);
  return below === null ? null : routeOf(method, below.rest);
}

function refusalByFault(faults: ReadonlyMap<string, FaultOptions>): Answer | null {
  const busy = faults.get('too-many-requests');
  if (busy !== undefined) return refusal(exhausted(busy.retryAfterSeconds ?? 1));
  return faults.has('error-500') ? refusal(new VertexRefusal('INTERNAL', 'Internal error encountered.')) : null;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
