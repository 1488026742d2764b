import { startEmbeddedPostgres } from '#store/embedded-postgres/start-embedded-postgres.ts';
import { migrate } from '#store/migrate.ts';
import type { Secret } from './secret.ts';

export interface DatabaseServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The database that was given, or an embedded PostgreSQL in `folder`; brought up to date unless `migrate` is false. */
export async function openDatabaseServer(options: {
  url: Secret | null;
  folder: string;
  log: (sentence: string) => void;
  migrate?: boolean;
}): Promise<DatabaseServer> {
  const server =
    options.url === null
      ? await startEmbeddedPostgres({ directory: options.folder, log: options.log })
      : { url: options.url.reveal(), stop: async () => {} };
  try {
    if (options.migrate !== false) await migrate(server.url);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}
