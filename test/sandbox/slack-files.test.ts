import { deflateSync } from 'node:zlib';
import type { KnownBlock } from '@slack/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '#sandbox/slack/methods/index.ts';
import { type Bench, BUTTONS, plain, refusalOf, servedToClient, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';
const RANDOM = 'C0RANDOM05';
const PRIVATE = 'C0RISKPR06';

let bench: Bench;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

/** A picture of one grey pixel. */
function png(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const ticket = (length: number, more: object = {}) =>
  bench.client.files.getUploadURLExternal({ filename: 'chart.png', length, ...more });
const send = async (url: string | undefined, body: Buffer | FormData) => {
  const answer = await fetch(url ?? '', { method: 'POST', body: Buffer.isBuffer(body) ? new Uint8Array(body) : body });
  return { status: answer.status, text: await answer.text() };
};
const complete = (files: readonly [{ id: string; title?: string }], more: object = {}) =>
  bench.client.files.completeUploadExternal({ files: [...files] as [{ id: string }], ...more });
const image = (id: string): KnownBlock => ({ type: 'image', slack_file: { id }, alt_text: 'a chart' });

async function uploaded(bytes: Buffer, more: object = {}): Promise<string> {
  const { upload_url: url, file_id: id = '' } = await ticket(bytes.length);
  await send(url, bytes);
  await complete([{ id, title: 'Drift' }], more);
  return id;
}

describe('an upload', () => {
  test('is announced, sent, completed and shared in one message', async () => {
    const bytes = png();
    const { upload_url: url, file_id: id = '' } = await ticket(bytes.length, { alt_txt: 'a chart of drift' });
    expect(await send(url, bytes)).toEqual({ status: 200, text: `OK - ${bytes.length}` });
    const done = await complete([{ id, title: 'Drift' }], { channel_id: APPROVALS, initial_comment: 'Drift of v7' });
    expect(done.files).toEqual([{ id, title: 'Drift' }]);
    expect(bench.slack.see.messages(APPROVALS).at(-1)).toMatchObject({
      text: 'Drift of v7',
      files: [{ id, title: 'Drift', altText: 'a chart of drift', mimetype: 'image/png' }],
    });
    const shown = await fetch(`${bench.slack.origin}/files/${id}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes);
  });

  test('may come as a form, and goes into a thread with blocks', async () => {
    const { ts } = await bench.client.chat.postMessage({ channel: APPROVALS, text: 'parent' });
    const { upload_url: url, file_id: id = '' } = await ticket(3);
    const form = new FormData();
    form.set('file', new Blob(['a,b']), 'rows.csv');
    expect((await send(url, form)).status).toBe(200);
    const blocks = [{ type: 'section', text: plain('The rows behind it') }];
    await complete([{ id }], { channel_id: APPROVALS, thread_ts: ts, blocks });
    expect(bench.slack.see.messages(APPROVALS, undefined, ts)).toMatchObject([{ files: [{ mimetype: 'text/plain' }] }]);
    const offered = await fetch(`${bench.slack.origin}/files/${id}`);
    expect(offered.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('goes through Slack’s own client in one call', async () => {
    await bench.client.filesUploadV2({ channel_id: APPROVALS, file: png(), filename: 'a.png', title: 'By the client' });
    expect(bench.slack.see.messages(APPROVALS).at(-1)?.files).toMatchObject([{ title: 'By the client' }]);
  });

  test.each([
    ['a file nobody announced', [{ id: 'F0NOWHERE' }], {}, 'file_not_found'],
    ['no file', [], {}, 'invalid_arguments'],
    ['a channel that is not there', null, { channel_id: 'C0NOWHERE' }, 'invalid_channel'],
    ['a private channel without the app', null, { channel_id: PRIVATE }, 'invalid_channel'],
    ['a channel the app may not post in', null, { channel_id: RANDOM }, 'posting_to_channel_denied'],
    [
      'a comment beside blocks',
      null,
      { channel_id: APPROVALS, initial_comment: 'x', blocks: [BUTTONS] },
      'invalid_arguments',
    ],
    ['a markdown block', null, { channel_id: APPROVALS, blocks: [{ type: 'markdown', text: 'x' }] }, 'internal_error'],
  ])('is refused with %s, and nothing is shared', async (_what, files, more, error) => {
    const bytes = png();
    const { upload_url: url, file_id: id = '' } = await ticket(bytes.length);
    await send(url, bytes);
    const before = bench.slack.see.messages(APPROVALS).length;
    const given = (files ?? [{ id }]) as [{ id: string }];
    expect(await refusalOf(complete(given, more))).toMatchObject({ error });
    expect(bench.slack.see.messages(APPROVALS)).toHaveLength(before);
  });

  test('cannot be completed before its bytes came, nor take other bytes than announced, nor two times', async () => {
    const { upload_url: url, file_id: id = '' } = await ticket(3);
    expect(await refusalOf(complete([{ id }]))).toMatchObject({ error: 'file_not_found' });
    expect(await send(url, Buffer.from('four'))).toEqual({ status: 400, text: 'wrong_length' });
    expect(await send(url, Buffer.from('abc'))).toMatchObject({ status: 200 });
    expect(await send(url, Buffer.from('abc'))).toEqual({ status: 404, text: 'no_such_upload' });
    expect(await refusalOf(ticket(0))).toMatchObject({ error: 'invalid_arguments' });
    expect(await refusalOf(ticket(3, { alt_txt: 'x'.repeat(1001) }))).toMatchObject({ error: 'invalid_arguments' });
  });
});

describe('a file that was completed', () => {
  test('is shown by blocks only once it is ready', async () => {
    const id = await uploaded(png());
    const info = async () => (await bench.client.files.info({ file: id })).file;
    expect(await info()).toMatchObject({ mimetype: '', size: 0 });
    const post = () => bench.client.chat.postMessage({ channel: APPROVALS, text: 'x', blocks: [image(id)] });
    expect(await refusalOf(post())).toMatchObject({
      error: 'invalid_blocks',
      errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
    });
    bench.slack.clock.advance(bench.slack.fileDelay.ms);
    expect(await info()).toMatchObject({ mimetype: 'image/png', size: png().length });
    expect(await post()).toMatchObject({ ok: true });
  });

  test('can be made to take longer', async () => {
    bench.slack.fileDelay.ms = 60_000;
    const id = await uploaded(png());
    bench.slack.clock.advance(59_999);
    const post = () => bench.client.chat.postMessage({ channel: APPROVALS, text: 'x', blocks: [image(id)] });
    expect(await refusalOf(post())).toMatchObject({ error: 'invalid_blocks' });
    bench.slack.clock.advance(1);
    expect(await post()).toMatchObject({ ok: true });
  });

  test('can be deleted; then no block shows it and its address is gone', async () => {
    const id = await uploaded(png(), { channel_id: APPROVALS });
    await bench.client.files.delete({ file: id });
    expect(await refusalOf(bench.client.files.info({ file: id }))).toMatchObject({ error: 'file_not_found' });
    expect(bench.slack.see.messages(APPROVALS).at(-1)?.files).toEqual([]);
    expect((await fetch(`${bench.slack.origin}/files/${id}`)).status).toBe(404);
  });

  test('outlives a restart, and a workspace kept before there were files still opens', async () => {
    const id = await uploaded(png(), { channel_id: APPROVALS });
    const kept = bench.slack.snapshot();
    const { files: _, ...older } = JSON.parse(JSON.stringify(kept));
    for (const messages of Object.values<Record<string, unknown>[]>(older.messages)) {
      for (const message of messages) delete message.files;
    }
    bench.slack.restore(older);
    expect(bench.slack.see.messages(APPROVALS).at(-1)?.files).toEqual([]);
    bench.slack.restore(kept);
    expect(bench.slack.see.messages(APPROVALS).at(-1)?.files).toMatchObject([{ id }]);
  });
});

test('every method for files was called above by Slack’s own client, and answered well', () => {
  const names = METHODS.map(({ name }) => name).filter((name) => name.startsWith('files.'));
  expect(names.filter((name) => !servedToClient.has(name))).toEqual([]);
});
