import { randomUUID } from 'node:crypto';
import { type Met, type RequestEntry, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
import { type Delivery, deliveries, type Timer } from './deliveries.ts';
import type { World } from './endpoint.ts';
import { type Answer, answered, json } from './exchange.ts';
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

  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock: now,
    isWrite: ({ method, url }) => isWrite(route(method, url.pathname)),
    refused: refusalByFault,
    answer: async ({ request, method, url, body }, faults) => {
      const found = route(method, url.pathname);
      if (isWrite(found)) rememberPast();
      const stale = faults.get('stale-reads');
      const seen = stale === undefined ? state : history.seen(stale, now(), state);
      return await answered(worldOn(seen), { request, url, body, route: found, auth, allowedHosts });
    },
  });

  return {
    url: server.url,
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
    requests: server.requests,
    deliveries: hooks.log,
    snapshot: () => snapshotOf(state),
    restore(snapshot) {
      state = stateFrom(snapshot);
      history.forget();
    },
    idle: () => hooks.idle(),
    async close() {
      hooks.close();
      await server.close();
    },
  };
}

function isWrite(found: ReturnType<ReturnType<typeof router>>): boolean {
  return found.found && found.endpoint.write;
}

function refusalByFault(faults: Met): Answer | null {
  const busy = faults.get('too-many-requests');
  if (busy !== undefined) {
    const refusal = new MlflowRefusal('REQUEST_LIMIT_EXCEEDED', 'Too many requests.');
    return json(429, refusal.body(true), { 'retry-after': String(busy.retryAfterSeconds ?? 1) });
  }
  if (!faults.has('error-500')) return null;
  return json(500, new MlflowRefusal('INTERNAL_ERROR', 'Pretended failure.').body(true));
}

function realTimer(run: () => void, ms: number): () => void {
  const handle = setTimeout(run, ms);
  return () => clearTimeout(handle);
}
