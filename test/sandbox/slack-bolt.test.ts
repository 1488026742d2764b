import { App, HTTPReceiver, type Installation } from '@slack/bolt';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';
import { BUTTONS, clientOf, modal, plain, quiet } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';
const LABS = 'T0NWLABS02';
const OAUTH = { clientId: '1000000001.2000000002', clientSecret: 'local-client-secret' };
const patiently = { timeout: 10_000 };
const REDIRECT_PATH = '/slack/oauth_redirect';

let slack: PretendSlack;
let app: App;
/** Where the app listens. */
let origin: string;
let installed: Map<string, Installation>;

beforeEach(async () => {
  installed = new Map();
  const redirectUrls: string[] = [];
  slack = await startPretendSlack({ oauth: { ...OAUTH, redirectUrls } });
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } };
  const receiver = new HTTPReceiver({
    ...OAUTH,
    signingSecret: 'local-signing-secret',
    stateSecret: 'a-secret-for-states',
    scopes: ['chat:write', 'commands'],
    logger: quiet,
    installerOptions: {
      authorizationUrl: `${slack.origin}/oauth/v2/authorize`,
      clientOptions,
      directInstall: true,
    },
    installationStore: {
      storeInstallation: async (installation) => void installed.set(installation.team?.id ?? '', installation),
      fetchInstallation: async ({ teamId = '' }) => {
        const found = installed.get(teamId);
        if (found === undefined) throw new Error('not installed there');
        return found;
      },
      deleteInstallation: async ({ teamId = '' }) => void installed.delete(teamId),
    },
  });
  app = new App({ receiver, deferInitialization: true, logger: quiet, clientOptions });
  await app.init();
  const address = (await app.start({ port: 0, host: '127.0.0.1' })).address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  origin = `http://127.0.0.1:${address.port}`;
  redirectUrls.push(`${origin}${REDIRECT_PATH}`);
  slack.setRequestUrl(`${origin}/slack/events`);
  const token = 'xoxb-local-bot-token';
  const bot = { token, scopes: ['chat:write'], id: 'B0CSIGN001', userId: 'U0CSIGN01' };
  const team = { id: 'T0NORTH001' };
  const user = { id: 'U0ANA0001', token: undefined, scopes: undefined };
  installed.set(team.id, { bot, team, user, enterprise: undefined, authVersion: 'v2' });
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

/** What a browser does: the app's install page, the authorise page of Slack, and the way back with state and cookie. */
async function installInLabs(): Promise<Response> {
  const start = await fetch(`${origin}/slack/install`, { redirect: 'manual' });
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
  const authorize = start.headers.get('location') ?? '';
  expect(authorize.startsWith(`${slack.origin}/oauth/v2/authorize?`)).toBe(true);
  const body = new URLSearchParams({ answer: 'allow', team: LABS, user: 'U0ILSE0101' });
  const back = await fetch(authorize, { method: 'POST', body, redirect: 'manual' });
  return await fetch(`${origin}${REDIRECT_PATH}${new URL(back.headers.get('location') ?? '').search}`, {
    headers: { cookie },
  });
}

test('Bolt installs itself into the second workspace, answers there, and hears when it is uninstalled', async () => {
  app.command('/mlops', async ({ ack, client, command, context }) => {
    await ack();
    await client.chat.postMessage({ channel: command.channel_id, text: `hello from ${context.teamId ?? 'nowhere'}` });
  });
  const gone = new Promise<string | undefined>((resolve) => {
    app.event('app_uninstalled', async ({ context }) => resolve(context.teamId));
  });
  expect((await installInLabs()).status).toBe(200);
  expect(installed.get(LABS)).toMatchObject({
    team: { id: LABS, name: 'Northwind Labs' },
    bot: { scopes: ['chat:write', 'commands'], userId: 'U0CSIGN01', id: 'B0CSIGN001' },
    user: { id: 'U0ILSE0101' },
    isEnterpriseInstall: false,
  });
  const labs = slack.team(LABS);
  await labs?.act.command({ as: 'rui', channel: '#labs-models', command: '/mlops', text: '' });
  const texts = () => labs?.see.messages('#labs-models').map(({ text }) => text);
  await expect.poll(texts, patiently).toEqual([`hello from ${LABS}`]);
  const token = String(installed.get(LABS)?.bot?.token);
  await clientOf(slack, token).apps.uninstall({ client_id: OAUTH.clientId, client_secret: OAUTH.clientSecret });
  expect(await gone).toBe(LABS);
});

test('respond() of Bolt answers through the response URL, and throws when Slack does not take it', async () => {
  const failed = new Promise<unknown>((resolve) => {
    app.action('approve', async ({ ack, respond }) => {
      await ack();
      await respond({ text: 'decided', replace_original: true });
      await respond({ text: 'x', blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] }).catch(resolve);
    });
  });
  const { ts = '' } = await clientOf(slack).chat.postMessage({ channel: APPROVALS, text: 'card', blocks: BUTTONS });
  await slack.act.press({ as: 'mei', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'approve' });
  expect(await failed).toMatchObject({ statusCode: 400 });
  expect(slack.see.messages(APPROVALS, 'mei')).toMatchObject([{ ts, text: 'decided', blocks: [] }]);
});

test('options and closed views reach the listeners of Bolt', async () => {
  const element = { type: 'external_select' as const, action_id: 'name', min_query_length: 1 };
  const view = modal({
    blocks: [{ type: 'input', block_id: 'model', label: plain('Model'), element }],
    notify_on_close: true,
  });
  app.command('/mlops', async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view });
  });
  app.options('name', async ({ ack, options }) => {
    await ack({ options: [{ text: plain(`fraud-${options.value}`), value: options.value }] });
  });
  const closed = new Promise<boolean>((resolve) => {
    app.view({ callback_id: 'confirm', type: 'view_closed' }, async ({ ack, body }) => {
      await ack();
      resolve('is_cleared' in body && body.is_cleared);
    });
  });
  await slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text: 'approve' });
  await expect.poll(() => slack.see.modal('ana')?.viewId, patiently).toBeTruthy();
  const viewId = slack.see.modal('ana')?.viewId ?? '';
  const offered = slack.act.options({ as: 'ana', viewId, blockId: 'model', actionId: 'name', value: 'scorer' });
  expect(await offered).toEqual({ options: [{ text: plain('fraud-scorer'), value: 'scorer' }] });
  await slack.act.close({ as: 'ana', viewId, all: true });
  expect(await closed).toBe(true);
});
