import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, type Reply, startBench } from './slack-scripted-app.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

/** Resolves when so many requests to the app have ended and what follows from the last one is arranged. */
async function received(count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => bench.slack.exchanges().filter((one) => one.direction === 'to-app').length >= count && resolve();
    bench.slack.watch(look);
    look();
  });
  await new Promise((resolve) => setImmediate(resolve));
}

const patiently = { timeout: 10_000 };
const retries = () => bench.app.received.map((one) => one.headers['x-slack-retry-num']);

test('opening the Home tab tells the app each time', async () => {
  await bench.slack.act.openHome('mei');
  await bench.client.views.publish({ user_id: 'U0MEI0003', view: { type: 'home', blocks: [{ type: 'divider' }] } });
  await bench.slack.act.openHome('mei');
  const [first, second] = bench.app.received.map((one) => one.body);
  expect(first).toMatchObject({
    type: 'event_callback',
    team_id: 'T0NORTH001',
    api_app_id: 'A0CSIGN001',
    event_id: expect.stringMatching(/^Ev/),
    event_time: 1_796_040_000,
    authorizations: [{ team_id: 'T0NORTH001', user_id: 'U0CSIGN01', is_bot: true }],
    event: { type: 'app_home_opened', user: 'U0MEI0003', tab: 'home', channel: expect.stringMatching(/^D/) },
  });
  expect(first).not.toHaveProperty('event.view');
  expect(second).toMatchObject({ event: { view: { type: 'home' } } });
  expect(second?.event_id).not.toBe(first?.event_id);
});

test('a changed address reaches the app with its scope alone', async () => {
  for (const [scopes, email] of [
    [['users:read', 'users:read.email'], 'mei@elsewhere.example'],
    [['users:read'], undefined],
  ] as const) {
    const one = await startBench({ scopes });
    await one.slack.act.readdress('mei', 'mei@elsewhere.example');
    const [told] = one.app.received.map(({ event }) => event);
    expect(told).toMatchObject({ type: 'user_change', user: { id: 'U0MEI0003', name: 'mei' } });
    expect(told).toMatchObject({ user: { profile: { team: 'T0NORTH001', ...(email !== undefined && { email }) } } });
    expect(JSON.stringify(told).includes('elsewhere')).toBe(email !== undefined);
    await one.stop();
  }
});

describe('mentions', () => {
  test('the app hears of a mention where it is a member, and of no other text', async () => {
    const { act } = bench.slack;
    await act.say({ as: 'ana', channel: '#fraud', text: 'is @countersign awake?' });
    await act.say({ as: 'ana', channel: '#fraud', text: 'nobody is meant' });
    await act.say({ as: 'ana', channel: '#random', text: 'hey @countersign' });
    expect(bench.app.received.map((one) => one.event)).toMatchObject([
      { type: 'app_mention', user: 'U0ANA0001', channel: 'C0FRAUD004', text: 'is <@U0CSIGN01> awake?' },
    ]);
  });

  test('without its scope no mention arrives', async () => {
    const base = await startBench({ scopes: ['chat:write'] });
    await base.slack.act.say({ as: 'ana', channel: '#fraud', text: '@countersign' });
    expect(base.app.received).toEqual([]);
    await base.stop();
  });

  test('events the app did not subscribe to are not sent', async () => {
    expect(await bench.slack.act.emit({ type: 'reaction_added' })).toBeNull();
    expect(await bench.slack.act.emit({ type: 'app_uninstalled' })).toMatchObject({ status: 200 });
  });
});

