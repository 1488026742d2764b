import { randomBytes, randomUUID } from 'node:crypto';
import { svgPng } from '#adapters/images/svg-png.ts';
import { calmJobs, jobHandlers, jobNames } from '#jobs/handlers.ts';
import { openQueue, type Queue } from '#jobs/queue.ts';
import { type Schedule, startSchedule } from '#jobs/schedule.ts';
import type { SendDrill } from '#operations/drills/run-drill.ts';
import { noticeChangedFolder } from '#operations/playbooks/notice-changed-folder.ts';
import { startPlaybooks } from '#operations/playbooks/playbooks-in-force.ts';
import { rejudgeRequests } from '#operations/rejudge-requests.ts';
import type { Jobs, Setting } from '#operations/setting.ts';
import { readIdentity } from '#slack/listen.ts';
import { slackChat } from '#slack/sender.ts';
import { interactiveClient, senderClient } from '#slack/web-clients.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { countOpenEffects } from '#store/effects.ts';
import { recordWorkspace, workspaceIds } from '#store/workspaces.ts';
import type { AppOptions, RunningApp } from './app-options.ts';
import { connectCosts } from './connect-costs.ts';
import { connectDriftMonitors, driftSources } from './connect-drift.ts';
import { connectPipelines } from './connect-pipelines.ts';
import { costEstimator } from './connect-price-list.ts';
import { connectEndpoints, connectRegistries } from './connect-registries.ts';
import { connectUsage } from './connect-usage.ts';
import { ConfigError } from './errors.ts';
import { type Front, openFront } from './front.ts';
import { checkpointKeyFor, keyFor } from './keys.ts';
import type { Log } from './log.ts';
import { openHooks } from './open-hooks.ts';

/**
 * Starts Countersign against a migrated database, one Slack workspace and the registries of org.yaml. Throws a
 * ConfigError or PlaybookError that says what to mend; nothing is left running then.
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const { log } = options;
  const clientOptions = { botToken: options.slack.botToken.reveal(), apiUrl: options.slack.apiUrl };
  const identity = await readIdentity(interactiveClient(clientOptions));
  const workspaceId = identity.teamId;
  const now = options.now ?? Date.now;
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    const { db, close } = openDatabase({
      url: options.databaseUrl,
      ...(options.connections !== undefined && { maxConnections: options.connections.statements }),
      onError: (err) => log.warn({ err }, 'a database connection broke'),
    });
    closing.push(close);
    await refuseForeignDatabase(db, workspaceId);
    await recordWorkspace(db, {
      id: workspaceId,
      name: identity.teamName,
      installNonce: randomBytes(16).toString('hex'),
    });
    const at = new Date(now()).toISOString();
    const playbooks = await startPlaybooks(db, workspaceId, options.playbooksFolder, at);
    const { org } = playbooks.playbooks().set;
    const queue = await openQueue<Jobs>({
      url: options.databaseUrl,
      names: jobNames,
      calm: calmJobs,
      ...(options.connections !== undefined && { maxConnections: options.connections.jobs }),
      onError: (err, job) => log.error({ err, ...job }, 'a job failed'),
      onDead: async (name, data) => log.error({ queue: name, data }, 'a job was given up'),
    });
    closing.push(() => queue.stop());
    const chat = slackChat({
      client: senderClient(clientOptions),
      teamId: workspaceId,
      botUserId: identity.botUserId,
      markKey: keyFor(options.secret, 'marks', workspaceId),
      paceMs: options.paceMs ?? 1_000,
      drawPng: svgPng,
      now,
    });
    const setting: Setting = {
      workspaceId,
      db,
      now: () => new Date(now()).toISOString(),
      newId: randomUUID,
      sendJob: (tx, name, data, { afterMs, ...options } = {}) =>
        queue.send(
          tx,
          name,
          data,
          afterMs === undefined ? options : { ...options, startAfter: Math.max(0, afterMs / 1000) },
        ),
      ...playbooks,
      playbooksFolder: options.playbooksFolder,
      registries: connectRegistries(org, options.connection),
      endpoints: connectEndpoints(org, options.connection),
      pipelines: options.pipelines ?? connectPipelines(org, options.connection),
      estimateCost: options.estimateCost ?? costEstimator(org, options.connection, () => new Date(now()).toISOString()),
      drift: driftSources(org, options.monitors ?? connectDriftMonitors(org, options.connection, now)),
      costs: options.costs ?? connectCosts(org, options.connection),
      usage: options.usage ?? connectUsage(org, options.connection),
      readProfile: (slackUser) => chat.profile(slackUser),
      readProfileByEmail: (email) => chat.profileByEmail(email),
      readUserGroup: (groupId) => chat.userGroup(groupId),
      pressKey: keyFor(options.secret, 'presses', workspaceId),
      checkpoints:
        options.checkpoints === null
          ? null
          : { key: checkpointKeyFor(options.secret, workspaceId), place: options.checkpoints.place },
    };
    const hooks = openHooks(setting, now, options);
    closing.push(hooks.stop);
    const front = await openFront({
      ...options,
      setting,
      identity,
      clientOptions,
      hooks,
    });
    closing.push(() => front.stop());
    await tellOfFolder(setting, log);
    const schedule =
      options.processes === 'web' ? null : await startWorker(setting, queue, chat, hooks.sendDrill, options);
    if (schedule !== null) closing.push(schedule.stop);
    log.info({ workspace: workspaceId, port: front.port, processes: options.processes }, 'Countersign runs');
    return {
      setting,
      port: front.port,
      tick: schedule?.tick ?? (async () => {}),
      settled: () => settle(setting, queue, front),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Jobs and effects of one database are carried out by whoever works on it, so it belongs to one workspace. */
async function refuseForeignDatabase(db: Database, workspaceId: string): Promise<void> {
  const other = (await workspaceIds(db)).find((id) => id !== workspaceId);
  if (other === undefined) return;
  throw new ConfigError([
    `DATABASE_URL holds the decisions of Slack workspace ${other}, but SLACK_BOT_TOKEN belongs to ${workspaceId}: give each workspace a database of its own`,
  ]);
}

/** The set in force decides whatever the folder holds; people are told of the difference where it can be proposed. */
async function tellOfFolder(setting: Setting, log: Log): Promise<void> {
  const reading = await noticeChangedFolder(setting);
  if (reading.is === 'changed')
    log.warn({ digest: reading.digest }, 'the playbooks folder holds another set than is in force');
  if (reading.is === 'broken') {
    for (const problem of reading.problems)
      log.warn({ problem }, 'the playbooks folder is broken; the set in force decides');
  }
}

async function startWorker(
  setting: Setting,
  queue: Queue<Jobs>,
  chat: ReturnType<typeof slackChat>,
  sendDrill: SendDrill,
  { log, effectLimits }: AppOptions,
): Promise<Schedule> {
  await queue.work(
    jobHandlers({ setting, chat, queue, sendDrill, ...(effectLimits === undefined ? {} : { limits: effectLimits }) }),
  );
  await rejudgeRequests(setting);
  return startSchedule(setting, queue, {
    onError: (err) => log.error({ err }, 'the schedule failed'),
    onOverdue: (count) => log.warn({ count }, 'effects have been open for more than five minutes'),
  });
}

async function settle({ db, workspaceId }: Setting, queue: Queue<Jobs>, front: Front): Promise<void> {
  for (let calm = 0; calm < 2; ) {
    const busy = front.working() > 0 || !(await queue.idle()) || (await countOpenEffects(db, [workspaceId])) > 0;
    calm = busy ? 0 : calm + 1;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
