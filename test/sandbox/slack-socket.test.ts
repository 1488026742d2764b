import { App, SocketModeReceiver } from '@slack/bolt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { heldClock } from '#sandbox/slack/clock.ts';
import { type PretendSlack, startPretendSlack } from '#sandbox/slack/server.ts';
import { BUTTONS, clientOf, type Json, modal, NOON, quiet } from './slack-scripted-app.ts';

let slack: PretendSlack;
const stops: (() => Promise<unknown> | void)[] = [];

beforeEach(async () => {
  slack = await startPretendSlack({ delivery: { mode: 'socket' }, clock: heldClock(NOON) });
});
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  await slack.stop();
});

const command = () => slack.act.command({ as: 'ana', channel: '#fraud', command: '/mlops', text: 'help' });

interface Envelope extends Json {
  readonly type: string;
  readonly envelope_id: string;
  readonly payload: Json;
}

interface BareSocket {
  readonly heard: Envelope[];
  readonly next: (type: string) => Promise<Envelope>;
  readonly socket: WebSocket;
}

/** A socket without a client: what it hears, and how it acks. */
async function bareSocket(url?: string): Promise<BareSocket> {
  const opened = url ?? (await clientOf(slack, 'xapp-local-app-token').apps.connections.open({})).url ?? '';
  const socket = new WebSocket(opened);
  const heard: Envelope[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString()));
    for (const look of waiting) look();
  });
  stops.push(() => socket.terminate());
  const next = (type: string) =>
    new Promise<Envelope>((resolve) => {
      const look = () => {
        const index = heard.findIndex((one) => one.type === type);
        if (index < 0) return;
        waiting.delete(look);
        resolve(heard.splice(index, 1)[0] as Envelope);
      };
      waiting.add(look);
      look();
    });
  await next('hello');
  return { heard, next, socket };
}

