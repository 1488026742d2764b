import type { HomeView } from '@slack/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '#sandbox/slack/methods/index.ts';
import {
  type Bench,
  BUTTONS,
  clientOf,
  modal,
  plain,
  refusalOf,
  servedToClient,
  startBench,
} from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';
const RANDOM = 'C0RANDOM05';
const PRIVATE = 'C0RISKPR06';
const BOT = 'U0CSIGN01';

const TABLE = { type: 'table', rows: [[{ type: 'raw_text', text: 'v7' }]] };
const section = (length: number) => ({ type: 'section', text: plain('x'.repeat(length)) });

let bench: Bench;
const post = (more: Record<string, unknown> = {}) =>
  bench.client.chat.postMessage({ channel: APPROVALS, text: 'hello', ...more });

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

test('auth.test names the team and the bot', async () => {
  expect(await bench.client.auth.test()).toMatchObject({
    ok: true,
    url: `${bench.slack.origin}/`,
    team: 'Northwind',
    user: 'countersign',
    team_id: 'T0NORTH001',
    user_id: BOT,
    bot_id: 'B0CSIGN001',
  });
});

describe('messages', () => {
  test('timestamps are unique and rise although the clock stands still', async () => {
    const stamps = await Promise.all(Array.from({ length: 20 }, () => post().then((answer) => answer.ts ?? '')));
    expect(new Set(stamps).size).toBe(20);
    expect(stamps.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
    const shown = bench.slack.see.messages(APPROVALS).map((message) => message.ts);
    expect(shown).toEqual([...shown].sort());
  });

  test.each([
    ['an unknown channel', { channel: 'C0NOWHERE' }, 'channel_not_found'],
    ['a private channel the app is not in', { channel: PRIVATE }, 'channel_not_found'],
    ['a public channel the app is not in', { channel: RANDOM }, 'not_in_channel'],
    ['neither text nor blocks', { text: '' }, 'no_text'],
    ['text beyond 40,000 characters', { text: 'x'.repeat(40_001) }, 'msg_too_long'],
    ['blocks that are no JSON', { blocks: '{' }, 'invalid_blocks_format'],
    ['metadata without a payload', { metadata: { event_type: 'a' } }, 'invalid_metadata_format'],
    [
      'metadata of 20 kB',
      { metadata: { event_type: 'a', event_payload: { x: 'y'.repeat(20_000) } } },
      'metadata_too_large',
    ],
    ['two tables', { blocks: [TABLE, TABLE] }, 'only_one_table_allowed'],
    ['text in blocks beyond what Slack takes', { blocks: Array(6).fill(section(2000)) }, 'msg_blocks_too_long'],
    ['a thread without a parent', { thread_ts: '1700000000.000001' }, 'thread_not_found'],
    ['a deactivated person', { channel: 'U0DAN0013' }, 'user_disabled'],
  ])('a message with %s is refused', async (_what, more, error) => {
    expect(await refusalOf(post(more))).toMatchObject({ error });
  });

  test('a bad block is refused with its place, in Slack’s words', async () => {
    const answer = await refusalOf(post({ blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] }));
    expect(answer).toMatchObject({
      error: 'invalid_blocks',
      errors: ['must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      response_metadata: {
        messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
      },
    });
  });

  test('a person’s id opens the direct messages, and the answer names their channel', async () => {
    const first = await post({ channel: 'U0ANA0001' });
    const second = await post({ channel: 'U0ANA0001' });
    expect(first.channel).toMatch(/^D/);
    expect(second.channel).toBe(first.channel);
  });

  test('a resend is a second message', async () => {
    const before = bench.slack.see.messages(APPROVALS).length;
    await post({ text: 'same' });
    await post({ text: 'same' });
    expect(bench.slack.see.messages(APPROVALS).length).toBe(before + 2);
  });

  test('text without blocks removes the blocks; blocks leave no mark; metadata stays until it is cleared', async () => {
    const metadata = { event_type: 'request', event_payload: { id: 'r1' } };
    const { ts = '' } = await post({ text: 'card', blocks: BUTTONS, metadata });
    const seen = () => bench.slack.see.messages(APPROVALS).find((message) => message.ts === ts);
    await bench.client.chat.update({ channel: APPROVALS, ts, text: 'decided', blocks: BUTTONS.slice(0, 1) });
    expect(seen()).toMatchObject({ text: 'decided', edited: false, metadata });
    expect(seen()?.blocks).toHaveLength(1);
    await bench.client.chat.update({ channel: APPROVALS, ts, text: 'plain' });
    expect(seen()).toMatchObject({ blocks: [], edited: true, metadata });
    await bench.client.chat.update({ channel: APPROVALS, ts, metadata: {} as never } as never);
    expect(seen()).toMatchObject({ text: 'plain', metadata: null });
  });

  test('only the app’s own messages can be changed or deleted', async () => {
    const { ts } = await bench.slack.act.say({ as: 'ana', channel: '#ml-approvals', text: 'morning' });
    const { client } = bench;
    const change = { channel: APPROVALS, ts, text: 'x' };
    expect(await refusalOf(client.chat.update(change))).toMatchObject({ error: 'cant_update_message' });
    expect(await refusalOf(client.chat.delete({ channel: APPROVALS, ts }))).toMatchObject({
      error: 'cant_delete_message',
    });
    expect(await refusalOf(client.chat.update({ ...change, ts: '1.000001' }))).toMatchObject({
      error: 'message_not_found',
    });
    const own = await post();
    await client.chat.delete({ channel: APPROVALS, ts: own.ts ?? '' });
    expect(bench.slack.see.messages(APPROVALS).some((message) => message.ts === own.ts)).toBe(false);
  });

  test('an ephemeral has one viewer, is in no history and cannot be changed', async () => {
    const { client, slack } = bench;
    const answer = await client.chat.postEphemeral({ channel: APPROVALS, user: 'U0ANA0001', text: 'only you' });
    const ts = answer.message_ts ?? '';
    expect(slack.see.messages(APPROVALS, 'ana').at(-1)).toMatchObject({ text: 'only you', ephemeral: true });
    expect(slack.see.messages(APPROVALS, 'ben').some((message) => message.ts === ts)).toBe(false);
    const history = await client.conversations.history({ channel: APPROVALS });
    expect(history.messages?.some((message) => message.ts === ts)).toBe(false);
    expect(await refusalOf(client.chat.update({ channel: APPROVALS, ts, text: 'x' }))).toMatchObject({
      error: 'message_not_found',
    });
    const outsider = client.chat.postEphemeral({ channel: 'C0FRAUD004', user: 'U0MEI0003', text: 'x' });
    expect(await refusalOf(outsider)).toMatchObject({ error: 'user_not_in_channel' });
  });

  test('a permalink leads to the message', async () => {
    const { ts = '' } = await post();
    const link = await bench.client.chat.getPermalink({ channel: APPROVALS, message_ts: ts });
    expect(link.permalink).toBe(`${bench.slack.origin}/archives/${APPROVALS}/p${ts.replace('.', '')}`);
    const missing = bench.client.chat.getPermalink({ channel: APPROVALS, message_ts: '1.000001' });
    expect(await refusalOf(missing)).toMatchObject({ error: 'message_not_found' });
  });
});

