import { afterAll, beforeAll, expect, it } from 'vitest';
import type { MessageView } from '../../src/sandbox/control.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { openDemoWorkspace } from '../support/demo-workspace.ts';

let database: FreshDatabase;
let demo: Awaited<ReturnType<typeof openDemoWorkspace>>;
beforeAll(async () => {
  database = await freshDatabase();
  demo = await openDemoWorkspace(database.url);
});
afterAll(async () => {
  await demo.close();
  await database.close();
});

const found = (channel: string, words: string) =>
  demo.workspace.slack.see.messages(channel).findLast(({ text }) => text.includes(words));

async function until(said: () => boolean): Promise<void> {
  for (let n = 0; n < 20 && !said(); n += 1) {
    await demo.app.tick();
    await demo.app.settled();
  }
  expect(said()).toBe(true);
}

/** Presses a button of a message, and sends the form that opens, with the reason if it asks for one. */
async function presses(as: string, message: MessageView | undefined, actionId: RegExp, reason?: string): Promise<void> {
  const { act, see } = demo.workspace.slack;
  const json = JSON.stringify(message?.blocks ?? []);
  const blocks: readonly { block_id: string; elements?: readonly { action_id?: string }[] }[] = JSON.parse(json);
  const button = blocks
    .flatMap(({ block_id: blockId, elements = [] }) => elements.map(({ action_id: id = '' }) => ({ blockId, id })))
    .find(({ id }) => actionId.test(id));
  if (message === undefined || button === undefined) throw new Error(`there is no button ${actionId}`);
  await act.press({ as, channel: message.channel, ts: message.ts, blockId: button.blockId, actionId: button.id });
  await demo.app.settled();
  const modal = see.modal(as);
  if (modal === null) throw new Error('no form opened');
  const inputs: readonly { block_id: string; element?: { action_id: string } }[] = JSON.parse(
    JSON.stringify(modal.view['blocks']),
  );
  const asked = inputs.find(({ block_id: id }) => id === 'reason');
  const values = asked?.element === undefined ? {} : { reason: { [asked.element.action_id]: reason ?? '' } };
  await act.submit({ as, viewId: modal.viewId, values });
  await demo.app.settled();
}

it('the local workspace has a machine with GPUs that was left on, and stops it by a governed request', {
  timeout: 120_000,
}, async () => {
  const left = () => found('#ml-digest', 'accelerator ranker-tuning');
  await until(() => left() !== undefined);
  expect(left()?.text).toMatch(
    /^Left on: accelerator ranker-tuning, €5\d a day\nranker-tuning was not used for \d days, since .*\. Project northwind-ml-dev\. Team recs\.\n.*\n\[Stop…\] \[Keep 7 days\] \[Not mine\]/,
  );
  await presses('rosa', left(), /^idle-stop/);
  expect(left()?.text).toMatch(/Rosa .* asks to stop it with R-\d+; it is on until people agreed/);
  await presses('ops', found('#ml-approvals', 'Stop accelerator ranker-tuning?'), /^approve/, 'Its search is over.');
  await until(() => found('#ml-approvals', 'Stopped: accelerator ranker-tuning') !== undefined);
  const stops = demo.workspace.usage.requests.filter(({ path }) => path.includes('/instances/ranker-tuning/stop'));
  expect(stops.map(({ status }) => status)).toEqual([200]);
  expect(left()?.text).toMatch(/Stopped on .* with R-\d+/);
});
