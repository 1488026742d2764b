import { App, HTTPReceiver } from '@slack/bolt';
import type { Button, KnownBlock } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';
import { modal, plain, quiet } from './slack-scripted-app.ts';

const SECRET = 'a-signing-secret';
const APPROVALS = 'C0MLAPPR01';

let slack: PretendSlack;
let app: App;
let seenEvents: string[];

function card(text: string, buttons: boolean): KnownBlock[] {
  const facts: KnownBlock = { type: 'section', text: { type: 'mrkdwn', text } };
  const button: Button = { type: 'button', action_id: 'approve', text: plain('Approve…'), value: 'r1' };
  return buttons ? [facts, { type: 'actions', block_id: 'verbs', elements: [button] }] : [facts];
}

beforeEach(async () => {
  slack = await startPretendSlack({ signingSecret: SECRET });
  seenEvents = [];
  const receiver = new HTTPReceiver({ signingSecret: SECRET, logger: quiet, unhandledRequestTimeoutMillis: 50 });
  app = new App({
    token: 'xoxb-local-bot-token',
    receiver,
    deferInitialization: true,
    logger: quiet,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  app.command('/mlops', async ({ ack, client, command }) => {
    await ack();
    const text = 'Promote fraud-scorer v7 to production';
    await client.chat.postMessage({ channel: command.channel_id, text, blocks: card(text, true) });
  });
  app.action('approve', async ({ ack, body, client, action }) => {
    await ack();
    const message = 'message' in body ? body.message : undefined;
    const privateMetadata = JSON.stringify({ ts: message?.ts, value: 'value' in action ? action.value : null });
    if (!('trigger_id' in body)) return;
    await client.views.open({ trigger_id: body.trigger_id, view: modal({ private_metadata: privateMetadata }) });
  });
  app.view('confirm', async ({ ack, view, client, body }) => {
    const reason = view.state.values.reason?.text?.value ?? '';
    if (reason.length < 5) {
      await ack({ response_action: 'errors', errors: { reason: 'Say a little more.' } });
      return;
    }
    await ack();
    const { ts } = JSON.parse(view.private_metadata) as { ts: string };
    const text = `Promoted: approved by ${body.user.name}, “${reason}”`;
    await client.chat.update({ channel: APPROVALS, ts, text, blocks: card(text, false) });
    await client.chat.postMessage({ channel: APPROVALS, text: reason, thread_ts: ts });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    seenEvents.push(event.type);
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: card('Nothing waits', false) } });
  });
  app.event('app_mention', async ({ event, say }) => {
    seenEvents.push(event.type);
    await say({ text: 'Type /mlops help', thread_ts: event.ts });
  });
  await app.init();
  const server = await app.start({ port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  slack.setRequestUrl(`http://127.0.0.1:${address.port}/slack/events`);
});
afterEach(async () => {
  await app.stop();
  await slack.stop();
});

/** Waits for the next change of a kind; Bolt acks before a listener ends. */
function change(type: string, count = 1): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const stop = slack.watch((event) => {
      if (event.type !== type) return;
      left -= 1;
      if (left > 0) return;
      stop();
      resolve();
    });
  });
}

test('command, card, click, modal, refused reason, submission, changed card and thread', async () => {
  const posted = change('message');
  expect(await slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text: 'promote' })).toEqual({
    acked: true,
    status: 200,
    ackMs: expect.any(Number),
    notice: null,
  });
  await posted;
  const [message] = slack.see.messages('#ml-approvals', 'mei');
  const ts = message?.ts ?? '';
  expect(message).toMatchObject({ user: 'U0CSIGN01', text: 'Promote fraud-scorer v7 to production' });

  const opened = change('modal');
  await slack.act.press({ as: 'mei', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'approve' });
  await opened;
  const viewId = slack.see.modal('mei')?.viewId ?? '';
  expect(slack.see.modal('ana')).toBeNull();

  await slack.act.submit({ as: 'mei', viewId, values: { reason: { text: 'ok' } } });
  expect(slack.see.modal('mei')?.errors).toEqual({ reason: 'Say a little more.' });

  const changed = change('message', 3);
  await slack.act.submit({ as: 'mei', viewId, values: { reason: { text: 'metrics hold' } } });
  expect(slack.see.modal('mei')).toBeNull();
  await changed;
  expect(slack.see.messages('#ml-approvals', 'ana')).toMatchObject([
    { ts, text: 'Promoted: approved by mei, “metrics hold”', edited: false, replyCount: 1 },
  ]);
  expect(slack.see.messages('#ml-approvals', 'ana', ts)).toMatchObject([{ text: 'metrics hold', threadTs: ts }]);
});

test('Home and mentions reach the app and its answers are seen', async () => {
  const published = change('home');
  await slack.act.openHome('tom');
  await published;
  expect(slack.see.home('tom')).toMatchObject({ type: 'home', blocks: [{ text: { text: 'Nothing waits' } }] });
  const answered = change('message', 2);
  const { ts } = await slack.act.say({ as: 'ana', channel: '#fraud', text: '@countersign help' });
  await answered;
  expect(slack.see.messages('#fraud', 'ana', ts)).toMatchObject([{ text: 'Type /mlops help' }]);
  expect(seenEvents).toEqual(['app_home_opened', 'app_mention']);
});

test('a click nobody listens to is told to the person', async () => {
  const button: Button = { type: 'button', action_id: 'unheard', text: plain('Press') };
  const blocks: KnownBlock[] = [{ type: 'actions', block_id: 'verbs', elements: [button] }];
  const { ts = '' } = await app.client.chat.postMessage({ channel: APPROVALS, text: 'x', blocks });
  const act = { as: 'mei', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'unheard' };
  expect(await slack.act.press(act)).toMatchObject({
    acked: false,
    status: 404,
    notice: 'The app did not respond.',
  });
});

describe('what Bolt says to single requests', () => {
  const event = () => ({
    kind: 'event' as const,
    title: 'app_home_opened',
    payload: { type: 'event_callback', team_id: 'T0NORTH001', event: { type: 'app_home_opened', user: 'U0TOM0005' } },
    retry: null,
  });

  test('bad, unsigned, tampered and stale ones are refused, a future one is taken', async () => {
    const status = async (spoiling: object) => (await slack.wire.send(event(), spoiling)).status;
    expect(await status({})).toBe(200);
    expect(await status({ secret: 'another' })).toBe(401);
    expect(await status({ unsigned: true })).toBe(401);
    expect(await status({ tampered: true })).toBe(401);
    expect(await status({ ageSec: 301 })).toBe(401);
    expect(await status({ ageSec: -3600 })).toBe(200);
  });

  test('a replay within five minutes passes its signature check', async () => {
    await slack.wire.send(event());
    expect(await slack.wire.replay()).toMatchObject({ status: 200 });
    expect(seenEvents).toEqual(['app_home_opened', 'app_home_opened']);
  });

  test('ssl_check and url_verification are answered', async () => {
    expect(await slack.wire.sslCheck()).toMatchObject({ status: 200 });
    expect(await slack.wire.urlVerification('abc')).toMatchObject({ status: 200, body: { challenge: 'abc' } });
  });
});
