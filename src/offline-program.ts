import { randomBytes, randomUUID } from 'node:crypto';
import type { OpenProgram } from '#cli/playbooks/verb.ts';
import { jobNames } from '#jobs/handlers.ts';
import { openQueue } from '#jobs/queue.ts';
import type { Jobs } from '#operations/setting.ts';
import { readIdentity } from '#slack/listen.ts';
import { interactiveClient } from '#slack/web-clients.ts';
import type { Database } from '#store/database.ts';
import { recordWorkspace, workspaceIds } from '#store/workspaces.ts';
import { readConfig } from './config.ts';

/**
 * Runs `work` with the database, the queue and the Slack workspace of the database. What it sends is done by the worker
 * that runs, or by the next. Throws a ConfigError if the database is empty and the configuration names no workspace.
 */
export async function withProgram<T>(
  { db, url }: { readonly db: Database; readonly url: string },
  work: (program: OpenProgram) => Promise<T>,
): Promise<T> {
  const workspaceId = await workspaceOf(db);
  // It carries nothing out; what fails while something is sent is thrown there.
  const queue = await openQueue<Jobs>({ url, names: jobNames, onError: () => {}, onDead: async () => {} });
  try {
    return await work({
      workspaceId,
      db,
      now: () => new Date().toISOString(),
      newId: randomUUID,
      sendJob: (tx, name, data, { afterMs } = {}) =>
        queue.send(tx, name, data, afterMs === undefined ? {} : { startAfter: Math.max(0, afterMs / 1000) }),
    });
  } finally {
    await queue.stop();
  }
}

/** The workspace of the database; of an empty one, that of the bot token, which is recorded. */
async function workspaceOf(db: Database): Promise<string> {
  const [known] = await workspaceIds(db);
  if (known !== undefined) return known;
  const { slack } = readConfig();
  const client = interactiveClient({ botToken: slack.botToken.reveal(), apiUrl: slack.apiUrl });
  const { teamId, teamName } = await readIdentity(client);
  await recordWorkspace(db, { id: teamId, name: teamName, installNonce: randomBytes(16).toString('hex') });
  return teamId;
}
