import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, BUTTONS, plain, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

async function commandUrl(channel = '#ml-approvals'): Promise<string> {
  await bench.slack.act.command({ as: 'ana', channel, command: '/mlops', text: '' });
  return bench.app.received.at(-1)?.responseUrl ?? '';
}

async function clickUrl(ephemeral = false): Promise<{ url: string; ts: string }> {
  const message = { channel: APPROVALS, text: 'card', blocks: BUTTONS };
  const ts = ephemeral
    ? ((await bench.client.chat.postEphemeral({ ...message, user: 'U0ANA0001' })).message_ts ?? '')
    : ((await bench.client.chat.postMessage(message)).ts ?? '');
  await bench.slack.act.press({ as: 'ana', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'approve' });
  return { url: bench.app.received.at(-1)?.responseUrl ?? '', ts };
}

async function respond(url: string, message: object): Promise<[number, string]> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(message) });
  return [answer.status, await answer.text()];
}

const seen = (as: string) => bench.slack.see.messages(APPROVALS, as);
const texts = (as: string) => seen(as).map((message) => message.text);

test('it answers the person alone by default, the channel with in_channel, also where the app is not a member', async () => {
  const url = await commandUrl('#random');
  expect(await respond(url, { text: 'only you' })).toEqual([200, 'ok']);
  expect(await respond(url, { text: 'all', response_type: 'in_channel' })).toEqual([200, 'ok']);
  expect(bench.slack.see.messages('#random', 'ben').map((message) => message.text)).toEqual(['all']);
  expect(bench.slack.see.messages('#random', 'ana').map((message) => message.text)).toEqual(['only you', 'all']);
});

test('it works five times', async () => {
  const url = await commandUrl();
  for (let use = 0; use < 5; use += 1) expect((await respond(url, { text: 'x' }))[0]).toBe(200);
  expect(await respond(url, { text: 'x' })).toEqual([404, 'used_url']);
});

test('it works for thirty minutes', async () => {
  const url = await commandUrl();
  bench.slack.act.advance(30 * 60_000);
  expect((await respond(url, { text: 'x' }))[0]).toBe(200);
  bench.slack.act.advance(1);
  expect(await respond(url, { text: 'x' })).toEqual([404, 'expired_url']);
});

test('a click’s URL replaces and deletes the clicked message', async () => {
  const { url, ts } = await clickUrl();
  await respond(url, { text: 'decided', replace_original: true });
  expect(seen('ben')).toMatchObject([{ ts, text: 'decided', blocks: [] }]);
  await respond(url, { delete_original: true });
  expect(seen('ben')).toEqual([]);
});

test('a click’s URL changes an ephemeral message, which never becomes visible to others', async () => {
  const { url, ts } = await clickUrl(true);
  await respond(url, { text: 'done', replace_original: true, response_type: 'in_channel' });
  expect(seen('ana')).toMatchObject([{ ts, text: 'done', ephemeral: true }]);
  expect(seen('ben')).toEqual([]);
  await respond(url, { delete_original: true });
  expect(seen('ana')).toEqual([]);
});

test('a command’s URL has nothing to replace: it adds', async () => {
  const url = await commandUrl();
  await respond(url, { text: 'first' });
  await respond(url, { text: 'second', replace_original: true });
  expect(texts('ana')).toEqual(['first', 'second']);
});

test('a command’s URL has nothing to delete, and neither has a click’s once the message is gone', async () => {
  const command = await commandUrl();
  await respond(command, { text: 'first' });
  expect(await respond(command, { delete_original: true })).toEqual([400, 'no_text']);
  expect(texts('ana')).toEqual(['first']);
  const { url } = await clickUrl();
  await respond(url, { delete_original: true });
  expect(await respond(url, { delete_original: true })).toEqual([404, 'message_not_found']);
});

test('a click without replace_original adds a message, to the person alone', async () => {
  const { url } = await clickUrl();
  await respond(url, { text: 'noted' });
  expect(seen('ana').map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
    ['card', false],
    ['noted', true],
  ]);
});

test('a click in the Home tab carries none', async () => {
  await bench.client.views.publish({ user_id: 'U0ANA0001', view: { type: 'home', blocks: BUTTONS } });
  await bench.slack.act.press({ as: 'ana', home: true, blockId: 'verbs', actionId: 'approve' });
  expect(bench.app.received.at(-1)?.body).toMatchObject({ type: 'block_actions', container: { type: 'view' } });
  expect(bench.app.received.at(-1)?.body).not.toHaveProperty('response_url');
});

test('a thread is answered only with replace_original false', async () => {
  const { url, ts } = await clickUrl();
  await respond(url, { text: 'inside', response_type: 'in_channel', replace_original: false, thread_ts: ts });
  await respond(url, { text: 'outside', response_type: 'in_channel', thread_ts: ts });
  expect(texts('ana')).toEqual(['card', 'outside']);
  expect(bench.slack.see.messages(APPROVALS, 'ana', ts).map((message) => message.text)).toEqual(['inside']);
});

test('what Slack would not show is refused and shows nothing', async () => {
  const url = await commandUrl();
  const long = [{ type: 'header', text: plain('x'.repeat(151)) }];
  expect(await respond(url, { text: 'x', blocks: long })).toEqual([400, 'invalid_blocks']);
  expect(await respond(url, {})).toEqual([400, 'no_text']);
  expect(await respond(`${url}x`, { text: 'x' })).toEqual([404, 'no_service']);
  expect((await fetch(url, { method: 'POST', body: 'text=x' })).status).toBe(400);
  expect(seen('ana')).toEqual([]);
});
