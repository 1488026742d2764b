import { createHmac } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, BUTTONS, modal, plain, type Received, refusalOf, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';
const TROUBLE = 'We had some trouble connecting. Try again?';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const command = (text = 'help', as = 'ana') =>
  bench.slack.act.command({ as, channel: '#ml-approvals', command: '/mlops', text });
const last = (): Received => {
  const received = bench.app.received.at(-1);
  if (received === undefined) throw new Error('the app received nothing');
  return received;
};

/** Types a command and answers its trigger with a modal; gives back the view's id. */
async function openModal(view = modal()): Promise<string> {
  await command('approve');
  const opened = await bench.client.views.open({ trigger_id: last().triggerId, view });
  return opened.view?.id ?? '';
}

const submit = (viewId: string, text: string | null = 'because') =>
  bench.slack.act.submit({ as: 'ana', viewId, values: { reason: { text } } });

describe('commands', () => {
  test('every request is signed over its raw body', async () => {
    await command();
    const { headers, raw } = last();
    const base = `v0:${String(headers['x-slack-request-timestamp'])}:${raw}`;
    const digest = createHmac('sha256', 'local-signing-secret').update(base).digest('hex');
    expect(headers['x-slack-signature']).toBe(`v0=${digest}`);
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test('a command carries every field, and names become ids', async () => {
    expect(await command('approve @ben in #fraud & <now>')).toMatchObject({ acked: true, status: 200, notice: null });
    expect(last().body).toMatchObject({
      team_id: 'T0NORTH001',
      team_domain: 'northwind',
      channel_id: APPROVALS,
      channel_name: 'ml-approvals',
      user_id: 'U0ANA0001',
      user_name: 'ana',
      command: '/mlops',
      text: 'approve <@U0BEN0002|ben> in <#C0FRAUD004|fraud> &amp; &lt;now&gt;',
      api_app_id: 'A0CSIGN001',
      is_enterprise_install: 'false',
      response_url: expect.stringContaining(`${bench.slack.origin}/response/T0NORTH001/`),
      trigger_id: expect.any(String),
      token: expect.any(String),
    });
  });

  test('the body of the ack answers the person alone, unless it says in_channel', async () => {
    bench.app.answer = () => ({ body: 'just text' });
    await command();
    bench.app.answer = () => ({ body: { text: 'for all', response_type: 'in_channel' } });
    await command();
    expect(bench.slack.see.messages(APPROVALS, 'ana').map((one) => [one.text, one.ephemeral])).toEqual([
      ['just text', true],
      ['for all', false],
    ]);
    expect(bench.slack.see.messages(APPROVALS, 'ben').map((one) => one.text)).toEqual(['for all']);
  });

  test('an app that is late, broken or gone makes the command fail as the person sees it in Slack', async () => {
    bench.silence();
    expect(await command()).toMatchObject({
      acked: false,
      status: null,
      notice: '`/mlops` failed because the app did not respond. Please try again or contact the app developer.',
    });
    bench.speak(() => ({ status: 500 }));
    expect(await command()).toMatchObject({
      acked: false,
      status: 500,
      notice: '/mlops failed with the error "dispatch_failed"',
    });
    bench.slack.setRequestUrl('http://127.0.0.1:1/gone');
    expect(await command()).toMatchObject({ notice: '/mlops failed with the error "dispatch_failed"' });
  });

  test('an ack after the deadline has no effect', async () => {
    let late = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      late = resolve;
    });
    bench.silence();
    bench.app.answer = async () => {
      await held;
      return { body: 'too late' };
    };
    expect(await command()).toMatchObject({ acked: false, status: null });
    late();
    bench.speak(() => ({ body: 'in time' }));
    await command();
    expect(bench.slack.see.messages(APPROVALS, 'ana').map((one) => one.text)).toEqual(['in time']);
  });

  test('pending counts what is not yet acked', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      bench.app.answer = async () => {
        resolve();
        await held;
        return {};
      };
    });
    const act = command();
    await arrived;
    expect(bench.slack.pending()).toBe(1);
    release();
    await act;
    expect(bench.slack.pending()).toBe(0);
  });

  test('an unknown command, an outsider and a deactivated person never reach the app', async () => {
    const { act } = bench.slack;
    const typed = { as: 'ana', channel: '#ml-approvals', command: '/other', text: '' };
    expect(await act.command(typed)).toMatchObject({ acked: false, notice: '`/other` is not a valid command.' });
    await expect(act.command({ ...typed, channel: '#model-risk', command: '/mlops' })).rejects.toThrow('not in');
    await expect(command('help', 'dan')).rejects.toThrow('deactivated');
    expect(bench.app.received).toEqual([]);
  });
});

