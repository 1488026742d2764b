import type { KnownBlock } from '@slack/types';
import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, clientOf, quiet, refusalOf, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';
const ALERTS = 'C0MLALRT02';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench({ rateLimits: 'slack' });
});
afterEach(() => bench.stop());

const post = (channel = APPROVALS) => bench.client.chat.postMessage({ channel, text: 'hello' });
const shown = () => bench.slack.see.messages(APPROVALS).length;

describe('rate limits', () => {
  test('a channel takes a burst of three, then one message a second', async () => {
    for (let burst = 0; burst < 3; burst += 1) await post();
    await expect(post()).rejects.toThrow(WebAPIRateLimitedError);
    await expect(post()).rejects.toMatchObject({ retryAfter: 1 });
    await post(ALERTS);
    bench.slack.act.advance(1000);
    await post();
    await expect(post()).rejects.toThrow(WebAPIRateLimitedError);
    expect(shown()).toBe(4);
  });

  test('tier 2 takes twenty calls a minute', async () => {
    for (let call = 0; call < 20; call += 1) await bench.client.usergroups.list();
    await expect(bench.client.usergroups.list()).rejects.toMatchObject({ retryAfter: 3 });
    bench.slack.act.advance(3000);
    await bench.client.usergroups.list();
  });

  test.each<[string, number, number, (client: WebClient) => Promise<unknown>]>([
    ['1 takes one call', 1, 60, (client) => client.apps.uninstall({ client_id: 'x', client_secret: 'x' })],
    ['3 takes fifty calls', 50, 2, (client) => client.chat.update({ channel: APPROVALS, ts: '1.000001', text: 'x' })],
    ['4 takes a hundred calls', 100, 1, (client) => client.users.info({ user: 'U0NOBODY1' })],
  ])('tier %s a minute', async (_what, calls, seconds, call) => {
    for (let count = 0; count < calls; count += 1) await refusalOf(call(bench.client));
    await expect(call(bench.client)).rejects.toMatchObject({ retryAfter: seconds });
    bench.slack.act.advance(seconds * 1000);
    await expect(call(bench.client)).rejects.not.toBeInstanceOf(WebAPIRateLimitedError);
  });

  test('each workspace has limits of its own', async () => {
    const labs = bench.slack.team('T0NWLABS02');
    labs?.tokens.set('xoxb-labs', { kind: 'bot', scopes: ['usergroups:read'], status: 'active' });
    for (let call = 0; call < 20; call += 1) await bench.client.usergroups.list();
    await expect(bench.client.usergroups.list()).rejects.toThrow(WebAPIRateLimitedError);
    expect(await clientOf(bench.slack, 'xoxb-labs').usergroups.list()).toMatchObject({ ok: true });
  });

  test('the answer is HTTP 429 with Retry-After and the error ratelimited', async () => {
    for (let burst = 0; burst < 3; burst += 1) await post();
    const answer = await fetch(`${bench.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-local-bot-token' },
      body: new URLSearchParams({ channel: APPROVALS, text: 'x' }),
    });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toEqual({ ok: false, error: 'ratelimited' });
  });
});

describe('faults', () => {
  test('a lost answer is a message all the same: sent again, it is there twice', async () => {
    bench.slack.fault({ fault: 'lost-answer', on: true, times: 1 });
    await expect(post()).rejects.toThrow(WebAPIRequestError);
    expect(shown()).toBe(1);
    await post();
    expect(shown()).toBe(2);
  });

  test('a client with Slack’s own retries posts twice without being told', async () => {
    bench.slack.fault({ fault: 'lost-answer', on: true, times: 1 });
    const retrying = new WebClient('xoxb-local-bot-token', {
      slackApiUrl: bench.slack.apiUrl,
      retryConfig: { retries: 1, minTimeout: 1, maxTimeout: 1 },
      logger: quiet,
    });
    await retrying.chat.postMessage({ channel: APPROVALS, text: 'hello' });
    expect(shown()).toBe(2);
  });

  test('down cuts the call and does nothing', async () => {
    bench.slack.fault({ fault: 'down', on: true });
    await expect(post()).rejects.toThrow(WebAPIRequestError);
    bench.slack.fault({ fault: 'down', on: false });
    expect(shown()).toBe(0);
  });

  test('500 comes as an HTML page and does nothing', async () => {
    bench.slack.fault({ fault: 'error-500', on: true, method: 'chat.postMessage', times: 1 });
    await bench.client.auth.test();
    await expect(post()).rejects.toThrow(WebAPIHTTPError);
    expect(shown()).toBe(0);
    await post();
  });

  test('too many requests names the seconds to wait', async () => {
    bench.slack.fault({ fault: 'too-many-requests', on: true, ms: 7000, times: 1 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await post();
  });

  test('slow waits before it works, so that a client’s timeout does not undo it', async () => {
    bench.slack.fault({ fault: 'slow', on: true, ms: 1500, times: 1 });
    const impatient = new WebClient('xoxb-local-bot-token', {
      slackApiUrl: bench.slack.apiUrl,
      retryConfig: { retries: 0 },
      timeout: 500,
      logger: quiet,
    });
    const posted = new Promise<void>((resolve) => {
      bench.slack.watch((event) => event.type === 'message' && resolve());
    });
    await expect(impatient.chat.postMessage({ channel: APPROVALS, text: 'x' })).rejects.toThrow(WebAPIRequestError);
    await posted;
    expect(shown()).toBe(1);
  });

  test('slow-body begins an answer that ends only later, with the work done before', async () => {
    bench.slack.fault({ fault: 'slow-body', on: true, ms: 1500, times: 1 });
    const before = shown();
    const answer = await fetch(`${bench.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-local-bot-token', 'content-type': 'application/json' },
      body: JSON.stringify({ channel: APPROVALS, text: 'x' }),
    });
    expect(answer.status).toBe(200);
    expect(shown()).toBe(before + 1);
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('{');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('"ok":true');
  });

  test('late history shows a message only after its lag', async () => {
    const base = await startBench();
    base.slack.fault({ fault: 'late-history', on: true, ms: 10_000 });
    await base.client.chat.postMessage({ channel: APPROVALS, text: 'x' });
    const found = async () => (await base.client.conversations.history({ channel: APPROVALS })).messages?.length;
    expect(await found()).toBe(0);
    base.slack.act.advance(10_000);
    expect(await found()).toBe(1);
    await base.stop();
  });

  test('short pages hold half of what was asked for, and the cursor still leads to the end', async () => {
    bench.slack.fault({ fault: 'short-pages', on: true });
    const sizes: number[] = [];
    for await (const page of bench.client.paginate('users.list', { limit: 7 })) {
      sizes.push((page as { members?: unknown[] }).members?.length ?? 0);
    }
    expect(sizes).toEqual([4, 4, 4, 3]);
  });

  test('an unknown fault is refused with the names there are', () => {
    expect(() => bench.slack.fault({ fault: 'meteor', on: true })).toThrow('down, slow, too-many-requests');
  });
});

test.each([
  [
    'without-charts',
    { type: 'data_visualization', title: 'Cost', chart: { type: 'pie', segments: [{ label: 'GPU', value: 4 }] } },
  ],
  ['without-tables', { type: 'table', rows: [[{ type: 'raw_text', text: 'auc' }]] }],
])('%s refuses such a block as one of a type it does not know, and takes it again afterwards', async (fault, block) => {
  const blocks = [block] as unknown as KnownBlock[];
  const send = () => bench.client.chat.postMessage({ channel: APPROVALS, text: 'cost', blocks });
  bench.slack.fault({ fault, on: true });
  await expect(send()).rejects.toMatchObject({
    data: { error: 'invalid_blocks', errors: [`unsupported type: ${block.type} [json-pointer:/blocks/0/type]`] },
  });
  expect(shown()).toBe(0);
  bench.slack.fault({ fault, on: false });
  await send();
  expect(shown()).toBe(1);
});