describe('history', () => {
  test('metadata shows only when it is asked for, and a period in its type drops it with a warning', async () => {
    const { client } = bench;
    const payload = { id: 'effect-1' };
    const { ts = '' } = await post({ metadata: { event_type: 'countersign_effect', event_payload: payload } });
    const plainHistory = await client.conversations.history({ channel: APPROVALS, oldest: ts, inclusive: true });
    expect(plainHistory.messages?.[0]).not.toHaveProperty('metadata');
    const full = await client.conversations.history({
      channel: APPROVALS,
      oldest: ts,
      inclusive: true,
      include_all_metadata: true,
    });
    expect(full.messages?.[0]?.metadata).toEqual({ event_type: 'countersign_effect', event_payload: payload });
    const dropped = await post({ metadata: { event_type: 'countersign.effect', event_payload: payload } });
    expect(dropped.response_metadata?.warnings).toHaveLength(1);
    expect(bench.slack.see.messages(APPROVALS).at(-1)?.metadata).toBeNull();
  });

  test('replies stay out of the channel unless broadcast, and the parent counts them', async () => {
    const { client } = bench;
    const parent = (await post({ text: 'parent' })).ts ?? '';
    const reply = (await post({ text: 'reply', thread_ts: parent })).ts ?? '';
    await post({ text: 'loud reply', thread_ts: parent, reply_broadcast: true });
    const { messages = [] } = await client.conversations.history({
      channel: APPROVALS,
      oldest: parent,
      inclusive: true,
    });
    expect(messages.map((message) => message.text)).toEqual(['loud reply', 'parent']);
    expect(messages[1]).toMatchObject({ reply_count: 2, reply_users: [BOT] });
    const thread = await client.conversations.replies({ channel: APPROVALS, ts: parent });
    expect(thread.messages?.map((message) => message.text)).toEqual(['parent', 'reply', 'loud reply']);
    expect(await refusalOf(post({ thread_ts: reply }))).toMatchObject({ error: 'thread_not_found' });
    expect(bench.slack.see.messages(APPROVALS, 'ana', parent).map((one) => one.text)).toEqual(['reply', 'loud reply']);
    await client.chat.delete({ channel: APPROVALS, ts: reply });
    const after = await client.conversations.history({ channel: APPROVALS, oldest: parent, inclusive: true });
    expect(after.messages?.at(-1)).toMatchObject({ reply_count: 1 });
  });

  test('pages follow the cursor to the end, newest first, and a made-up cursor is refused', async () => {
    const { client } = bench;
    const start = (await post({ text: 'm0' })).ts ?? '';
    for (let number = 1; number < 5; number += 1) await post({ text: `m${number}` });
    const texts: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.conversations.history({
        channel: APPROVALS,
        oldest: start,
        inclusive: true,
        limit: 2,
        ...(cursor && { cursor }),
      });
      texts.push(...(page.messages ?? []).map((message) => message.text));
      cursor = page.response_metadata?.next_cursor;
    } while (cursor);
    expect(texts).toEqual(['m4', 'm3', 'm2', 'm1', 'm0']);
    const madeUp = client.conversations.history({ channel: APPROVALS, cursor: 'nonsense' });
    expect(await refusalOf(madeUp)).toMatchObject({ error: 'invalid_cursor' });
  });

  test('history needs membership', async () => {
    expect(await refusalOf(bench.client.conversations.history({ channel: RANDOM }))).toMatchObject({
      error: 'not_in_channel',
    });
  });
});

