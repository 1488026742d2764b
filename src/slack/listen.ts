import { App, AuthorizationError, type Logger, type Receiver } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { Refusal } from '#errors.ts';
import type { Bot } from './bot.ts';
import { listenToActions } from './listen-actions.ts';
import { listenToCommands } from './listen-commands.ts';
import { listenToHome } from './listen-home.ts';
import { listenToOptions } from './listen-options.ts';
import { listenToProfiles } from './listen-profiles.ts';
import { listenToSubmissions } from './listen-submissions.ts';
import { fromTheFuture } from './replay.ts';
import { fetchResponseUrl, leadsToSlack } from './response-url.ts';

/** Who the app is in a workspace, as auth.test said. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly botId: string;
  readonly botUserId: string;
}

/** Asks Slack who the token belongs to. Throws Slack's own error. */
export async function readIdentity(client: WebClient): Promise<Identity> {
  const { team_id: teamId, team, bot_id: botId, user_id: botUserId } = await client.auth.test();
  if (teamId === undefined || botId === undefined || botUserId === undefined) {
    throw new Error('auth.test names no team or bot: the token is not a bot token');
  }
  return { teamId, teamName: team ?? teamId, botId, botUserId };
}

/**
 * A Bolt app over a receiver made by hand. Every listener acks first and works afterwards; a request of another team,
 * one dated more than a minute ahead, or one to be answered elsewhere than at Slack reaches no listener.
 */
export async function slackApp(
  bot: Bot,
  options: {
    receiver: Receiver;
    logger: Logger;
    identity: Identity;
    botToken: string;
    apiUrl: string | null;
    /** Hears 1 when work on an interaction begins and -1 when it ends. */
    onWork: (change: 1 | -1) => void;
  },
): Promise<App> {
  const { identity, botToken } = options;
  const app = new App({
    receiver: options.receiver,
    logger: options.logger,
    deferInitialization: true,
    // Its own client is never used; what is left of these options is how `respond` fetches.
    clientOptions: { fetch: fetchResponseUrl },
    authorize: async ({ teamId }) => {
      if (teamId !== identity.teamId) throw new Error('the app is not installed in that workspace');
      return { botToken, botId: identity.botId, botUserId: identity.botUserId, teamId: identity.teamId };
    },
  });
  app.use(async ({ body, context, next }) => {
    if (fromTheFuture(context.slackTimestamp, Date.now())) return;
    if (!leadsToSlack(body, options.apiUrl)) {
      const sentence = 'An interaction with a response_url elsewhere than at Slack was dropped.';
      return bot.note(new Refusal('foreign_response_url', sentence), 'slack listener');
    }
    options.onWork(1);
    try {
      await next();
    } finally {
      options.onWork(-1);
    }
  });
  app.error(async (error) => {
    if (!(error instanceof AuthorizationError)) return void bot.reportBug(error, 'slack listener');
    const sentence = 'Something of a workspace in which the app is not installed was dropped.';
    bot.note(new Refusal('foreign_workspace', sentence), 'slack listener');
  });
  listenToCommands(app, bot);
  listenToActions(app, bot);
  listenToSubmissions(app, bot);
  listenToOptions(app, bot);
  listenToHome(app, bot);
  listenToProfiles(app, bot);
  await app.init();
  return app;
}
