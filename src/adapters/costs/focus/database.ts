import type { DuckDBConnection } from '@duckdb/node-api';
import { ConfigError, UpstreamError } from '#errors.ts';
import type { FocusFile } from './files.ts';
import type { FocusFilesOptions } from './options.ts';

/** DuckDB, which sees the files it was opened for and nothing else. */
export interface Database {
  /** Rows as text, a part at a time. Throws an UpstreamError. */
  rows(sql: string, params?: Readonly<Record<string, string>>): AsyncGenerator<readonly (readonly (string | null)[])[]>;
}

/** Opens DuckDB in memory for as long as `use` takes. Throws a ConfigError where the package is not installed. */
export async function withDatabase<T>(
  { title, memory }: FocusFilesOptions,
  files: readonly FocusFile[],
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await duckdb(title);
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memory,
    threads: '2',
    autoinstall_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(`SET allowed_paths = [${files.map(({ path }) => quoted(path)).join(', ')}]`);
    await connection.run('SET enable_external_access = false');
    return await use({ rows: (sql, params = {}) => rowsOf(title, connection, sql, params) });
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Text as a literal of SQL. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

async function* rowsOf(
  title: string,
  connection: DuckDBConnection,
  sql: string,
  params: Readonly<Record<string, string>>,
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  try {
    const result = await connection.stream(sql, { ...params });
    for await (const rows of result.yieldRowsJson()) yield rows.map((row) => row.map(textOf));
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    const said = cause instanceof Error ? (cause.message.split('\n')[0] ?? '').slice(0, 300) : '';
    const memory = /Out of Memory/i.test(said);
    const fix = memory
      ? 'Ask for fewer days, or give the bill fewer files.'
      : 'Check whether the file is whole, and fetch it again.';
    throw new UpstreamError(
      title,
      `${title} cannot be read. DuckDB says: ${said} ${fix}`,
      { retryable: memory, mendable: true },
      { cause },
    );
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string' || value === null) return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

async function duckdb(title: string) {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    const sentence = `${title} is read with DuckDB, which is not installed: run npm install --include=optional, or take the connection out of org.yaml`;
    throw new ConfigError([sentence], { cause });
  }
}
