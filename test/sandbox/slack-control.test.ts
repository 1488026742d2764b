import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AliasAct, ExchangeView, FaultAct, ModalView } from '#sandbox/control.ts';
import { heldClock } from '#sandbox/slack/clock.ts';
import { startPretendSlack } from '#sandbox/slack/server.ts';
import { isWorkspaceState } from '#sandbox/slack/state.ts';
import { type Bench, BUTTONS, modal, NOON, plain, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';

let bench: Bench;
const toRegistry: (AliasAct | FaultAct)[] = [];
beforeEach(async () => {
  toRegistry.length = 0;
  bench = await startBench({
    registry: {
      view: () => ({ models: [] }),
      moveAlias: (act) => void toRegistry.push(act),
      faults: () => ({ 'mlflow.down': { title: 'MLflow is down', on: false, ms: null } }),
      setFault: (act) => void toRegistry.push(act),
    },
  });
});
afterEach(() => bench.stop());

async function get(path: string): Promise<unknown> {
  return await (await fetch(`${bench.slack.origin}/control/${path}`)).json();
}

async function post(path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${bench.slack.origin}/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return await answer.json();
}

describe('the control API', () => {
  test('the workspace names its people, channels, commands and faults', async () => {
    const workspace = await get('workspace');
    expect(workspace).toMatchObject({
      team: { id: 'T0NORTH001', name: 'Northwind', domain: 'northwind' },
      app: { name: 'Countersign', botUserId: 'U0CSIGN01', commands: [{ command: '/mlops' }] },
      now: '2026-11-30T12:00:00.000Z',
    });
    expect(workspace).toMatchObject({
      people: expect.arrayContaining([
        {
          id: 'U0MEI0003',
          name: 'mei',
          realName: 'Mei Tanaka',
          title: 'Model risk manager',
          kind: 'member',
          timeZone: 'Europe/Amsterdam',
        },
      ]),
      channels: expect.arrayContaining([expect.objectContaining({ name: 'ml-approvals', kind: 'public' })]),
      faults: {
        'slack.down': { title: 'Slack is down: every call is cut off', on: false, ms: null },
        'mlflow.down': { title: 'MLflow is down', on: false, ms: null },
      },
    });
  });

  test('one story through HTTP: command, click, modal, submission, close, say, home', async () => {
    bench.app.answer = () => ({ body: 'noted' });
    const typed = { as: 'U0ANA0001', channel: APPROVALS, command: '/mlops', text: 'help' };
    expect(await post('command', typed)).toMatchObject({ acked: true, status: 200, notice: null });
    expect(await get(`messages?channel=${APPROVALS}&as=U0ANA0001`)).toMatchObject([{ text: 'noted', ephemeral: true }]);
    bench.app.answer = () => ({});
    const { ts = '' } = await bench.client.chat.postMessage({ channel: APPROVALS, text: 'card', blocks: BUTTONS });
    await post('press', { as: 'U0MEI0003', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'approve' });
    const trigger = bench.app.received.at(-1)?.triggerId ?? '';
    await bench.client.views.open({ trigger_id: trigger, view: modal() });
    const open = (await get('modal?as=U0MEI0003')) as ModalView;
    expect(open).toMatchObject({ depth: 1, errors: {}, notice: null, view: { callback_id: 'confirm' } });
    const values = { reason: { text: 'fine' } };
    expect(await post('submit', { as: 'U0MEI0003', viewId: open.viewId, values })).toMatchObject({ acked: true });
    expect(await get('modal?as=U0MEI0003')).toBeNull();
    expect(await post('say', { as: 'ana', channel: APPROVALS, text: 'thanks' })).toMatchObject({ user: 'U0ANA0001' });
    expect(await get('home?as=U0MEI0003')).toEqual({ view: null });
    const opened = bench.app.received.length;
    await get('home?as=U0MEI0003&peek=1');
    expect(bench.app.received.length).toBe(opened);
    expect(bench.app.received.at(-1)?.event.type).toBe('app_home_opened');
  });

  test('options, closing and reloading go through HTTP too', async () => {
    const element = { type: 'external_select', action_id: 'name', min_query_length: 0 };
    const blocks = [{ type: 'input', block_id: 'model', label: plain('Model'), element }];
    bench.app.answer = () => ({ body: 'noted' });
    await post('command', { as: 'ana', channel: APPROVALS, command: '/mlops', text: '' });
    const trigger = bench.app.received.at(-1)?.triggerId ?? '';
    const opened = await bench.client.views.open({ trigger_id: trigger, view: modal({ blocks }) });
    const viewId = opened.view?.id ?? '';
    const options = [{ text: plain('fraud-scorer'), value: 'm1' }];
    bench.app.answer = () => ({ body: { options } });
    expect(await post('options', { as: 'ana', viewId, blockId: 'model', actionId: 'name', value: '' })).toEqual({
      options,
    });
    expect(await post('close', { as: 'ana', viewId })).toMatchObject({ notice: null });
    expect(await get('modal?as=ana')).toBeNull();
    expect(await get(`messages?channel=${APPROVALS}&as=ana`)).toMatchObject([{ text: 'noted' }]);
    expect(await post('reload', { as: 'ana' })).toEqual({});
    expect(await get(`messages?channel=${APPROVALS}&as=ana`)).toEqual([]);
  });

  test('the clock moves forward and never back', async () => {
    expect(await post('clock', { advanceMs: 60_000 })).toEqual({ now: '2026-11-30T12:01:00.000Z' });
    expect(await post('clock', { advanceMs: -1 })).toEqual({
      error: 'Give “advanceMs” as a number of milliseconds; the clock only moves forward.',
    });
  });

  test('faults are switched for Slack here and for the registry through its hook', async () => {
    await post('faults', { system: 'slack', fault: 'slow', on: true, ms: 5 });
    expect(await get('faults')).toMatchObject({ 'slack.slow': { on: true, ms: 5 } });
    await post('faults', { system: 'mlflow', fault: 'down', on: true });
    await post('registry/alias', { model: 'fraud-scorer', alias: 'production', version: '6' });
    expect(toRegistry).toEqual([
      { system: 'mlflow', fault: 'down', on: true },
      { model: 'fraud-scorer', alias: 'production', version: '6' },
    ]);
    expect(await get('registry')).toEqual({ models: [] });
  });

  test.each([
    ['command', { as: 'nobody', channel: APPROVALS, command: '/mlops' }, 'Nobody here is called “nobody”.'],
    ['press', { as: 'ana', blockId: 'b', actionId: 'a' }, 'Say where: a channel and ts, a viewId, or home.'],
    ['submit', { as: 'ana', viewId: 'V1', values: { b: 1 } }, 'Give “values” as block id → action id'],
    ['teleport', {}, 'There is no POST /control/teleport.'],
  ])('a bad act for %s is answered with a sentence', async (path, body, sentence) => {
    expect(await post(path, body)).toEqual({ error: expect.stringContaining(sentence) });
  });

  test('changes are streamed as they happen', async () => {
    const answer = await fetch(`${bench.slack.origin}/control/events`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const { ts } = await bench.client.chat.postMessage({ channel: APPROVALS, text: 'x' });
    while (!text.includes('"type":"exchange"')) text += (await reader?.read())?.value ?? '';
    expect(text).toContain(`data: {"type":"message","channel":"${APPROVALS}","ts":"${ts}"}\n\n`);
    await reader?.cancel();
  });
});

describe('what other origins can do', () => {
  function status(headers: Record<string, string>, method = 'GET'): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port: bench.slack.port, path: '/control/workspace', method, headers },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        },
      );
      sent.on('error', reject);
      sent.end();
    });
  }

  test('names that were rebound to this machine and pages from elsewhere are refused', async () => {
    expect(await status({})).toBe(200);
    expect(await status({ host: 'evil.example' })).toBe(403);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: bench.slack.origin })).toBe(200);
  });

  test('an act must be JSON', async () => {
    const answer = await fetch(`${bench.slack.origin}/control/clock`, { method: 'POST', body: '{"advanceMs":1}' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: 'Send a JSON object with content-type application/json.' });
  });

  test('no file outside the page is served', async () => {
    const paths = ['/..%2fcontrol.ts', '/%2e%2e/slack/server.ts', '/nothing.html'];
    const answers = await Promise.all(paths.map((path) => fetch(`${bench.slack.origin}${path}`)));
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
  });

  test('a permalink leads to the page', async () => {
    const { ts = '' } = await bench.client.chat.postMessage({ channel: APPROVALS, text: 'x' });
    const reply = await bench.client.chat.postMessage({ channel: APPROVALS, text: 'y', thread_ts: ts });
    const link = await bench.client.chat.getPermalink({ channel: APPROVALS, message_ts: reply.ts ?? '' });
    const answer = await fetch(link.permalink ?? '', { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(`/#/${APPROVALS}/${ts}`);
  });
});