describe('triggers', () => {
  test('a trigger lives three seconds and opens one view', async () => {
    const { client, slack } = bench;
    const open = () => client.views.open({ trigger_id: last().triggerId, view: modal() });
    await command();
    slack.act.advance(3000);
    await open();
    expect(await refusalOf(open())).toMatchObject({ error: 'exchanged_trigger_id' });
    await command();
    slack.act.advance(3001);
    expect(await refusalOf(open())).toMatchObject({ error: 'expired_trigger_id' });
  });

  test('a refused view does not use the trigger up', async () => {
    await command();
    const trigger = last().triggerId;
    const bad = modal({ title: plain('x'.repeat(25)) });
    await refusalOf(bench.client.views.open({ trigger_id: trigger, view: bad }));
    expect(await bench.client.views.open({ trigger_id: trigger, view: modal() })).toMatchObject({ ok: true });
  });
});

describe('modals', () => {
  test('a submission carries the view with its state, and an empty ack closes it', async () => {
    const viewId = await openModal(modal({ private_metadata: 'req-1' }));
    expect(bench.slack.see.modal('ana')).toMatchObject({ viewId, depth: 1, errors: {}, notice: null });
    expect(await submit(viewId)).toMatchObject({ acked: true });
    expect(last().body).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0ANA0001', team_id: 'T0NORTH001' },
      team: { id: 'T0NORTH001' },
      view: {
        id: viewId,
        callback_id: 'confirm',
        private_metadata: 'req-1',
        state: { values: { reason: { text: { type: 'plain_text_input', value: 'because' } } } },
      },
      response_urls: [],
    });
    expect(bench.slack.see.modal('ana')).toBeNull();
  });

  test('Slack itself holds back a modal with an empty required input', async () => {
    const viewId = await openModal();
    const before = bench.app.received.length;
    expect(await submit(viewId, null)).toMatchObject({ acked: false, status: null, notice: null });
    expect(bench.slack.see.modal('ana')?.errors).toEqual({ reason: 'Please complete this required field.' });
    expect(bench.app.received.length).toBe(before);
  });

  test('an ack with errors shows them at their blocks', async () => {
    const viewId = await openModal();
    bench.app.answer = () => ({ body: { response_action: 'errors', errors: { reason: 'Too short.' } } });
    expect(await submit(viewId)).toMatchObject({ acked: true, notice: null });
    expect(bench.slack.see.modal('ana')).toMatchObject({ viewId, errors: { reason: 'Too short.' } });
  });

  test.each([
    ['errors for a block it does not have', { response_action: 'errors', errors: { other: 'x' } }],
    ['a title that is too long', { response_action: 'update', view: modal({ title: plain('x'.repeat(25)) }) }],
    ['an action it does not know', { response_action: 'shrug' }],
    ['no JSON', 'thanks'],
  ])('an ack with %s leaves the modal open with Slack’s notice', async (_what, body) => {
    const viewId = await openModal();
    bench.app.answer = () => ({ body });
    expect(await submit(viewId)).toMatchObject({ acked: true, notice: TROUBLE });
    expect(bench.slack.see.modal('ana')).toMatchObject({ viewId, notice: TROUBLE });
  });

  test('a late or failing app leaves the modal open with Slack’s notice', async () => {
    const viewId = await openModal();
    bench.silence();
    expect(await submit(viewId)).toMatchObject({ acked: false, notice: TROUBLE });
    bench.speak(() => ({ status: 503 }));
    expect(await submit(viewId)).toMatchObject({ acked: false, status: 503, notice: TROUBLE });
    expect(bench.slack.see.modal('ana')).toMatchObject({ viewId, notice: TROUBLE });
  });

  test('update, push and clear in an ack move the stack, which holds three', async () => {
    const { app, slack } = bench;
    const first = await openModal();
    app.answer = () => ({ body: { response_action: 'update', view: modal({ callback_id: 'second step' }) } });
    await submit(first);
    expect(slack.see.modal('ana')).toMatchObject({ viewId: first, view: { callback_id: 'second step' } });
    app.answer = () => ({ body: { response_action: 'push', view: modal() } });
    await submit(first);
    const second = slack.see.modal('ana');
    expect(second).toMatchObject({ depth: 2, view: { previous_view_id: first, root_view_id: first } });
    await submit(second?.viewId ?? '');
    const third = slack.see.modal('ana');
    expect(third?.depth).toBe(3);
    expect(await submit(third?.viewId ?? '')).toMatchObject({ notice: TROUBLE });
    app.answer = () => ({});
    await submit(third?.viewId ?? '');
    expect(slack.see.modal('ana')).toMatchObject({ viewId: second?.viewId, depth: 2 });
    app.answer = () => ({ body: { response_action: 'clear' } });
    await submit(second?.viewId ?? '');
    expect(slack.see.modal('ana')).toBeNull();
  });

  test('views.push needs a trigger made in a modal and stops at three', async () => {
    const { app, client, slack } = bench;
    await command();
    const outside = client.views.push({ trigger_id: last().triggerId, view: modal() });
    expect(await refusalOf(outside)).toMatchObject({ error: 'invalid_trigger_id' });
    const pressable = modal({ blocks: BUTTONS, submit: undefined });
    await openModal(pressable);
    app.answer = () => ({});
    const push = async () => {
      const viewId = slack.see.modal('ana')?.viewId ?? '';
      await slack.act.press({ as: 'ana', viewId, blockId: 'verbs', actionId: 'approve' });
      return await client.views.push({ trigger_id: last().triggerId, view: pressable });
    };
    await push();
    await push();
    expect(slack.see.modal('ana')?.depth).toBe(3);
    expect(await refusalOf(push())).toMatchObject({ error: 'push_limit_reached' });
  });

  test('views.update changes the hash and refuses a stale one; what was typed stays', async () => {
    const { client, slack } = bench;
    const viewId = await openModal(modal({ external_id: 'req-1' }));
    const { hash = '' } = slack.see.modal('ana') ?? {};
    await client.views.update({ external_id: 'req-1', hash, view: modal({ title: plain('Loaded') }) });
    expect(slack.see.modal('ana')).toMatchObject({ viewId, view: { title: { text: 'Loaded' } } });
    expect(await refusalOf(client.views.update({ view_id: viewId, hash, view: modal() }))).toMatchObject({
      error: 'hash_conflict',
    });
  });

  test('an external id belongs to one view at a time', async () => {
    await openModal(modal({ external_id: 'mine' }));
    await command('approve', 'ben');
    const trigger = last().triggerId;
    const again = bench.client.views.open({ trigger_id: trigger, view: modal({ external_id: 'mine' }) });
    expect(await refusalOf(again)).toMatchObject({ error: 'duplicate_external_id' });
  });

  test('the app hears of a closed view only with notify_on_close', async () => {
    const { act } = bench.slack;
    const quietId = await openModal();
    const before = bench.app.received.length;
    await act.close({ as: 'ana', viewId: quietId });
    expect(bench.app.received.length).toBe(before);
    const viewId = await openModal(modal({ notify_on_close: true }));
    await act.close({ as: 'ana', viewId });
    expect(last().body).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: viewId } });
    expect(bench.slack.see.modal('ana')).toBeNull();
  });
});