describe('people and places', () => {
  test('users.info tells guests, strangers, bots and deactivated people apart', async () => {
    const user = async (id: string) => (await bench.client.users.info({ user: id })).user;
    expect(await user('U0ANA0001')).toMatchObject({
      real_name: 'Ana Kovač',
      tz: 'Europe/Amsterdam',
      tz_offset: 3600,
      profile: { email: 'ana@northwind.example', title: 'ML engineer, Fraud' },
    });
    expect(await user('U0GUS0011')).toMatchObject({ is_restricted: true });
    expect(await user('U0EVE0012')).toMatchObject({ is_stranger: true, team_id: 'T0ACMELTD2' });
    expect(await user('U0DAN0013')).toMatchObject({ deleted: true });
    expect(await user('U0PAGE014')).toMatchObject({ is_bot: true });
    expect(await user(BOT)).toMatchObject({ is_bot: true, name: 'countersign' });
    expect(await refusalOf(bench.client.users.info({ user: 'U0NOBODY1' }))).toMatchObject({ error: 'user_not_found' });
  });

  test('users.list pages; lookupByEmail finds only the living', async () => {
    const { client } = bench;
    const first = await client.users.list({ limit: 10 });
    const rest = await client.users.list({ limit: 10, cursor: first.response_metadata?.next_cursor ?? '' });
    expect((first.members?.length ?? 0) + (rest.members?.length ?? 0)).toBe(15);
    const found = await client.users.lookupByEmail({ email: 'MEI@northwind.example' });
    expect(found.user?.id).toBe('U0MEI0003');
    expect(await refusalOf(client.users.lookupByEmail({ email: 'dan@northwind.example' }))).toMatchObject({
      error: 'users_not_found',
    });
  });

  test('user groups list their members, on a paid plan', async () => {
    const { client } = bench;
    const handles = async () => (await client.usergroups.list()).usergroups?.map(({ handle }) => handle);
    expect(await handles()).toContain('model-risk');
    expect((await client.usergroups.users.list({ usergroup: 'S0RISK0001' })).users).toEqual(['U0MEI0003', 'U0JON0004']);
    expect(await refusalOf(client.usergroups.users.list({ usergroup: 'S0NONE' }))).toMatchObject({
      error: 'no_such_subteam',
    });
    bench.slack.act.regroup('model-risk', null);
    expect(await handles()).not.toContain('model-risk');
    const free = await startBench({ plan: 'free' });
    expect(await refusalOf(free.client.usergroups.list())).toMatchObject({ error: 'plan_upgrade_required' });
    await free.stop();
  });

  test('conversations: info, members, list, open and join', async () => {
    const { client } = bench;
    const info = await client.conversations.info({ channel: RANDOM });
    expect(info.channel).toMatchObject({ name: 'random', is_member: false, is_private: false });
    const members = await client.conversations.members({ channel: APPROVALS, limit: 5 });
    expect(members.members).toHaveLength(5);
    expect(members.response_metadata?.next_cursor).not.toBe('');
    const list = await client.conversations.list({ types: 'public_channel,private_channel' });
    expect(list.channels?.map((channel) => channel.name)).toEqual([
      'ml-approvals',
      'ml-alerts',
      'ml-digest',
      'fraud',
      'random',
    ]);
    const opened = await client.conversations.open({ users: 'U0TOM0005' });
    expect(opened.channel?.id).toMatch(/^D/);
    expect(await client.conversations.open({ users: 'U0TOM0005' })).toMatchObject({ already_open: true });
    expect(await refusalOf(client.conversations.open({ users: 'U0PAGE014' }))).toMatchObject({
      error: 'cannot_dm_bot',
    });
    const direct = client.conversations.join({ channel: opened.channel?.id ?? '' });
    expect(await refusalOf(direct)).toMatchObject({ error: 'method_not_supported_for_channel_type' });
    expect(await client.conversations.join({ channel: RANDOM })).toMatchObject({ channel: { is_member: true } });
    bench.slack.act.remove(RANDOM, BOT);
  });
});

