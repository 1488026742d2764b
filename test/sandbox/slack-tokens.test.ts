import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, BUTTONS, clientOf, refusalOf, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

test.each([
  ['', 'not_authed'],
  ['xoxb-someone-else', 'invalid_auth'],
  ['xapp-local-app-token', 'not_allowed_token_type'],
])('a message with the token “%s” is refused with %s', async (token, error) => {
  const client = clientOf(bench.slack, token);
  expect(await refusalOf(client.chat.postMessage({ channel: APPROVALS, text: 'x' }))).toMatchObject({ error });
});

test.each([
  ['revoked', 'token_revoked'],
  ['inactive', 'account_inactive'],
] as const)('a %s token answers %s', async (status, error) => {
  const token = bench.slack.tokens.get('xoxb-local-bot-token');
  if (token === undefined) throw new Error('no token');
  token.status = status;
  expect(await refusalOf(bench.client.auth.test())).toMatchObject({ error });
  token.status = 'active';
});

test('a call without its scope is told what is needed and what there is', async () => {
  const base = await startBench({ scopes: ['chat:write', 'users:read'] });
  expect(await refusalOf(base.client.conversations.history({ channel: APPROVALS }))).toMatchObject({
    error: 'missing_scope',
    needed: 'channels:history,groups:history,im:history',
    provided: 'chat:write,users:read',
  });
  await base.stop();
});

test('scopes of the token and of the method stand in the headers', async () => {
  const answer = await fetch(`${bench.slack.apiUrl}users.info?user=U0ANA0001`, {
    headers: { authorization: 'Bearer xoxb-local-bot-token' },
  });
  expect(answer.headers.get('x-oauth-scopes')).toContain('chat:write');
  expect(answer.headers.get('x-accepted-oauth-scopes')).toBe('users:read');
});

test('a method it does not have is unknown_method, with a token or without', async () => {
  for (const client of [bench.client, clientOf(bench.slack, '')]) {
    expect(await refusalOf(client.apiCall('chat.invent'))).toMatchObject({
      error: 'unknown_method',
      req_method: 'chat.invent',
    });
  }
});

test('a refusal is HTTP 200, with the scopes in its headers', async () => {
  const body = new URLSearchParams({ channel: 'C0NOWHERE', text: 'x' });
  const headers = { authorization: 'Bearer xoxb-local-bot-token' };
  const answer = await fetch(`${bench.slack.apiUrl}chat.postMessage`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-accepted-oauth-scopes')).toBe('chat:write');
  expect(await answer.json()).toEqual({ ok: false, error: 'channel_not_found' });
});

test('a bot token may stand in the body, an app-level token only in the header', async () => {
  const call = async (method: string, token: string) => {
    const body = new URLSearchParams({ token });
    return await (await fetch(`${bench.slack.apiUrl}${method}`, { method: 'POST', body })).json();
  };
  expect(await call('auth.test', 'xoxb-local-bot-token')).toMatchObject({ ok: true });
  expect(await call('apps.connections.open', 'xapp-local-app-token')).toEqual({ ok: false, error: 'not_authed' });
  expect(await clientOf(bench.slack, 'xapp-local-app-token').apps.connections.open({})).toMatchObject({ ok: true });
});

test('apps.connections.open needs connections:write', async () => {
  const base = await startBench();
  const token = base.slack.tokens.get('xapp-local-app-token');
  if (token === undefined) throw new Error('no token');
  token.scopes = [];
  const open = clientOf(base.slack, 'xapp-local-app-token').apps.connections.open({});
  expect(await refusalOf(open)).toMatchObject({ error: 'missing_scope', needed: 'connections:write', provided: '' });
  await base.stop();
});

test('arguments come as form, JSON and multipart alike', async () => {
  const url = `${bench.slack.apiUrl}chat.postMessage`;
  const headers = { authorization: 'Bearer xoxb-local-bot-token' };
  const form = new FormData();
  form.set('channel', APPROVALS);
  form.set('text', 'sent three ways');
  const json = JSON.stringify({ channel: APPROVALS, text: 'sent three ways', blocks: BUTTONS });
  const bodies = [
    { headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body: json },
    { headers, body: new URLSearchParams({ channel: APPROVALS, text: 'sent three ways' }) },
    { headers, body: form },
  ];
  for (const init of bodies) {
    const answer = await fetch(url, { method: 'POST', ...init });
    expect(await answer.json()).toMatchObject({ ok: true, message: { text: 'sent three ways' } });
  }
});
