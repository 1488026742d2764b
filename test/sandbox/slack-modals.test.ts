import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, BUTTONS, modal, plain, type Received, refusalOf, startBench } from './slack-scripted-app.ts';

const APPROVALS = 'C0MLAPPR01';
const TROUBLE = 'We had some trouble connecting. Try again?';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const last = (): Received => {
  const received = bench.app.received.at(-1);
  if (received === undefined) throw new Error('the app received nothing');
  return received;
};

async function openModal(view = modal()): Promise<string> {
  await bench.slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text: 'approve' });
  const opened = await bench.client.views.open({ trigger_id: last().triggerId, view });
  return opened.view?.id ?? '';
}

const submit = (viewId: string, values: Record<string, Record<string, string>> = { reason: { text: 'because' } }) =>
  bench.slack.act.submit({ as: 'ana', viewId, values });
const top = () => bench.slack.see.modal('ana');

/** Presses the button of the modal on top, and pushes another such modal on it. */
async function push(more: Record<string, unknown> = {}): Promise<void> {
  await bench.slack.act.press({ as: 'ana', viewId: top()?.viewId ?? '', blockId: 'verbs', actionId: 'approve' });
  await bench.client.views.push({ trigger_id: last().triggerId, view: pressable(more) });
}

const pressable = (more: Record<string, unknown> = {}) => modal({ blocks: BUTTONS, submit: undefined, ...more });

describe('a submission', () => {
  test('has a trigger of its own, good for one view', async () => {
    const viewId = await openModal();
    const before = last().triggerId;
    await submit(viewId);
    const { triggerId } = last();
    expect(triggerId).not.toBe(before);
    const open = () => bench.client.views.open({ trigger_id: triggerId, view: modal({ callback_id: 'next' }) });
    expect((await open()).view).toMatchObject({ callback_id: 'next' });
    expect(await refusalOf(open())).toMatchObject({ error: 'exchanged_trigger_id' });
  });

  test('says the hash that the view has', async () => {
    const viewId = await openModal();
    const { hash } = top() ?? {};
    await submit(viewId);
    expect(last().body).toMatchObject({ view: { id: viewId, hash, root_view_id: viewId, previous_view_id: null } });
  });

  test('is for the person alone who has the view in front of them', async () => {
    const viewId = await openModal();
    await expect(bench.slack.act.submit({ as: 'ben', viewId })).rejects.toThrow('in front of them');
  });

  test('acked too late changes nothing, whatever the ack asked for', async () => {
    const viewId = await openModal();
    let late = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      late = resolve;
    });
    bench.silence();
    bench.app.answer = async () => {
      await held;
      return { body: { response_action: 'clear' } };
    };
    expect(await submit(viewId)).toMatchObject({ acked: false, notice: TROUBLE });
    late();
    bench.speak(() => ({ body: { response_action: 'errors', errors: { reason: 'Say more.' } } }));
    await submit(viewId);
    expect(top()).toMatchObject({ viewId, errors: { reason: 'Say more.' } });
  });

  test.each([
    ['conversations_select', 'selected_conversation'],
    ['channels_select', 'selected_channel'],
  ])('with a %s that asks for it carries a response URL into the chosen channel', async (type, key) => {
    const element = { type, action_id: 'channel', response_url_enabled: true };
    const input = { type: 'input', block_id: 'where', label: plain('Where'), element };
    const viewId = await openModal(modal({ blocks: [input] }));
    await submit(viewId, { where: { channel: 'C0RANDOM05' } });
    expect(last().body).toMatchObject({
      view: { state: { values: { where: { channel: { [key]: 'C0RANDOM05' } } } } },
      response_urls: [{ block_id: 'where', action_id: 'channel', channel_id: 'C0RANDOM05' }],
    });
    const [given] = last().body.response_urls as { response_url: string }[];
    const message = { text: 'shared', response_type: 'in_channel' };
    const answer = await fetch(given?.response_url ?? '', { method: 'POST', body: JSON.stringify(message) });
    expect(answer.status).toBe(200);
    expect(bench.slack.see.messages('#random', 'ben').map(({ text }) => text)).toEqual(['shared']);
  });

  test('without response_url_enabled carries none', async () => {
    const element = { type: 'conversations_select', action_id: 'channel' };
    const input = { type: 'input', block_id: 'where', label: plain('Where'), element };
    const viewId = await openModal(modal({ blocks: [input] }));
    await submit(viewId, { where: { channel: 'C0RANDOM05' } });
    expect(last().body.response_urls).toEqual([]);
  });
});