test('Bolt over Socket Mode: a command is acked, an event heard, a refresh followed by another socket', async () => {
  const receiver = new SocketModeReceiver({
    appToken: 'xapp-local-app-token',
    logger: quiet,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  });
  const app = new App({
    token: 'xoxb-local-bot-token',
    receiver,
    deferInitialization: true,
    logger: quiet,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
  app.command('/mlops', async ({ ack, command }) => ack(`you typed ${command.text}`));
  const opened = new Promise((resolve) => {
    app.event('app_home_opened', async ({ event }) => resolve(event.user));
  });
  await app.init();
  await app.start();
  stops.push(() => app.stop());
  expect(slack.sockets.connected).toBe(1);
  expect(await command()).toMatchObject({ acked: true, status: 200, notice: null });
  expect(slack.see.messages('#fraud', 'ana')).toMatchObject([{ text: 'you typed help', ephemeral: true }]);
  await slack.act.openHome('mei');
  expect(await opened).toBe('U0MEI0003');
  const back = new Promise((resolve) => receiver.client.once('connected', resolve));
  slack.sockets.disconnect('refresh_requested');
  await back;
  expect(slack.sockets.connected).toBe(1);
  expect(await command()).toMatchObject({ acked: true });
});

test('an envelope goes to exactly one of the sockets, and its ack may carry the answer', async () => {
  const first = await bareSocket();
  const second = await bareSocket();
  expect(slack.sockets.connected).toBe(2);
  const answered = command();
  const owner = await Promise.race([
    first.next('slash_commands').then((envelope) => ({ envelope, socket: first.socket, other: second })),
    second.next('slash_commands').then((envelope) => ({ envelope, socket: second.socket, other: first })),
  ]);
  expect(owner.envelope).toMatchObject({
    envelope_id: expect.any(String),
    accepts_response_payload: true,
    payload: { command: '/mlops', user_id: 'U0ANA0001' },
  });
  expect(owner.other.heard).toEqual([]);
  owner.socket.send(JSON.stringify({ envelope_id: owner.envelope.envelope_id, payload: { text: 'hello' } }));
  expect(await answered).toMatchObject({ acked: true });
  expect(slack.see.messages('#fraud', 'ana')).toMatchObject([{ text: 'hello' }]);
});

test('an event nobody acks comes again with its attempt and reason, a command does not', async () => {
  const app = await bareSocket();
  slack.ackDeadline.ms = 100;
  await slack.act.openHome('mei');
  const first = await app.next('events_api');
  expect(first).toMatchObject({ retry_attempt: 0, retry_reason: '', accepts_response_payload: false });
  const again = await app.next('events_api');
  expect(again).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout' });
  expect(again.payload.event_id).toBe(first.payload.event_id);
  app.socket.send(JSON.stringify({ envelope_id: again.envelope_id }));
  expect(await command()).toMatchObject({ acked: false, notice: expect.stringContaining('did not respond') });
  await app.next('slash_commands');
  expect(app.heard).toEqual([]);
});

test('a socket address works once', async () => {
  const { url = '' } = await clientOf(slack, 'xapp-local-app-token').apps.connections.open({});
  await bareSocket(url);
  const again = new WebSocket(url);
  const refused = await new Promise((resolve) => again.on('error', (error) => resolve(error.message)));
  expect(refused).toContain('401');
});

test('the eleventh socket is turned away', async () => {
  for (let count = 0; count < 10; count += 1) await bareSocket();
  const { url = '' } = await clientOf(slack, 'xapp-local-app-token').apps.connections.open({});
  const socket = new WebSocket(url);
  const said = await new Promise((resolve) =>
    socket.on('message', (data: Buffer) => resolve(JSON.parse(data.toString()))),
  );
  expect(said).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
});

test('a refresh says goodbye and closes, a warning only warns, a drop says nothing', async () => {
  const app = await bareSocket();
  slack.sockets.disconnect('warning');
  expect(await app.next('disconnect')).toMatchObject({ reason: 'warning' });
  expect(slack.sockets.connected).toBe(1);
  const closed = new Promise((resolve) => app.socket.on('close', resolve));
  slack.sockets.disconnect('refresh_requested');
  expect(await app.next('disconnect')).toMatchObject({ reason: 'refresh_requested' });
  await closed;
  expect(slack.sockets.connected).toBe(0);
  const other = await bareSocket();
  const cut = new Promise((resolve) => other.socket.on('close', resolve));
  slack.sockets.drop();
  expect(await cut).toBe(1006);
});

test('a hello says how many sockets there are, and for which app', async () => {
  const hellos: Envelope[] = [];
  for (let count = 0; count < 2; count += 1) {
    const { url = '' } = await clientOf(slack, 'xapp-local-app-token').apps.connections.open({});
    const socket = new WebSocket(url);
    stops.push(() => socket.terminate());
    hellos.push(
      await new Promise((resolve) => socket.on('message', (data: Buffer) => resolve(JSON.parse(data.toString())))),
    );
  }
  expect(hellos).toMatchObject([
    {
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0CSIGN001' },
      debug_info: { host: expect.any(String), approximate_connection_time: expect.any(Number) },
    },
    { num_connections: 2 },
  ]);
});

test('a link that was disabled is told so and closed', async () => {
  const app = await bareSocket();
  const closed = new Promise((resolve) => app.socket.on('close', resolve));
  slack.sockets.disconnect('link_disabled');
  expect(await app.next('disconnect')).toMatchObject({ reason: 'link_disabled' });
  await closed;
});

test('every ten seconds it pings each socket', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  stops.push(() => void vi.useRealTimers());
  const other = await startPretendSlack({ delivery: { mode: 'socket' } });
  stops.push(() => other.stop());
  const { url = '' } = await clientOf(other, 'xapp-local-app-token').apps.connections.open({});
  const { socket } = await bareSocket(url);
  const pinged = new Promise((resolve) => socket.on('ping', () => resolve('pinged')));
  vi.advanceTimersByTime(10_000);
  expect(await pinged).toBe('pinged');
});

test('an ack after the deadline has no effect', async () => {
  const app = await bareSocket();
  slack.ackDeadline.ms = 40;
  expect(await command()).toMatchObject({ acked: false });
  const late = await app.next('slash_commands');
  app.socket.send(JSON.stringify({ envelope_id: late.envelope_id, payload: { text: 'too late' } }));
  slack.ackDeadline.ms = 3000;
  const answered = command();
  const { envelope_id } = await app.next('slash_commands');
  app.socket.send(JSON.stringify({ envelope_id, payload: { text: 'in time' } }));
  expect(await answered).toMatchObject({ acked: true });
  expect(slack.see.messages('#fraud', 'ana').map(({ text }) => text)).toEqual(['in time']);
});

test('an event whose socket was dropped comes again over another', async () => {
  const [first, second] = [await bareSocket(), await bareSocket()];
  const opened = slack.act.openHome('mei');
  const [byFirst, bySecond] = [first.next('events_api'), second.next('events_api')];
  const { owner, other, eventId } = await Promise.race([
    byFirst.then(({ payload }) => ({ owner: first, other: bySecond, eventId: payload.event_id })),
    bySecond.then(({ payload }) => ({ owner: second, other: byFirst, eventId: payload.event_id })),
  ]);
  owner.socket.terminate();
  await opened;
  expect(await other).toMatchObject({ retry_attempt: 1, payload: { event_id: eventId } });
});

test('clicks and submissions are interactive envelopes, whose acks may carry a response', async () => {
  const app = await bareSocket();
  const client = clientOf(slack);
  const ack = (envelope: Envelope, payload?: object) =>
    app.socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload }));
  const { ts = '' } = await client.chat.postMessage({ channel: 'C0FRAUD004', text: 'card', blocks: BUTTONS });
  const click = slack.act.press({ as: 'ana', channel: '#fraud', ts, blockId: 'verbs', actionId: 'approve' });
  const clicked = await app.next('interactive');
  expect(clicked).toMatchObject({ accepts_response_payload: true, payload: { type: 'block_actions' } });
  await client.views.open({ trigger_id: String(clicked.payload.trigger_id), view: modal() });
  ack(clicked);
  expect(await click).toMatchObject({ acked: true });
  const viewId = slack.see.modal('ana')?.viewId ?? '';
  const submission = slack.act.submit({ as: 'ana', viewId, values: { reason: { text: 'ok' } } });
  ack(await app.next('interactive'), { response_action: 'errors', errors: { reason: 'Say more.' } });
  expect(await submission).toMatchObject({ acked: true });
  expect(slack.see.modal('ana')).toMatchObject({ viewId, errors: { reason: 'Say more.' } });
});

test('without a socket a command fails as dispatch_failed', async () => {
  expect(await command()).toMatchObject({ acked: false, notice: '/mlops failed with the error "dispatch_failed"' });
});
