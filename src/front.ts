import { randomBytes } from 'node:crypto';
import { type Logger, LogLevel, type Receiver } from '@slack/bolt';
import { sql } from 'drizzle-orm';
import type { Setting } from '#operations/setting.ts';
import type { Bot } from '#slack/bot.ts';
import { type Identity, slackApp } from '#slack/listen.ts';
import { markedEffect } from '#slack/message-mark.ts';
import { httpReceiver, socketReceiver } from '#slack/receivers.ts';
import { interactiveClient } from '#slack/web-clients.ts';
import { routesOf } from '#web/routes.ts';
import { serveRoutes } from '#web/serve.ts';
import { answerUnrouted } from '#web/unrouted.ts';
import type { AppOptions } from './app-options.ts';
import { keyFor } from './keys.ts';
import type { Log } from './log.ts';
import type { Hooks } from './open-hooks.ts';

/** What faces Slack, hooks and the platform. */
export interface Front {
  readonly port: number;
  /** How many interactions are being worked on. */
  readonly working: () => number;
  /** Takes nothing more and waits, at most 10 s, for the interactions that are being worked on. */
  readonly stop: () => Promise<void>;
}

interface FrontOptions extends AppOptions {
  readonly setting: Setting;
  readonly identity: Identity;
  readonly clientOptions: { readonly botToken: string; readonly apiUrl: string | null };
  readonly hooks: Pick<Hooks, 'sources' | 'onRefused'>;
}

/** Opens the HTTP port (`web`, `all`) and the way to Slack: signed requests on that port, or a socket (`worker`, `all`). */
export async function openFront(options: FrontOptions): Promise<Front> {
  const { log, setting, slack, processes } = options;
  const { transport } = slack;
  const state = { working: 0, connected: transport.mode === 'http' };
  const bot: Bot = {
    setting,
    client: interactiveClient(options.clientOptions),
    effectOf: (metadata) =>
      markedEffect(keyFor(options.secret, 'marks', setting.workspaceId), setting.workspaceId, metadata),
    reportBug: (err, where) => {
      const reference = randomBytes(3).toString('hex');
      log.error({ err, where, reference }, 'a bug');
      return reference;
    },
    note: (err, where) => log.info({ err, where }, 'refused or not answered'),
  };
  const routes = routesOf(
    setting,
    {
      troubles: async () => {
        await setting.db.execute(sql`select 1`);
        return state.connected ? [] : ['the socket to Slack is not connected'];
      },
      metrics: async () => new Map([['interactions_working', state.working]]),
      onError: (err, where) => log.error({ err, where }, 'a web route failed'),
    },
    options.hooks,
  );
  const unrouted = answerUnrouted(options.hooks.onRefused);
  const logger = boltLogger(log);
  const start = async (receiver: Receiver) => {
    const app = await slackApp(bot, {
      ...options.clientOptions,
      receiver,
      logger,
      identity: options.identity,
      onWork: (n) => (state.working += n),
    });
    return app;
  };
  const address = { host: options.host, port: options.port };
  if (transport.mode === 'http') {
    if (processes === 'worker') return { port: 0, working: () => 0, stop: async () => {} };
    const receiver = httpReceiver({
      signingSecret: transport.signingSecret.reveal(),
      routes,
      unrouted,
      logger,
    });
    await start(receiver);
    const server = await receiver.start({ ...address });
    const bound = server.address();
    return {
      port: typeof bound === 'object' && bound !== null ? bound.port : address.port,
      working: () => state.working,
      stop: async () => {
        if ('closeAllConnections' in server) server.closeIdleConnections();
        await receiver.stop();
        await workDone(state);
      },
    };
  }
  const server = processes === 'worker' ? null : await serveRoutes(routes, unrouted, address);
  const receiver =
    processes === 'web'
      ? null
      : socketReceiver({
          appToken: transport.appToken.reveal(),
          apiUrl: slack.apiUrl,
          logger,
          onState: (connected) => {
            state.connected = connected;
          },
        });
  if (receiver === null) state.connected = true;
  else {
    await start(receiver);
    await receiver.start();
  }
  return {
    port: server?.port ?? 0,
    working: () => state.working,
    stop: async () => {
      await receiver?.stop();
      await server?.stop();
      await workDone(state);
    },
  };
}

/** Slack sends nothing again that was acked, so what is being worked on is brought to its end; given up after 10 s. */
async function workDone(state: { readonly working: number }): Promise<void> {
  const patience = performance.now() + 10_000;
  while (state.working > 0 && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Bolt's and the SDK's own lines, in our log; their debug lines would repeat bodies. */
function boltLogger(log: Log): Logger {
  const child = log.child({ from: 'bolt' });
  const said = (parts: readonly unknown[]) => parts.map(String).join(' ');
  return {
    debug: () => {},
    info: (...parts) => child.debug(said(parts)),
    warn: (...parts) => child.warn({ said: said(parts) }, 'Bolt warns'),
    error: (...parts) => child.error({ said: said(parts) }, 'Bolt reports an error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
