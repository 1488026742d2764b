import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Delivery, deliveries, type Timer } from './deliveries.ts';
import type { World } from './endpoint.ts';
import { type Answer, answered, json } from './exchange.ts';
import { type Faults, faultBoard } from './faults.ts';
import { featuresOf } from './features.ts';
import { type Outside, outside } from './outside.ts';
import { past } from './past.ts';
import type { PretendAuth } from './permissions.ts';
import { MlflowRefusal } from './refusal.ts';
import { router } from './router.ts';
import { emptySnapshot, type Snapshot, type State, snapshotOf, stateFrom } from './state.ts';
import type { WebhookRules } from './webhook-address.ts';

export interface PretendMlflowOptions {
  readonly port?: number;
  /** Behaves as this MLflow; 2.22.1 and 3.11.2 were compared with live servers. */
  readonly version?: string;
  readonly seed?: (world: World) => void;
  /** Basic-auth mode; without it anybody may do anything. */
  readonly auth?: PretendAuth;
  /** Host headers that are served besides this machine's own. */
  readonly allowedHosts?: readonly string[];
  readonly webhookRules?: WebhookRules;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  readonly timer?: Timer;
}

/** `status` is 0 where the connection was reset. */
interface RequestEntry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

export interface PretendMlflow {
  readonly url: string;
  readonly faults: Faults;
  /** Changes made past Countersign. */
  readonly outside: Outside;
  readonly requests: readonly RequestEntry[];
  readonly deliveries: readonly Delivery[];
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Resolves when no webhook is on its way. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** An MLflow tracking server on 127.0.0.1 that keeps everything in memory. */
export async function startPretendMlflow(options: PretendMlflowOptions = {}): Promise<PretendMlflow> {
  const now = options.clock ?? Date.now;
  const newId = () => randomUUID().replaceAll('-', '');
  const features = featuresOf(options.version ?? '3.11.2');
  const auth = options.auth ?? null;
  const allowedHosts = options.allowedHosts ?? [];
  const route = router({ features, auth, webhookRules: options.webhookRules ?? 'any' });
  const hooks = deliveries({ now, newId, timer: options.timer ?? realTimer });
  const board = faultBoard();
  const history = past<State>((seen) => stateFrom(snapshotOf(seen)));
  const requests: RequestEntry[] = [];
  let state = stateFrom(emptySnapshot);

  const worldOn = (seen: State): World => ({
    state: seen,
    features,
    now,
    newId,
    announce: (payload) => hooks.announce(seen, payload),
    tryWebhook: (id, payload) => hooks.tryWebhook(seen, id, payload),
  });
  const rememberPast = () => {
    if (board.active().has('stale-reads')) history.beforeWrite(now(), state);
    else history.forget();
  };
  options.seed?.({ ...worldOn(state), announce: () => undefined });

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
    const found = route(method, url.pathname);
    const write = found.found && found.endpoint.write;
    const faults = board.meet(write);
    if (faults.has('down')) return reset();
    let answer = refusalByFault(faults);
    if (answer === null) {
      if (write) rememberPast();
      const stale = faults.get('stale-reads');
      const seen = stale === undefined ? state : history.seen(stale, now(), state);
      answer = await answered(worldOn(seen), { request, url, body, route: found, auth, allowedHosts });
    }
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
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    faults: {
      ...board,
      set(name, options) {
        // What was hidden by an earlier fault must not come back.
        if (name === 'stale-reads') history.forget();
        board.set(name, options);
      },
    },
    outside: outside(
      () => worldOn(state),
      (change) => {
        rememberPast();
        return change(worldOn(state));
      },
    ),
    requests,
    deliveries: hooks.log,
    snapshot: () => snapshotOf(state),
    restore(snapshot) {
      state = stateFrom(snapshot);
      history.forget();
    },
    idle: () => hooks.idle(),
    async close() {
      hooks.close();
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
    const refusal = new MlflowRefusal('REQUEST_LIMIT_EXCEEDED', 'Too many requests.');
    return json(429, refusal.body(true), { 'retry-after': String(busy.retryAfterSeconds ?? 1) });
  }
  if (!faults.has('error-500')) return null;
  return json(500, new MlflowRefusal('INTERNAL_ERROR', 'Pretended failure.').body(true));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function realTimer(run: () => void, ms: number): () => void {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
}