describe('views', () => {
  const home: HomeView = { type: 'home', blocks: [{ type: 'divider' }] };

  test('publish keeps the view’s id, changes its hash and refuses a stale one', async () => {
    const { client, slack } = bench;
    const first = await client.views.publish({ user_id: 'U0ANA0001', view: home });
    const second = await client.views.publish({ user_id: 'U0ANA0001', view: home, hash: first.view?.hash ?? '' });
    expect(second.view?.id).toBe(first.view?.id);
    expect(second.view?.hash).not.toBe(first.view?.hash);
    const stale = client.views.publish({ user_id: 'U0ANA0001', view: home, hash: first.view?.hash ?? '' });
    expect(await refusalOf(stale)).toMatchObject({ error: 'hash_conflict' });
    expect(slack.see.home('ana')).toMatchObject({ type: 'home', id: first.view?.id });
  });

  test('a Home tab that is switched off is not_enabled', async () => {
    const app = { id: 'A1', name: 'X', botUserId: BOT, botId: 'B1', commands: [], events: [], homeTab: false };
    const other = await startBench({ app });
    expect(await refusalOf(other.client.views.publish({ user_id: 'U0ANA0001', view: home }))).toMatchObject({
      error: 'not_enabled',
    });
    await other.stop();
  });

  test.each([
    ['a title of 25 characters', modal({ title: plain('x'.repeat(25)) }), '/view/title/text'],
    ['an input but no submit', modal({ submit: undefined }), '/view/blocks/0/input'],
    ['a Home view', home, '/view/type'],
  ])('views.open refuses %s and names the place', async (_what, view, pointer) => {
    const answer = await refusalOf(bench.client.views.open({ trigger_id: 'any', view }));
    expect(answer).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: [expect.stringContaining(`[json-pointer:${pointer}]`)] },
    });
  });

  test('views.push, views.update and views.open without their arguments are refused', async () => {
    const { client } = bench;
    expect(await refusalOf(client.views.open({ trigger_id: 'nonsense', view: modal() }))).toMatchObject({
      error: 'invalid_trigger_id',
    });
    expect(await refusalOf(client.views.push({ trigger_id: 'nonsense', view: modal() }))).toMatchObject({
      error: 'invalid_trigger_id',
    });
    expect(await refusalOf(client.views.update({ view_id: 'V0GONE', view: modal() }))).toMatchObject({
      error: 'not_found',
    });
  });

  test('a click opens a view, which is changed and on which another is pushed', async () => {
    const { client, slack } = bench;
    const { ts = '' } = await post({ blocks: BUTTONS });
    const trigger = () => bench.app.received.at(-1)?.triggerId ?? '';
    const press = (where: object) => slack.act.press({ as: 'ana', blockId: 'verbs', actionId: 'approve', ...where });
    await press({ channel: APPROVALS, ts });
    const opened = await client.views.open({ trigger_id: trigger(), view: modal({ blocks: BUTTONS }) });
    const viewId = opened.view?.id ?? '';
    await client.views.update({ view_id: viewId, view: modal({ blocks: BUTTONS, callback_id: 'changed' }) });
    expect(slack.see.modal('ana')).toMatchObject({ viewId, view: { callback_id: 'changed' } });
    await press({ viewId });
    await client.views.push({ trigger_id: trigger(), view: modal() });
    expect(slack.see.modal('ana')).toMatchObject({ depth: 2, view: { root_view_id: viewId } });
  });
});

