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

describe('retries', () => {
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
    bench.app.answer = () => ({});
    await bench.slack.act.openHome('mei');
    bench.slack.act.advance(1_000_000);
    expect(retries()).toEqual([undefined, undefined]);
  });
});
