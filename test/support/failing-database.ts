import { type Database, openDatabase } from '#store/database.ts';

/** A database whose connections are lost at one statement, the first of all being 1, and stay lost. */
export function failingDatabase(
  url: string,
  statement: number,
): { readonly db: Database; readonly failed: () => boolean; readonly close: () => Promise<void> } {
  const opened = openDatabase({ url, maxConnections: 4 });
  let count = 0;
  const lost = () => {
    count += 1;
    return count >= statement;
  };
  const { pool } = opened;
  const wrapped = new WeakSet<object>();
  pool.on('connect', (client) => {
    if (wrapped.has(client)) return;
    wrapped.add(client);
    const query = client.query.bind(client) as (...asked: readonly unknown[]) => unknown;
    Object.assign(client, {
      query: (...asked: readonly unknown[]) => {
        if (!lost()) return query(...asked);
        const error = new Error('the connection was lost');
        const last = asked.at(-1);
        if (typeof last !== 'function') return Promise.reject(error);
        return void last(error);
      },
    });
  });
  return { db: opened.db, failed: () => count >= statement, close: opened.close };
}
