import { type Met, startBreakableServer } from '../breakable-server.ts';
import { type Faults, faultBoard } from '../faults.ts';
import { answer, type BigQueryWorld, type PretendRight } from './answers.ts';
import { type Answer, BigQueryRefusal, json } from './refusal.ts';
import { openTables, type PretendTable } from './tables.ts';

export interface PretendBigQueryOptions {
  readonly port?: number;
  /** Where its tables are, as `EU`. */
  readonly location?: string;
  /** The access token it takes, `pretend-token` where it is not given; null takes everybody. */
  readonly token?: string | null;
  /** Rows of a page of results at most, however many are asked for. */
  readonly mostPerPage?: number;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
}

export interface PretendBigQuery {
  readonly url: string;
  /** All but `stale-reads`. */
  readonly faults: Faults;
  /** `status` is 0 where the connection was reset. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  /** The queries that were run, dry ones too, in order. */
  readonly queries: BigQueryWorld['queries'];
  /** Replaces the table of that name. */
  put(table: PretendTable): Promise<void>;
  drop(name: string): Promise<void>;
  /** What callers may not do from now on. */
  deny(rights: readonly PretendRight[]): void;
  /** How often results of each later query are asked for before it is done. */
  setUnfinished(times: number): void;
  close(): Promise<void>;
}

/** BigQuery on 127.0.0.1 with tables of billing exports; it runs the queries it is sent, in DuckDB. */
export async function startPretendBigQuery(options: PretendBigQueryOptions = {}): Promise<PretendBigQuery> {
  const { location = 'EU', mostPerPage = 5000, clock = Date.now, token = 'pretend-token' } = options;
  const board = faultBoard();
  const tables = await openTables((name) => notFound(name, location), clock);
  const world: BigQueryWorld = {
    tables,
    location,
    mostPerPage,
    queries: [],
    jobs: new Map(),
    denied: new Set(),
    unfinished: 0,
  };

  const server = await startBreakableServer({
    port: options.port,
    faults: board,
    clock,
    refused: refusalByFault,
    answer: async ({ request, method, url, body }) => {
      try {
        if (token !== null && request.headers.authorization !== `Bearer ${token}`) {
          throw new BigQueryRefusal(401, 'authError', 'Request had invalid authentication credentials.');
        }
        return await answer(world, { method, url, body });
      } catch (error) {
        if (!(error instanceof BigQueryRefusal)) throw error;
        return json(error.status, error.body());
      }
    },
  });

  return {
    url: server.url,
    faults: board,
    requests: server.requests,
    queries: world.queries,
    put: async (table) => tables.put(table),
    drop: async (name) => tables.drop(name),
    deny: (rights) => {
      world.denied = new Set(rights);
    },
    setUnfinished: (times) => {
      world.unfinished = times;
    },
    async close() {
      await server.close();
      tables.close();
    },
  };
}

function notFound(name: string, location: string): BigQueryRefusal {
  const [project, ...rest] = name.split('.');
  return new BigQueryRefusal(
    404,
    'notFound',
    `Not found: Table ${project}:${rest.join('.')} was not found in location ${location}`,
  );
}

function refusalByFault(faults: Met): Answer | null {
  if (faults.has('too-many-requests')) {
    return json(
      403,
      new BigQueryRefusal(403, 'rateLimitExceeded', 'Exceeded rate limits: too many api requests.').body(),
    );
  }
  if (!faults.has('error-500')) return null;
  return json(
    503,
    new BigQueryRefusal(
      503,
      'backendError',
      'Error encountered during execution. Retrying may solve the problem.',
    ).body(),
  );
}
