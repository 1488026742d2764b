import { type Met, type RequestEntry, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
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

  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock: now,
    isWrite: ({ method, url }) => foundRoute(method, url, place)?.route.write === true,
    refused: refusalByFault,
    answer: ({ request, method, url, body }, faults) => {
      const found = foundRoute(method, url, place);
      settleOperations(state, now());
      if (found?.route.write === true) rememberPast();
      const stale = faults.get('stale-reads');
      const seen = stale === undefined ? state : history.seen(stale, now(), state);
      const { authorization } = request.headers;
      return answered(worldOn(seen), { url, method, authorization, body, found, access, place });
    },
  });

  return {
    url: server.url,
    faults: board,
    outside: outside(
      () => worldOn(state),
      (change) => {
        rememberPast();
        return change(worldOn(state));
      },
    ),
    denied: access.denied,
    requests: server.requests,
    failNextOperation: (error) => void failing.push(error),
    snapshot: () => snapshotOf(state),
    restore(snapshot) {
      state = stateFrom(snapshot);
      history.forget();
    },
    close: server.close,
  };
}

function foundRoute(method: string, url: URL, place: Place): ReturnType<typeof routeOf> {
  const below = belowLocation(url.pathname, place);
  return below === null ? null : routeOf(method, below.rest, below.api);
}

function refusalByFault(faults: Met): Answer | null {
  const busy = faults.get('too-many-requests');
  if (busy !== undefined) return refusal(exhausted(busy.retryAfterSeconds ?? 1));
  return faults.has('error-500') ? refusal(new VertexRefusal('INTERNAL', 'Internal error encountered.')) : null;
}
