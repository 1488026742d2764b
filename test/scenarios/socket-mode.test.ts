import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { votes } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('over a socket', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene({ mode: 'socket' });
    await connected();
  });
  afterEach(() => scene.close());

  const connected = () => vi.waitFor(() => expect(scene.slack.sockets.connected).toBe(1), { timeout: 20_000 });
  const cut = () => {
    scene.slack.sockets.drop();
    return vi.waitFor(() => expect(scene.slack.sockets.connected).toBe(0));
  };
  const ask = () =>
    scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const approve = async (person: string) => {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: why });
  };
  const promoted = () => {
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(scene.card()).toMatch(/^# Promoted: fraud-scorer v7 is production/);
  };

  it('the story ends as over signed requests', async () => {
    await ask();
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    promoted();
  });

  it('a socket that is cut in the middle of it is opened again, and the story goes on', async () => {
    await ask();
    await approve('ben');
    await scene.as('mei').presses('Approve…');
    await cut();
    await connected();
    await scene.as('mei').submits({ reason: why });
    await approve('tom');
    promoted();
  });

  it('what is pressed while no socket is open is told by Slack itself, and nothing is lost', async () => {
    await ask();
    await scene.as('ben').presses('Approve…');
    const viewId = scene.slack.see.modal('ben')?.viewId ?? '';
    await cut();
    const outcome = await scene.slack.act.submit({ as: 'ben', viewId, values: { reason: { reason: why } } });
    expect(outcome).toMatchObject({ acked: false });
    await connected();
    expect(await scene.database.db.$count(votes)).toBe(0);
    await scene.as('ben').submits({ reason: why });
    expect(await scene.database.db.$count(votes)).toBe(1);
  });

  it('follows when Slack asks for a new socket', async () => {
    await ask();
    scene.slack.sockets.disconnect('refresh_requested');
    await connected();
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    promoted();
  });

  it('an envelope that comes again makes no second vote', async () => {
    await ask();
    await approve('ben');
    const submitted = scene.slack
      .exchanges()
      .findLast(({ request }) => (request as { type?: string }).type === 'view_submission');
    for (let n = 0; n < 3; n += 1) {
      const again = { kind: 'interaction', title: 'again', payload: submitted?.request as never, retry: null } as const;
      expect(await scene.slack.sockets.deliver(again)).toMatchObject({ status: 200 });
    }
    await scene.settled();
    expect(await scene.database.db.$count(votes)).toBe(1);
    expect(scene.thread()).toHaveLength(1);
  });
});
