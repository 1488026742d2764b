import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { answeredBefore } from '#sandbox/answered-before.ts';
import { type LocalWorkspace, startLocalWorkspace } from '#sandbox/local-workspace.ts';
import { joinWorkspace, monitorHook } from '#sandbox/run-demo.ts';
import { removeEmbeddedPostgres } from '#store/embedded-postgres/remove-embedded-postgres.ts';
import { startApp } from './app.ts';
import type { RunningApp } from './app-options.ts';
import { readLocalConfig } from './config.ts';
import { openDatabaseServer } from './database-server.ts';
import { startOutsideFreezes } from './demo-start.ts';
import { openLog } from './log.ts';
import { readManifest } from './manifest.ts';
import { Secret } from './secret.ts';
import { untilStopped } from './until-stopped.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs the local workspace with everything in it until Ctrl-C. What was done is there again at the next start. */
export async function runDemo({ fresh, port }: { fresh: boolean; port: number }): Promise<number> {
  const folder = `${root}.countersign`;
  const local = readLocalConfig();
  if (fresh) {
    await removeEmbeddedPostgres(`${folder}/postgres`);
    rmSync(`${folder}/workspace.json`, { force: true });
    rmSync(`${folder}/secret`, { force: true });
  }
  mkdirSync(folder, { recursive: true });
  const say = (line: string) => process.stdout.write(`${line}\n`);
  say('Starting the local workspace…');
  const stopping = untilStopped();
  const database = await openDatabaseServer({ url: local.databaseUrl, folder: `${folder}/postgres`, log: () => {} });
  const closing: (() => Promise<unknown>)[] = [database.stop];
  try {
    const workspace = await openWorkspace({ port, file: `${folder}/workspace.json` });
    closing.push(workspace.stop);
    const app = await startDemoApp(workspace, { databaseUrl: database.url, secret: secretIn(`${folder}/secret`) });
    closing.push(app.stop);
    workspace.slack.setRequestUrl(`http://127.0.0.1:${app.port}/slack/events`);
    const log = openLog('warn', process.stderr);
    const leave = joinWorkspace(workspace, app, (err) => log.error({ err }, 'the clock was moved, but nobody looked'));
    closing.push(async () => leave());
    await answeredBefore(workspace.slack, () => app.settled());
    const saving = setInterval(
      () => void workspace.save().catch((err: unknown) => log.warn({ err }, 'the workspace was not kept')),
      5_000,
    );
    closing.push(async () => clearInterval(saving));
    say(
      `\n  Open ${workspace.slack.origin}\n\n  Type /mlops promote in #ml-approvals and follow the card. Ctrl-C stops everything;\n  what you did is there again next time (npm run demo -- --fresh starts over).\n`,
    );
    await stopping;
    say('Stopping…');
    return 0;
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

/** The pretend company, with the app installed as `manifest.json` asks, optional scopes included. */
export async function openWorkspace(place: { port: number; file: string | null }): Promise<LocalWorkspace> {
  const { display_information: display, features, oauth_config: oauth, settings } = await readManifest();
  return await startLocalWorkspace({
    ...place,
    startMs: startOutsideFreezes(await readPlaybooks(`${root}playbooks`), Date.now()),
    slack: {
      scopes: [...oauth.scopes.bot, ...oauth.scopes.bot_optional],
      app: {
        id: 'A0CSIGN001',
        name: display.name,
        botUserId: 'U0CSIGN01',
        botId: 'B0CSIGN001',
        commands: features.slash_commands.map((one) => ({
          command: one.command,
          description: one.description,
          usageHint: one.usage_hint,
          shouldEscape: one.should_escape,
        })),
        events: settings.event_subscriptions.bot_events,
        homeTab: features.app_home.home_tab_enabled,
      },
    },
  });
}

const noSecrets = { username: null, password: null, token: null, webhookSecret: null };

/** Countersign itself, unchanged, pointed at the pretend Slack, MLflow, Vertex AI and Kubeflow. */
export async function startDemoApp(
  workspace: LocalWorkspace,
  options: { databaseUrl: string; secret: Secret; logLevel?: string } & Partial<Parameters<typeof startApp>[0]>,
): Promise<RunningApp> {
  const { slack, mlflow, vertex, kubeflow, bigquery, usage } = workspace;
  const others = new Map([
    ['vertex', vertex.url],
    ['kubeflow', kubeflow.url],
    ['usage', usage.url],
    ['usage-dev', usage.url],
    // Where nobody answers, the bill says that it could not be read.
    ['billing', bigquery?.url ?? 'http://127.0.0.1:9'],
  ]);
  return await startApp({
    checkpoints: { place: null },
    playbooksFolder: `${root}playbooks`,
    slack: {
      botToken: new Secret('xoxb-local-bot-token'),
      transport: { mode: 'http', signingSecret: new Secret('local-signing-secret') },
      apiUrl: slack.apiUrl,
    },
    host: '127.0.0.1',
    port: 0,
    connection: (id) => ({
      ...noSecrets,
      url: others.get(id) ?? mlflow.url,
      webhookSecret: id === monitorHook.connection ? new Secret(monitorHook.secret) : null,
    }),
    log: openLog(options.logLevel ?? 'warn', process.stderr),
    processes: 'all',
    now: () => slack.clock.now(),
    ...options,
  });
}

function secretIn(file: string): Secret {
  try {
    return new Secret(readFileSync(file, 'utf8'));
  } catch {
    const secret = randomBytes(32).toString('hex');
    writeFileSync(file, secret, { mode: 0o600 });
    return new Secret(secret);
  }
}