describe('messages', () => {
  const app = (...events: string[]) => ({
    id: 'A0CSIGN001',
    name: 'Countersign',
    botUserId: 'U0CSIGN01',
    botId: 'B0CSIGN001',
    commands: [],
    events,
    homeTab: true,
  });
  const FRAUD = 'C0FRAUD004';

  test('an app that subscribed to them hears people and itself, which has a bot_id', async () => {
    const other = await startBench({ app: app('message.channels') });
    const heard = () => other.app.received.map((one) => one.event);
    const said = await other.slack.act.say({ as: 'ana', channel: '#fraud', text: 'morning' });
    const posted = await other.client.chat.postMessage({ channel: FRAUD, text: 'good morning', thread_ts: said.ts });
    await expect.poll(heard, patiently).toHaveLength(2);
    const place = { type: 'message', channel: FRAUD, channel_type: 'channel' };
    expect(heard()).toMatchObject([
      { ...place, user: 'U0ANA0001', text: 'morning', ts: said.ts, event_ts: said.ts },
      { ...place, user: 'U0CSIGN01', bot_id: 'B0CSIGN001', app_id: 'A0CSIGN001', ts: posted.ts, thread_ts: said.ts },
    ]);
    expect(heard()[0]).not.toHaveProperty('bot_id');
    await other.stop();
  });

  test('it hears none where it is not a member, none of another kind of channel, and no ephemeral one', async () => {
    const other = await startBench({ app: app('message.im', 'message.groups') });
    await other.slack.act.say({ as: 'ana', channel: '#random', text: 'nobody listens' });
    await other.slack.act.say({ as: 'ana', channel: '#fraud', text: 'not subscribed' });
    await other.client.chat.postEphemeral({ channel: FRAUD, user: 'U0ANA0001', text: 'only you' });
    await other.slack.act.say({ as: 'mei', channel: '#model-risk', text: 'among ourselves' });
    other.slack.act.invite('#model-risk', 'U0CSIGN01');
    await other.slack.act.say({ as: 'mei', channel: '#model-risk', text: 'hello, app' });
    await other.client.chat.postMessage({ channel: 'U0ANA0001', text: 'to you' });
    await expect.poll(() => other.app.received.length, patiently).toBe(2);
    expect(other.app.received.map(({ event }) => [event.channel_type, event.text])).toEqual([
      ['group', 'hello, app'],
      ['im', 'to you'],
    ]);
    await other.stop();
  });

  test.each([
    ['message', { channel_type: 'channel' }, 'message.channels', 'channels:history'],
    ['reaction_added', {}, 'reaction_added', 'reactions:read'],
    ['member_joined_channel', {}, 'member_joined_channel', 'groups:read'],
    ['team_join', {}, 'team_join', 'users:read'],
  ])('a %s event comes with its scope and not without', async (type, more, name, scope) => {
    for (const scopes of [[scope], ['chat:write']]) {
      const other = await startBench({ app: app(name), scopes });
      const answer = await other.slack.act.emit({ type, ...more });
      expect(answer?.status ?? null).toBe(scopes.includes(scope) ? 200 : null);
      await other.stop();
    }
  });
});

describe('retries', () => {
  test('any 2xx takes an event; an app that is not there gets it again as connection_failed', async () => {
    bench.app.answer = () => ({ status: 204 });
    await bench.slack.act.openHome('mei');
    bench.slack.act.advance(1_000_000);
    expect(bench.slack.pending()).toBe(0);
    const url = bench.app.url;
    bench.slack.setRequestUrl('http://127.0.0.1:1/gone');
    await bench.slack.act.openHome('mei');
    bench.slack.setRequestUrl(url);
    bench.slack.act.advance(0);
    await received(3);
    expect(bench.app.received.at(-1)?.headers).toMatchObject({
      'x-slack-retry-num': '1',
      'x-slack-retry-reason': 'connection_failed',
    });
  });

  test.each<[string, Reply | 'silent', string]>([
    ['answers 500', { status: 500 }, 'http_error'],
    ['is silent', 'silent', 'http_timeout'],
  ])('an event the app %s comes again at once, after a minute and after five', async (_what, reply, reason) => {
    if (reply === 'silent') bench.silence();
    else bench.speak(() => reply);
    await bench.slack.act.openHome('mei');
    await received(1);
    bench.slack.act.advance(0);
    await received(2);
    bench.slack.act.advance(59_999);
    expect(retries()).toEqual([undefined, '1']);
    bench.slack.act.advance(1);
    await received(3);
    bench.slack.act.advance(300_000);
    await received(4);
    bench.slack.act.advance(10_000_000);
    expect(retries()).toEqual([undefined, '1', '2', '3']);
    expect(bench.app.received[1]?.headers['x-slack-retry-reason']).toBe(reason);
    expect(new Set(bench.app.received.map((one) => one.body.event_id)).size).toBe(1);
  });

  test('x-slack-no-retry stops them, and so does an ack', async () => {
    bench.app.answer = () => ({ status: 500, headers: { 'x-slack-no-retry': '1' } });
    await bench.slack.act.openHome('mei');
    bench.slack.act.advance(1_000_000);
    expect(bench.slack.pending()).toBe(0);
    bench.app.answer = () => ({});
    await bench.slack.act.openHome('mei');
    bench.slack.act.advance(1_000_000);
    expect(bench.slack.pending()).toBe(0);
    expect(retries()).toEqual([undefined, undefined]);
  });
});