describe('blocks.validate', () => {
  const validate = (given: Record<string, unknown>) => bench.client.blocks.validate(given);
  const long = { type: 'header', text: plain('x'.repeat(151)) };

  test('takes what Slack would show, and shows nothing', async () => {
    const before = bench.slack.see.messages(APPROVALS).length;
    expect(await validate({ blocks: [section(10)] })).toMatchObject({ ok: true });
    expect(await validate({ message: { blocks: [section(10)] } })).toMatchObject({ ok: true });
    expect(await validate({ view: modal() })).toMatchObject({ ok: true });
    expect(bench.slack.see.messages(APPROVALS)).toHaveLength(before);
  });

  test.each([
    ['blocks', [long], '/blocks/0/text/text'],
    ['message', { text: 'x', blocks: [long] }, '/blocks/0/text/text'],
    ['view', { ...modal(), blocks: [long] }, '/view/blocks/0/text/text'],
  ])('names the place of a mistake in a %s', async (name, value, pointer) => {
    expect(await refusalOf(validate({ [name]: value }))).toMatchObject({
      error: `invalid_${name}`,
      errors: [{ pointer, code: expect.any(String), message: expect.stringContaining('less than 151 characters') }],
    });
  });

  test('wants exactly one of the three', async () => {
    expect(await refusalOf(validate({}))).toMatchObject({ error: 'invalid_arguments' });
    expect(await refusalOf(validate({ blocks: [], view: modal() }))).toMatchObject({ error: 'invalid_arguments' });
  });
});

describe('the app token', () => {
  test('apps.connections.open gives a new socket address each time, to the app token only', async () => {
    const app = clientOf(bench.slack, 'xapp-local-app-token');
    const first = await app.apps.connections.open({});
    const second = await app.apps.connections.open({});
    expect(first.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\//);
    expect(second.url).not.toBe(first.url);
    expect(await refusalOf(bench.client.apps.connections.open({}))).toMatchObject({ error: 'not_allowed_token_type' });
  });

  test('every method was called above by Slack’s own client, and answered well', () => {
    const names = METHODS.map((method) => method.name).filter((name) => !/^(files|oauth)\.|^apps.uninstall/.test(name));
    expect(names.filter((name) => !servedToClient.has(name))).toEqual([]);
  });
});
