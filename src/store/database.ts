import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';

export type Database = NodePgDatabase;
/** What `db.transaction` hands to its callback. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Executor = Database | Transaction;

export interface OpenDatabase {
  readonly db: Database;
  readonly pool: Pool;
  /** Waits for running queries, at most 10 s, then closes every connection. */
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly maxConnections?: number;
  readonly statementTimeoutMs?: number;
  /** Hears of connections that broke between queries; the pool replaces them by itself. */
  readonly onError?: (error: Error) => void;
}

/** How long closing waits for connections, in milliseconds. */
const closeMs = 10_000;

/**
 * A pool that connects on first use. A statement is cut off after `statementTimeoutMs`, a transaction that stands idle
 * after 30 s, so that a frozen process cannot hold row locks for long.
 */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const timeoutMs = options.statementTimeoutMs ?? 5_000;
  let closing = false;
  const onError = (error: Error) => {
    if (!closing) options.onError?.(error);
  };
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: timeoutMs,
    // Where the server does not even answer that it has cut the statement off. 0 is none, as for the server.
    query_timeout: timeoutMs === 0 ? 0 : timeoutMs + 2_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'countersign',
  });
  pool.on('error', onError);
  // A pool stops listening to a client while it is checked out; without a listener its broken socket ends the process.
  pool.on('connect', (client) => client.on('error', onError));
  const end = async () => {
    closing = true;
    // A connection that breaks as it is closed may never say that it is.
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeMs);
    });
    await Promise.race([pool.end(), late]);
    clearTimeout(timer);
  };
  return { db: drizzle({ client: pool, casing: 'snake_case' }), pool, close: end };
}
