import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NORTHWIND, NORTHWIND_PEOPLE } from '#sandbox/slack/people.ts';
import { northwindChannels } from '#sandbox/slack/places.ts';
import { type Bench, BUTTONS, clientOf, plain, refusalOf, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';

let bench: Bench;
const post = (more: Record<string, unknown> = {}) =>
  bench.client.chat.postMessage({ channel: APPROVALS, text: 'hello', ...more });
const seen = (ts: string, as?: string) => bench.slack.see.messages(APPROVALS, as).find((message) => message.ts === ts);

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

describe('where the app may post', () => {
  test('archived and restricted channels say so', async () => {
    const seed = { team: NORTHWIND, people: NORTHWIND_PEOPLE, groups: [], channels: northwindChannels('U0CSIGN01') };
    const channels = seed.channels.map((channel) => ({ ...channel, restricted: channel.name === 'ml-digest' }));
    const other = await startBench({ seed: { ...seed, channels } });
    expect(await refusalOf(other.client.chat.postMessage({ channel: 'C0MLDIGS03', text: 'x' }))).toMatchObject({
      error: 'restricted_action',
    });
    other.slack.act.archive('#fraud');
    expect(await refusalOf(other.client.chat.postMessage({ channel: 'C0FRAUD004', text: 'x' }))).toMatchObject({
      error: 'is_archived',
    });
    await other.stop();
  });

  test('chat:write.public lets the app post where it was not invited', async () => {
    const other = await startBench({ scopes: ['chat:write', 'chat:write.public'] });
    expect(await other.client.chat.postMessage({ channel: 'C0RANDOM05', text: 'x' })).toMatchObject({
      channel: 'C0RANDOM05',
    });
    await other.stop();
  });
});

describe('a change', () => {
  test('of direct messages needs their own id: a person’s id is no channel then', async () => {
    const { channel = '', ts = '' } = await post({ channel: 'U0ANA0001' });
    const change = (to: string) => bench.client.chat.update({ channel: to, ts, text: 'changed' });
    expect(await refusalOf(change('U0ANA0001'))).toMatchObject({ error: 'channel_not_found' });
    expect(await change(channel)).toMatchObject({ channel, text: 'changed' });
  });

  test('of the metadata alone keeps text and blocks; one of nothing is refused', async () => {
    const { ts = '' } = await post({ text: 'card', blocks: BUTTONS });
    const metadata = { event_type: 'request', event_payload: { id: 'r1' } };
    await bench.client.chat.update({ channel: APPROVALS, ts, metadata } as never);
    expect(seen(ts)).toMatchObject({ text: 'card', blocks: BUTTONS, metadata });
    const nothing = bench.client.chat.update({ channel: APPROVALS, ts } as never);
    expect(await refusalOf(nothing)).toMatchObject({ error: 'no_text' });
  });

  test('takes 4,000 characters of text and no more', async () => {
    const { ts = '' } = await post();
    const change = (size: number) => bench.client.chat.update({ channel: APPROVALS, ts, text: 'x'.repeat(size) });
    expect(await change(4000)).toMatchObject({ ok: true });
    expect(await refusalOf(change(4001))).toMatchObject({ error: 'msg_too_long' });
  });

  test('cannot move a message, and what was deleted is not there', async () => {
    const { ts = '' } = await post();
    const elsewhere = bench.client.chat.update({ channel: 'C0FRAUD004', ts, text: 'x' });
    expect(await refusalOf(elsewhere)).toMatchObject({ error: 'message_not_found' });
    await bench.client.chat.delete({ channel: APPROVALS, ts });
    expect(await refusalOf(bench.client.chat.delete({ channel: APPROVALS, ts }))).toMatchObject({
      error: 'message_not_found',
    });
  });
});

describe('an ephemeral message', () => {
  const whisper = async (user: string) =>
    (await bench.client.chat.postEphemeral({ channel: APPROVALS, user, text: 'only you' })).message_ts ?? '';

  test('cannot be deleted by its timestamp', async () => {
    const ts = await whisper('U0ANA0001');
    expect(await refusalOf(bench.client.chat.delete({ channel: APPROVALS, ts }))).toMatchObject({
      error: 'message_not_found',
    });
  });

  test('is gone when its reader loads Slack anew; those of others stay', async () => {
    const [ofAna, ofBen] = [await whisper('U0ANA0001'), await whisper('U0BEN0002')];
    const answer = await fetch(`${bench.slack.origin}/control/reload`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as: 'ana' }),
    });
    expect(await answer.json()).toEqual({});
    expect(seen(ofAna, 'ana')).toBeUndefined();
    expect(seen(ofBen, 'ben')).toMatchObject({ text: 'only you', ephemeral: true });
  });
});

describe('what a message holds', () => {
  test('a hundred attachments are taken', async () => {
    const attachments = Array.from({ length: 100 }, () => ({ text: 'x', color: '#1f2937' }));
    expect(await post({ attachments })).toMatchObject({ message: { attachments } });
  });

  test('a markdown block gets an id of Slack’s own', async () => {
    const { message } = await post({ blocks: [{ type: 'markdown', block_id: 'mine', text: '**v7**' }] });
    expect(message?.blocks?.[0]?.block_id).not.toBe('mine');
    expect(message?.blocks?.[0]?.block_id).toMatch(/^b\w+$/);
  });

  test('a video needs links.embed:write, wherever it stands', async () => {
    const video = {
      type: 'video',
      video_url: 'https://example.com/v',
      thumbnail_url: 'https://example.com/t.png',
      alt_text: 'a film',
      title: plain('Film'),
    };
    const missing = { error: 'missing_scope', needed: 'links.embed:write' };
    const container = { type: 'container', title: plain('Films'), child_blocks: [video] };
    expect(await refusalOf(post({ blocks: [video] }))).toMatchObject(missing);
    expect(await refusalOf(post({ blocks: [container] }))).toMatchObject(missing);
    const view = { type: 'home' as const, blocks: [video] };
    expect(await refusalOf(bench.client.views.publish({ user_id: 'U0ANA0001', view }))).toMatchObject(missing);
    const other = await startBench({ scopes: ['chat:write', 'links.embed:write'] });
    const posted = await other.client.chat.postMessage({ channel: APPROVALS, text: 'x', blocks: [container] });
    expect(posted).toMatchObject({ ok: true });
    await other.stop();
  });
});

test('blocks.validate needs no scope and does not ask for text', async () => {
  const bare = await startBench({ scopes: [] });
  const validate = (given: Record<string, unknown>) => clientOf(bare.slack).blocks.validate(given);
  expect(await validate({ message: { blocks: BUTTONS } })).toMatchObject({ ok: true });
  expect(await validate({ message: { text: '' } })).toMatchObject({ ok: true });
  expect(await refusalOf(clientOf(bare.slack).chat.postMessage({ channel: APPROVALS, text: 'x' }))).toMatchObject({
    error: 'missing_scope',
  });
  await bare.stop();
});
