import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { northwind } from '#sandbox/mlflow/seed.ts';
import { type PretendMlflow, startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';
import { removeEmbeddedPostgres } from '#store/embedded-postgres/remove-embedded-postgres.ts';
import { startEmbeddedPostgres } from '#store/embedded-postgres/start-embedded-postgres.ts';
import { migrate } from '#store/migrate.ts';
import type { Closing } from './closing.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const botToken = 'xoxb-local-bot-token';
export const signingSecret = 'local-signing-secret';

/** Everything outside the programs that are measured: a PostgreSQL of this run alone, a pretend Slack and MLflow. */
export interface Surroundings {
  readonly slack: PretendSlack;
  readonly mlflow: PretendMlflow;
  /** Makes a migrated database and answers its URL. */
  newDatabase(name: string): Promise<string>;
}

export async function startSurroundings(closing: Closing): Promise<Surroundings> {
  const serverUrl = await startServer(closing);
  const mlflow = await startPretendMlflow({ seed: northwind(Date.now()) });
  closing.add(() => mlflow.close());
  const slack = await startPretendSlack({ rateLimits: 'off' });
  closing.add(() => slack.stop());
  return {
    slack,
    mlflow,
    newDatabase: async (name) => {
      const client = new Client({ connectionString: serverUrl });
      await client.connect();
      try {
        await client.query(`create database "${name}"`);
      } finally {
        await client.end();
      }
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      await migrate(url.href);
      return url.href;
    },
  };
}

/** With the settings of a new cluster, so that every commit waits for the disk as it would in earnest. */
async function startServer(closing: Closing): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  chmodSync(directory, 0o711);
  closing.add(() => rmSync(directory, { recursive: true, force: true }));
  const starting = startEmbeddedPostgres({ directory, log: () => {} });
  closing.add(async () => {
    const [started] = await Promise.allSettled([starting]);
    if (started.status === 'fulfilled') await started.value.stop();
    await removeEmbeddedPostgres(directory);
  });
  return (await starting).url;
}
