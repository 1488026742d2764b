import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, plain, refusalOf, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

async function raw(method: string, body: string, type: string) {
  const answer = await fetch(`${bench.slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: 'Bearer xoxb-local-bot-token' },
    body,
  });
  return (await answer.json()) as Record<string, unknown>;
}

describe('a body that cannot be read', () => {
  test.each([
    ['JSON that is none', '{', 'application/json', 'invalid_json'],
    ['JSON that is no object', '[]', 'application/json', 'json_not_object'],
    ['a form without its boundary', 'x', 'multipart/form-data; boundary=y', 'invalid_form_data'],
    ['a type nobody knows', 'x', 'text/csv', 'invalid_post_type'],
  ])('is told so: %s', async (_what, body, type, error) => {
    expect(await raw('chat.postMessage', body, type)).toEqual({ ok: false, error });
  });
});

describe('what a call may not ask for', () => {
  const client = () => bench.client;
  test.each<[string, () => Promise<unknown>, string]>([
    ['a page of a thousand and one', () => client().conversations.list({ limit: 1001 }), 'invalid_limit'],
    ['channels of an unknown type', () => client().conversations.list({ types: 'public' }), 'invalid_types'],
    ['a conversation with nobody', () => client().apiCall('conversations.open', {}), 'users_list_not_supplied'],
    [
      'a hundred and one attachments',
      () =>
        client().chat.postMessage({
          channel: APPROVALS,
          text: 'x',
          attachments: Array.from({ length: 101 }, () => ({ text: 'x' })),
        }),
      'too_many_attachments',
    ],
    [
      'a view beyond 250 kB',
      () =>
        client().views.publish({
          user_id: 'U0ANA0001',
          view: {
            type: 'home',
            blocks: Array.from({ length: 90 }, () => ({ type: 'section' as const, text: plain('ü'.repeat(1500)) })),
          },
        }),
      'view_too_large',
    ],
  ])('is refused: %s', async (_what, call, error) => {
    expect(await refusalOf(call())).toMatchObject({ error });
  });

  test('a change in a channel that was archived since', async () => {
    const { ts = '' } = await bench.client.chat.postMessage({ channel: APPROVALS, text: 'x' });
    const kept = bench.slack.snapshot();
    const archived = structuredClone(kept);
    for (const channel of archived.channels) if (channel.id === APPROVALS) channel.archived = true;
    bench.slack.restore(archived);
    const change = bench.client.chat.update({ channel: APPROVALS, ts, text: 'y' });
    expect(await refusalOf(change)).toMatchObject({ error: 'is_inactive' });
    bench.slack.restore(kept);
  });

  test('the deletion of a file that somebody else sent', async () => {
    const kept = bench.slack.snapshot();
    const file = { id: 'F0OTHER001', name: 'a.csv', title: 'a.csv', altText: null, mimetype: 'text/csv' };
    const rest = { base64: 'YQ==', size: 1, user: 'U0ANA0001', createdAt: 0, readyAt: 0, shares: [] };
    bench.slack.restore({ ...kept, files: [{ ...file, ...rest }] });
    expect(await refusalOf(bench.client.files.delete({ file: 'F0OTHER001' }))).toMatchObject({
      error: 'cant_delete_file',
    });
  });

  test('a response that is no JSON', async () => {
    bench.app.received.length = 0;
    await bench.slack.act.command({ as: 'ana', channel: 'ml-approvals', command: '/mlops', text: 'x' });
    const answer = await fetch(bench.app.received[0]?.responseUrl ?? '', { method: 'POST', body: 'no json' });
    expect({ status: answer.status, text: await answer.text() }).toEqual({ status: 400, text: 'invalid_payload' });
  });
});

/** Every code that the pretend Slack can refuse with, read from its source. */
function codes(): readonly string[] {
  const root = 'src/sandbox/slack';
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, name), 'utf8'));
  const given = /(?:refuse|ApiRefusal)\((?:\w+ \?\? )?'(\w+)'|need\('\w+', '(\w+)'|text: '(\w+)'/g;
  const found = sources.flatMap((source) => [...source.matchAll(given)].map((match) => match.slice(1).find(Boolean)));
  return [...new Set(found.filter((code) => code !== undefined))].sort();
}

test('every code it can refuse with is expected by a test', () => {
  const tests = readdirSync('test/sandbox')
    .filter((name) => name.startsWith('slack-') && name.endsWith('.test.ts'))
    .map((name) => readFileSync(`test/sandbox/${name}`, 'utf8'))
    .join('\n');
  expect(codes().length).toBeGreaterThan(50);
  expect(codes().filter((code) => !new RegExp(`'${code}'`).test(tests))).toEqual([]);
});