describe('clicks', () => {
  const post = (blocks: KnownBlock[] = BUTTONS) =>
    bench.client.chat.postMessage({ channel: APPROVALS, text: 'card', blocks });

  test('a click on a message carries the message, the action and a response URL', async () => {
    const { ts = '' } = await post();
    const act = { as: 'mei', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'approve' };
    expect(await bench.slack.act.press(act)).toMatchObject({ acked: true, notice: null });
    expect(last().body).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0MEI0003', username: 'mei' },
      team: { id: 'T0NORTH001' },
      api_app_id: 'A0CSIGN001',
      container: { type: 'message', message_ts: ts, channel_id: APPROVALS, is_ephemeral: false },
      channel: { id: APPROVALS, name: 'ml-approvals' },
      message: { ts, bot_id: 'B0CSIGN001', blocks: BUTTONS },
      state: { values: {} },
      actions: [
        { action_id: 'approve', block_id: 'verbs', type: 'button', value: 'req-1', action_ts: expect.any(String) },
      ],
      response_url: expect.any(String),
      trigger_id: expect.any(String),
    });
  });

  test('a click the app does not ack tells the person, and one on nothing is refused', async () => {
    const { ts = '' } = await post();
    bench.silence();
    const act = { as: 'mei', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'approve' };
    expect(await bench.slack.act.press(act)).toMatchObject({ acked: false, notice: 'The app did not respond.' });
    await expect(bench.slack.act.press({ ...act, actionId: 'reject' })).rejects.toThrow('nothing to use');
    await expect(bench.slack.act.press({ ...act, as: 'eve' })).rejects.toThrow('sees no message');
  });

  test('a choice must be among the options and stands in the state', async () => {
    const option = (value: string) => ({ text: plain(value), value });
    const element = { type: 'static_select' as const, action_id: 'env', options: [option('prod'), option('test')] };
    const { ts = '' } = await post([{ type: 'actions', block_id: 'pick', elements: [element] }]);
    const act = { as: 'mei', channel: APPROVALS, ts, blockId: 'pick', actionId: 'env' };
    await bench.slack.act.press({ ...act, choice: 'prod' });
    const chosen = { selected_option: option('prod') };
    expect(last().body).toMatchObject({
      actions: [{ type: 'static_select', ...chosen }],
      state: { values: { pick: { env: chosen } } },
    });
    await expect(bench.slack.act.press({ ...act, choice: 'moon' })).rejects.toThrow('no option');
  });

  test('a click in a modal has a view and no response URL', async () => {
    const viewId = await openModal(modal({ blocks: BUTTONS, submit: undefined }));
    await bench.slack.act.press({ as: 'ana', viewId, blockId: 'verbs', actionId: 'approve' });
    expect(last().body).toMatchObject({ container: { type: 'view', view_id: viewId }, view: { id: viewId } });
    expect(last().body).not.toHaveProperty('response_url');
  });

  test('an ephemeral message is named in the payload but not shown', async () => {
    const posted = await bench.client.chat.postEphemeral({
      channel: APPROVALS,
      user: 'U0MEI0003',
      text: 'x',
      blocks: BUTTONS,
    });
    const ts = posted.message_ts ?? '';
    await bench.slack.act.press({ as: 'mei', channel: APPROVALS, ts, blockId: 'verbs', actionId: 'approve' });
    expect(last().body).toMatchObject({ container: { is_ephemeral: true, message_ts: ts } });
    expect(last().body).not.toHaveProperty('message');
  });
});