describe('the stack', () => {
  test('closed as a whole tells of each view with notify_on_close, the top first, as cleared', async () => {
    const first = await openModal(pressable({ notify_on_close: true }));
    await push();
    await push({ notify_on_close: true });
    const third = top()?.viewId ?? '';
    const before = bench.app.received.length;
    await bench.slack.act.close({ as: 'ana', viewId: third, all: true });
    expect(bench.app.received.slice(before).map(({ body }) => body)).toMatchObject([
      { type: 'view_closed', is_cleared: true, view: { id: third } },
      { type: 'view_closed', is_cleared: true, view: { id: first } },
    ]);
    expect(top()).toBeNull();
  });

  test('is closed as a whole by a view with clear_on_close; otherwise only its top goes', async () => {
    const first = await openModal(pressable());
    await push();
    await bench.slack.act.close({ as: 'ana', viewId: top()?.viewId ?? '' });
    expect(top()).toMatchObject({ viewId: first, depth: 1 });
    await push({ clear_on_close: true });
    await bench.slack.act.close({ as: 'ana', viewId: top()?.viewId ?? '' });
    expect(top()).toBeNull();
  });

  test('can be changed below its top, and a view that was closed is not found', async () => {
    const { views } = bench.client;
    const first = await openModal(pressable());
    await push();
    const { view } = await views.update({ view_id: first, view: pressable({ callback_id: 'changed' }) });
    expect(view).toMatchObject({ id: first, callback_id: 'changed' });
    await bench.slack.act.close({ as: 'ana', viewId: top()?.viewId ?? '', all: true });
    expect(await refusalOf(views.update({ view_id: first, view: pressable() }))).toMatchObject({ error: 'not_found' });
  });

  test('changes its hash with each update, and keeps what was typed in a block that stays', async () => {
    const initial = modal({ blocks: [...modal().blocks, { type: 'divider' }] });
    const viewId = await openModal(initial);
    bench.app.answer = () => ({ status: 500 });
    await submit(viewId, { reason: { text: 'typed' } });
    const { hash = '' } = top() ?? {};
    const { view } = await bench.client.views.update({ view_id: viewId, hash, view: modal() });
    expect(view?.hash).not.toBe(hash);
    expect(view?.state).toMatchObject({ values: { reason: { text: { value: 'typed' } } } });
  });
});

describe('an external select', () => {
  const picker = (more: object = {}) =>
    modal({
      blocks: [
        {
          type: 'input',
          block_id: 'model',
          label: plain('Model'),
          element: { type: 'external_select', action_id: 'name', ...more },
        },
      ],
    });
  const ask = (viewId: string, value: string) =>
    bench.slack.act.options({ as: 'ana', viewId, blockId: 'model', actionId: 'name', value });

  test('asks the app from the third character on unless it says otherwise', async () => {
    const viewId = await openModal(picker());
    const before = bench.app.received.length;
    expect(await ask(viewId, 'fr')).toEqual({ options: [] });
    expect(bench.app.received).toHaveLength(before);
    bench.app.answer = () => ({ body: { options: [] } });
    expect(await ask(viewId, 'fra')).toEqual({ options: [] });
    expect(bench.app.received).toHaveLength(before + 1);
  });

  test('takes groups of options, a hundred at most, and nothing beyond the bounds of an option', async () => {
    const viewId = await openModal(picker({ min_query_length: 0 }));
    const option = (size = 1) => ({ text: plain('x'.repeat(size)), value: 'v' });
    const group = (size = 1, options = [option()]) => ({ label: plain('x'.repeat(size)), options });
    const offered = async (body: object) => {
      bench.app.answer = () => ({ body });
      return await ask(viewId, '');
    };
    const groups = Array.from({ length: 100 }, () => group(75, [option(75)]));
    expect(await offered({ option_groups: groups })).toEqual({ option_groups: groups });
    const tooMuch = [
      { option_groups: [...groups, group()] },
      { option_groups: [group(76)] },
      { option_groups: [group(1, [option(76)])] },
      { options: Array.from({ length: 101 }, () => option()) },
      { options: [{ ...option(), value: 'x'.repeat(76) }] },
      { options: [{ ...option(), description: plain('x'.repeat(76)) }] },
      {},
    ];
    for (const body of tooMuch) await expect(offered(body)).rejects.toThrow('could not be loaded');
  });
});

describe('a command', () => {
  const command = () =>
    bench.slack.act.command({ as: 'ana', channel: '#ml-approvals', command: '/mlops', text: 'help' });

  test('acked with nothing shows nothing', async () => {
    expect(await command()).toMatchObject({ acked: true, notice: null });
    expect(bench.slack.see.messages(APPROVALS, 'ana')).toEqual([]);
  });

  test('acked with a message that Slack would not show says so to the person, and shows nothing', async () => {
    bench.app.answer = () => ({
      body: { text: 'x', blocks: [{ type: 'header', text: plain('x'.repeat(151)) }] },
    });
    expect(await command()).toMatchObject({
      acked: true,
      notice: '/mlops failed with the error "invalid_command_response"',
    });
    expect(bench.slack.see.messages(APPROVALS, 'ana')).toEqual([]);
  });

  test('has three seconds', () => {
    expect(bench.slack.ackDeadline.ms).toBe(3000);
  });
});
