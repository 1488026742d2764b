import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Delivery } from '#sandbox/slack/delivery.ts';
import type { JsonObject } from '#sandbox/slack/json.ts';
import { requests, votes } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const ids = { ana: 'U0ANA0001', ben: 'U0BEN0002', mei: 'U0MEI0003', dan: 'U0DAN0013', pagebell: 'U0PAGE014' };

type Payload = Record<string, unknown> & {
  team: { id: string };
  user: { id: string };
  trigger_id: string;
};

describe('what Slack carries is not trusted further than Slack signed it', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  });
  afterEach(() => scene.close());

  /** Everything that a decision would change. */
  const state = async () => ({
    requests: await scene.database.db.select().from(requests),
    votes: await scene.database.db.select().from(votes),
    card: scene.card(),
    lines: scene.thread(),
    alias: scene.alias('fraud-scorer', 'production'),
  });
  const deliver = (payload: JsonObject): Delivery => ({
    kind: 'interaction',
    title: 'forged',
    payload,
    retry: null,
  });
  /** Sends it as Slack would, signed, under a trigger of its own. */
  const send = async (payload: Payload) => {
    const answer = await scene.slack.wire.send(deliver({ ...payload, trigger_id: randomUUID() }));
    return answer;
  };
  /** The last payload of a kind that the app was sent. */
  const recorded = (type: string) => {
    const found = scene.slack
      .exchanges()
      .findLast(({ direction, request }) => direction === 'to-app' && (request as Payload)['type'] === type);
    return structuredClone(found?.request) as Payload;
  };
  const pressOfBen = async () => {
    await scene.as('ben').presses('Approve…');
    return recorded('block_actions');
  };
  /** What Slack would send if Ben submitted the modal in front of him. */
  const submissionOfBen = async (): Promise<Payload & { view: Record<string, unknown> }> => {
    const { type: _, actions: _actions, message: _message, container: _container, ...start } = await pressOfBen();
    const values = { reason: { reason: { type: 'plain_text_input', value: why } } };
    const view = { ...scene.slack.see.modal('ben')?.view, state: { values } };
    return { ...(start as Payload), type: 'view_submission', view, response_urls: [] };
  };
  const mutated = (text: string) =>
    fc
      .record({ at: fc.nat(text.length - 1), char: fc.constantFrom(...Array.from('aZ0.-_"{}é ')), cut: fc.boolean() })
      .map(({ at, char, cut }) => text.slice(0, at) + (cut ? '' : char) + text.slice(at + 1))
      .filter((other) => other !== text);

  it('the recorded submission, unchanged, is a vote: what is refused below is refused for its change', async () => {
    await send(await submissionOfBen());
    await scene.settled();
    expect((await state()).votes).toMatchObject([{ person: 'ben', decision: 'approve' }]);
  });

  it('no change of what a modal carries makes a vote', async () => {
    const submission = await submissionOfBen();
    const before = await state();
    const metadata = mutated(String(submission.view['private_metadata'])).map((text) => ({
      ...submission,
      view: { ...submission.view, private_metadata: text },
    }));
    const callback = mutated('decide-submit').map((text) => ({
      ...submission,
      view: { ...submission.view, callback_id: text },
    }));
    const someoneElse = fc
      .constantFrom(...Object.values(ids).filter((id) => id !== ids.ben), 'U0NOBODY99', '')
      .map((id) => ({ ...submission, user: { ...submission.user, id } }));
    const elsewhere = mutated(submission.team.id).map((id) => ({ ...submission, team: { ...submission.team, id } }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(metadata, metadata, callback, someoneElse, elsewhere), async (forged) => {
        await send(forged);
        await scene.settled();
        expect(await state()).toEqual(before);
      }),
      { numRuns: 80 },
    );
  });

  it('no change of what a button carries opens anything to sign', async () => {
    const press = await pressOfBen();
    const [action] = press['actions'] as { value: string }[];
    const before = await state();
    await fc.assert(
      fc.asyncProperty(mutated(action?.value ?? ''), async (value) => {
        const viewId = scene.slack.see.modal('ben')?.viewId;
        if (viewId !== undefined) await scene.slack.act.close({ as: 'ben', viewId, all: true });
        await send({ ...press, actions: [{ ...action, value }] });
        await scene.settled();
        expect(scene.as('ben').modal() ?? '').not.toContain('[Approve]');
        expect(await state()).toEqual(before);
      }),
      { numRuns: 60 },
    );
    expect(scene.as('ben').told()).toMatch(/was not made by Countersign/);
  });

  it('tells somebody else than its opener to press the button themselves', async () => {
    const submission = await submissionOfBen();
    await send({ ...submission, user: { ...submission.user, id: ids.mei } });
    await scene.settled();
    expect(scene.as('ben').modal()).toContain('This form was opened by somebody else');
    expect((await state()).votes).toEqual([]);
  });

  it('a request that comes again, signature and all, is one vote', async () => {
    await scene.as('ben').presses('Approve…');
    await scene.as('ben').submits({ reason: why });
    const before = await state();
    expect(before.votes).toHaveLength(1);
    for (let n = 0; n < 3; n += 1) await scene.slack.wire.replay();
    await scene.settled();
    expect(await state()).toEqual(before);
  });

  it.each([
    ['older than five minutes', { ageSec: 301 }],
    ['signed with another secret', { secret: 'somebody-elses-secret' }],
    ['changed after it was signed', { tampered: true }],
    ['not signed at all', { unsigned: true }],
  ])('a request that is %s is refused', async (_what, spoiling) => {
    const submission = await submissionOfBen();
    const before = await state();
    const answer = await scene.slack.wire.send(deliver({ ...submission, trigger_id: randomUUID() }), spoiling);
    await scene.settled();
    expect(answer.status).toBe(401);
    expect(await state()).toEqual(before);
  });

  it('a request dated two minutes ahead does nothing, and one dated half a minute ahead does', async () => {
    const submission = await submissionOfBen();
    const before = await state();
    scene.slack.ackDeadline.ms = 500;
    const fresh = () => deliver({ ...submission, trigger_id: randomUUID() });
    expect(await scene.slack.wire.send(fresh(), { ageSec: -120 })).not.toMatchObject({ status: 200 });
    await scene.settled();
    expect(await state()).toEqual(before);
    expect(await scene.slack.wire.send(fresh(), { ageSec: -30 })).toMatchObject({ status: 200 });
    await scene.settled();
    expect((await state()).votes).toHaveLength(1);
  });

  it('commands of another workspace get no answer', async () => {
    await scene.as('mei').types('/mlops requests');
    const command = scene.slack.exchanges().findLast(({ direction }) => direction === 'to-app')?.request as Payload;
    const told = scene.as('mei').told();
    scene.slack.ackDeadline.ms = 500;
    const foreign = { ...command, team_id: 'T0OTHER999', trigger_id: randomUUID(), text: 'help' };
    await scene.slack.wire.send({ kind: 'command', title: 'foreign', payload: foreign, retry: null });
    await scene.settled();
    expect(scene.as('mei').told()).toBe(told);
  });

  it('a card of an older generation opens nothing to sign, and says what the request stands for now', async () => {
    const press = await pressOfBen();
    const submission = await submissionOfBen();
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: 'fraud-scorer' });
    await scene.settled();
    const code = /code \W*([0-9A-Z]{4}-[0-9A-Z]{2})/.exec(scene.card())?.[1];
    const before = await state();
    await scene.slack.act.close({ as: 'ben', viewId: scene.slack.see.modal('ben')?.viewId ?? '', all: true });
    const trigger = (await pressOfBen()).trigger_id;
    await scene.slack.act.close({ as: 'ben', viewId: scene.slack.see.modal('ben')?.viewId ?? '', all: true });
    await scene.slack.wire.send(deliver({ ...press, trigger_id: `${trigger}x` }));
    await send(submission);
    await scene.settled();
    expect(scene.as('ben').modal()).toBeNull();
    expect(await state()).toEqual(before);
    await scene.as('ben').presses('Approve…');
    expect(scene.as('ben').modal()).toContain(code);
  });

  it('words and emoji are never votes', async () => {
    const [card] = scene.slack.see.messages('#ml-approvals');
    const before = await state();
    for (const text of ['approve', 'approve R-1', 'ok', '👍', '/mlops approve R-1', 'LGTM']) {
      await scene.slack.act.say({ as: 'ben', channel: '#ml-approvals', text });
      await scene.slack.act.say({ as: 'ben', channel: '#ml-approvals', text, threadTs: card?.ts ?? '' });
    }
    await scene.settled();
    expect((await state()).votes).toEqual(before.votes);
    expect((await state()).requests).toEqual(before.requests);
  });

  it.each([
    ['dan', /does not know this account as active/],
    ['pagebell', /Bots and apps hold no seat/],
  ] as const)('the account of %s cannot decide', async (person, sentence) => {
    const press = await pressOfBen();
    const before = await state();
    await send({ ...press, user: { ...press.user, id: ids[person] } });
    await scene.settled();
    const told = scene.slack
      .exchanges()
      .findLast(({ title }) => title.startsWith('views.open') || title === 'response_url');
    expect(JSON.stringify(told?.request)).toMatch(sentence);
    expect(await state()).toEqual(before);
  });

  it('somebody of another workspace who shares the channel cannot decide or ask', async () => {
    scene.slack.act.invite('#ml-approvals', 'eve');
    await scene.as('eve').presses('Approve…');
    expect(scene.as('eve').modal()).toContain('Guests and external users cannot');
    await scene.as('eve').types('/mlops promote fraud-scorer 6 because I say so');
    expect(scene.as('eve').told()).toContain('Guests and external users cannot');
    expect((await state()).votes).toEqual([]);
    expect((await state()).requests).toHaveLength(1);
  });

  it('a second approval of the same person on the same code changes nothing and says what is missing', async () => {
    await scene.as('ben').presses('Approve…');
    await scene.as('ben').submits({ reason: why });
    const before = await state();
    await scene.as('ben').presses('Approve…');
    expect(scene.as('ben').modal()).toMatch(/You have approved this already\. Still asked: .*Risk/);
    expect(await state()).toEqual(before);
  });
});