describe('external selects', () => {
  const picker = modal({
    blocks: [
      {
        type: 'input',
        block_id: 'model',
        label: plain('Model'),
        element: { type: 'external_select', action_id: 'name', min_query_length: 2 },
      },
    ],
  });
  const ask = (viewId: string, value: string) =>
    bench.slack.act.options({ as: 'ana', viewId, blockId: 'model', actionId: 'name', value });

  test('the app offers options from the least length on, and only those can be chosen', async () => {
    const viewId = await openModal(picker);
    const before = bench.app.received.length;
    expect(await ask(viewId, 'f')).toEqual({ options: [] });
    expect(bench.app.received.length).toBe(before);
    const options = [{ text: plain('fraud-scorer'), value: 'm1' }];
    bench.app.answer = () => ({ body: { options } });
    expect(await ask(viewId, 'fr')).toEqual({ options });
    expect(last().body).toMatchObject({ type: 'block_suggestion', action_id: 'name', block_id: 'model', value: 'fr' });
    const wrong = bench.slack.act.submit({ as: 'ana', viewId, values: { model: { name: 'm2' } } });
    await expect(wrong).rejects.toThrow('no option');
    bench.app.answer = () => ({});
    await bench.slack.act.submit({ as: 'ana', viewId, values: { model: { name: 'm1' } } });
    expect(last().body).toMatchObject({
      view: { state: { values: { model: { name: { selected_option: options[0] } } } } },
    });
  });

  test('late or unusable options are none', async () => {
    const viewId = await openModal(picker);
    bench.silence();
    await expect(ask(viewId, 'fraud')).rejects.toThrow('could not be loaded');
    bench.speak(() => ({ body: { options: [{ text: plain('x'.repeat(76)), value: 'v' }] } }));
    await expect(ask(viewId, 'fraud')).rejects.toThrow('could not be loaded');
  });
});
