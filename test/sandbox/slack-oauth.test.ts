import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '#sandbox/slack/methods/index.ts';
import { type Bench, clientOf, refusalOf, servedToClient, startBench } from './slack-scripted-app.ts';

const CLIENT = { client_id: '1000000001.2000000002', client_secret: 'local-client-secret' };
const REDIRECT = 'http://127.0.0.1:3999/slack/oauth_redirect';
const LABS = 'T0NWLABS02';
const LABS_CHANNEL = 'C0LABSML01';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({
    oauth: { clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret, redirectUrls: [REDIRECT] },
  });
});
afterAll(() => bench.stop());

function page(more: Record<string, string> = {}): string {
  const asked = { client_id: CLIENT.client_id, scope: 'chat:write,commands', state: 'st&te', redirect_uri: REDIRECT };
  return `${bench.slack.origin}/oauth/v2/authorize?${new URLSearchParams({ ...asked, ...more }).toString()}`;
}

/** Presses a button of the authorise page; answers where the browser is sent. */
async function answer(form: Record<string, string>, address = page()): Promise<URL> {
  const body = new URLSearchParams(form);
  const response = await fetch(address, { method: 'POST', body, redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'about:blank');
}

const allowed = async () =>
  (await answer({ answer: 'allow', team: LABS, user: 'U0ILSE0101' })).searchParams.get('code') ?? '';
const exchange = (code: string, more: object = {}) =>
  clientOf(bench.slack, '').oauth.v2.access({ ...CLIENT, code, redirect_uri: REDIRECT, ...more });

describe('the authorise page', () => {
  test('shows the scopes and the workspaces, and gives state and code back', async () => {
    const html = await (await fetch(page())).text();
    expect(html).toContain('<code>chat:write</code>');
    expect(html).toContain('Install in Northwind Labs as Ilse Hoek');
    const back = await answer({ answer: 'allow', team: LABS, user: 'U0ILSE0101' });
    expect(back.href.startsWith(REDIRECT)).toBe(true);
    expect(back.searchParams.get('state')).toBe('st&te');
    expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{32}$/);
  });

  test('says so when the person cancels', async () => {
    const back = await answer({ answer: 'deny' });
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.has('code')).toBe(false);
  });

  test.each([
    [{ client_id: '1.2' }, 'invalid_client_id'],
    [{ redirect_uri: 'http://elsewhere.example/' }, 'bad_redirect_uri'],
  ])('refuses %j', async (more, error) => {
    const response = await fetch(page(more));
    expect(response.status).toBe(400);
    expect(await response.text()).toBe(error);
  });

  test('takes no workspace that is not there, and no script in what it shows', async () => {
    const response = await fetch(page(), {
      method: 'POST',
      body: new URLSearchParams({ answer: 'allow', team: 'T1' }),
    });
    expect(await response.text()).toBe('invalid_team');
    const html = await (await fetch(page({ scope: '<script>alert(1)</script>' }))).text();
    expect(html).not.toContain('<script>');
  });
});

test('without a registered address there is nowhere to go back to', async () => {
  const bare = await startBench();
  const address = `${bare.slack.origin}/oauth/v2/authorize?client_id=${CLIENT.client_id}&scope=chat:write`;
  expect(await (await fetch(address)).text()).toBe('missing_redirect_uri');
  await bare.stop();
});

describe('a code', () => {
  test('gives a token of the second workspace, which sees that workspace alone', async () => {
    const installed = await exchange(await allowed());
    expect(installed).toMatchObject({
      ok: true,
      team: { id: LABS, name: 'Northwind Labs' },
      scope: 'chat:write,commands',
      bot_user_id: 'U0CSIGN01',
      authed_user: { id: 'U0ILSE0101' },
      is_enterprise_install: false,
      enterprise: null,
    });
    const labs = clientOf(bench.slack, String(installed.access_token));
    expect(await labs.auth.test()).toMatchObject({ team_id: LABS });
    await labs.chat.postMessage({ channel: LABS_CHANNEL, text: 'hello, labs' });
    expect(bench.slack.team(LABS)?.see.messages(LABS_CHANNEL)).toMatchObject([{ text: 'hello, labs' }]);
    expect(await refusalOf(bench.client.chat.postMessage({ channel: LABS_CHANNEL, text: 'x' }))).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await refusalOf(labs.chat.postMessage({ channel: 'C0MLAPPR01', text: 'x' }))).toMatchObject({
      error: 'channel_not_found',
    });
    expect(await refusalOf(labs.users.info({ user: 'U0ILSE0101' }))).toMatchObject({ error: 'missing_scope' });
  });

  test('carries the workspace in every payload, and answers go back there', async () => {
    bench.app.received.length = 0;
    await bench.slack.team(LABS)?.act.command({ as: 'rui', channel: 'labs-models', command: '/mlops', text: 'help' });
    expect(bench.app.received[0]?.body).toMatchObject({ team_id: LABS, user_id: 'U0RUI00102' });
    const reply = { method: 'POST', body: JSON.stringify({ text: 'only you' }) };
    expect((await fetch(bench.app.received[0]?.responseUrl ?? '', reply)).status).toBe(200);
    expect(bench.slack.team(LABS)?.see.messages(LABS_CHANNEL, 'rui').at(-1)).toMatchObject({
      text: 'only you',
      ephemeral: true,
    });
  });

  test('works once, for ten minutes, with the secret and the address it was asked with', async () => {
    const code = await allowed();
    await exchange(code);
    expect(await refusalOf(exchange(code))).toMatchObject({ error: 'invalid_code' });
    expect(await refusalOf(exchange('nonsense'))).toMatchObject({ error: 'invalid_code' });
    expect(await refusalOf(exchange(await allowed(), { client_secret: 'x' }))).toMatchObject({
      error: 'bad_client_secret',
    });
    expect(await refusalOf(exchange(await allowed(), { client_id: 'x' }))).toMatchObject({
      error: 'invalid_client_id',
    });
    expect(await refusalOf(exchange(await allowed(), { redirect_uri: 'http://127.0.0.1:1/' }))).toMatchObject({
      error: 'bad_redirect_uri',
    });
    const old = await allowed();
    bench.slack.clock.advance(600_001);
    expect(await refusalOf(exchange(old))).toMatchObject({ error: 'invalid_code' });
  });

  test('of a new installation ends the token of the one before', async () => {
    const before = clientOf(bench.slack, String((await exchange(await allowed())).access_token));
    await exchange(await allowed());
    expect(await refusalOf(before.auth.test())).toMatchObject({ error: 'token_revoked' });
  });
});

test('an uninstall tells the app, and its token is dead', async () => {
  const labs = clientOf(bench.slack, String((await exchange(await allowed())).access_token));
  bench.app.received.length = 0;
  await labs.apps.uninstall(CLIENT);
  expect(await refusalOf(labs.auth.test())).toMatchObject({ error: 'token_revoked' });
  await expect
    .poll(() => bench.app.received.map(({ event }) => String(event.type)).sort())
    .toEqual(['app_uninstalled', 'tokens_revoked']);
  expect(bench.app.received[0]?.body).toMatchObject({ team_id: LABS });
  expect(await bench.client.auth.test()).toMatchObject({ ok: true });
});

test('every method for installations was called above by Slack’s own client, and answered well', () => {
  const names = METHODS.map(({ name }) => name).filter((name) => /^oauth\.|^apps\.uninstall/.test(name));
  expect(names).toHaveLength(2);
  expect(names.filter((name) => !servedToClient.has(name))).toEqual([]);
});