describe('choices', () => {
  test('several come through as they were chosen', async () => {
    const option = (value: string) => ({ text: plain(value), value });
    const options = [option('prod'), option('test'), option('lab')];
    const element = { type: 'multi_static_select' as const, action_id: 'envs', options };
    const blocks = [{ type: 'section' as const, block_id: 'pick', text: plain('Where'), accessory: element }];
    const { ts = '' } = await bench.client.chat.postMessage({ channel: APPROVALS, text: 'x', blocks });
    const act = { as: 'mei', channel: APPROVALS, ts, blockId: 'pick', actionId: 'envs' };
    expect(await post('press', { ...act, choice: ['prod', 'lab'] })).toMatchObject({ acked: true });
    expect(bench.app.received.at(-1)?.body).toMatchObject({
      actions: [{ type: 'multi_static_select', selected_options: [option('prod'), option('lab')] }],
    });
    expect(await post('press', { ...act, choice: [1] })).toEqual({
      error: 'Give “choice” as text or as a list of texts.',
    });
  });
});

describe('the inspector', () => {
  test('every exchange is listed in order, without tokens and signatures', async () => {
    await bench.slack.act.command({ as: 'ana', channel: APPROVALS, command: '/mlops', text: 'help' });
    await fetch(`${bench.slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'xoxb-local-bot-token', channel: APPROVALS, text: 'my xoxb-123-abc' }),
    });
    bench.slack.record({
      at: '2026-11-30T12:00:00.000Z',
      direction: 'to-registry',
      title: 'set alias',
      status: 200,
      ms: 1,
      request: {},
      response: {},
    });
    const requests = (await get('requests')) as ExchangeView[];
    expect(requests.map((one) => [one.number, one.direction, one.title, one.status])).toEqual([
      [1, 'to-app', '/mlops help', 200],
      [2, 'from-app', 'chat.postMessage', 200],
      [3, 'to-registry', 'set alias', 200],
    ]);
    expect(JSON.stringify(requests)).not.toMatch(/local-bot-token|local-verification-token|xoxb-123/);
    expect(await get('requests?after=2')).toHaveLength(1);
  });
});

describe('snapshots', () => {
  test('a second run keeps messages, people and Home, and goes on from the youngest message', async () => {
    const { client, slack } = bench;
    slack.act.advance(86_400_000);
    await client.chat.postMessage({ channel: APPROVALS, text: 'kept', blocks: BUTTONS });
    await client.views.publish({ user_id: 'U0ANA0001', view: { type: 'home', blocks: [{ type: 'divider' }] } });
    await client.chat.postEphemeral({ channel: APPROVALS, user: 'U0ANA0001', text: 'gone on reload' });
    const saved: unknown = JSON.parse(JSON.stringify(slack.snapshot()));
    expect(JSON.stringify(saved)).not.toContain('xoxb');
    if (!isWorkspaceState(saved)) throw new Error('not a state');
    const second = await startPretendSlack({ clock: heldClock(NOON), snapshot: saved });
    expect(second.see.messages(APPROVALS, 'ana')).toMatchObject([{ text: 'kept', blocks: BUTTONS }]);
    expect(second.see.home('ana')).toEqual(slack.see.home('ana'));
    const younger = await second.act.say({ as: 'ana', channel: APPROVALS, text: 'next day' });
    expect(second.see.messages(APPROVALS).map((message) => message.text)).toEqual(['kept', 'next day']);
    expect(Number(younger.ts)).toBeGreaterThan(Number(slack.see.messages(APPROVALS)[0]?.ts));
    await second.stop();
  });

  test('what is no state of a workspace is not taken for one', () => {
    expect(isWorkspaceState({ version: 2 })).toBe(false);
    expect(isWorkspaceState(null)).toBe(false);
    expect(isWorkspaceState({ ...bench.slack.snapshot(), channels: 'none' })).toBe(false);
  });
});
