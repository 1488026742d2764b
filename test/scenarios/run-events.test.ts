import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import { type ReceiverScene, receiverScene } from '../support/receiver-scene.ts';

let world: ReceiverScene;
afterEach(() => world.close());

const rows = async (query: ReturnType<typeof sql>) => (await world.scene.database.db.execute(query)).rows;
const states = async () => (await rows(sql`select state from runs order by number`)).map(({ state }) => state);
const stored = async () =>
  await rows(
    sql`select handled_at is not null as handled from hook_events where source like '%:ci' order by received_at`,
  );

/** An event as a receiver other than the pretend one would write it, signed with its secret. */
function event(data: object, { id = 'e-1', secret = 'hook-secret', type = 'io.countersign.run.changed.v1' } = {}) {
  const body = JSON.stringify({ specversion: '1.0', id, source: '/other', type, data });
  const timestamp = String(Math.floor(world.scene.slack.clock.now() / 1000));
  const signature = signatureOf(secret, { id, timestamp, content: body });
  return { headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }, body };
}
const keyOf = async () => String((await rows(sql`select key from runs`))[0]?.['key']);

describe('a run whose receiver only starts it', { timeout: 60_000 }, () => {
  it('is followed by its events alone, to its end and what it made', async () => {
    world = await receiverScene('starts');
    await world.ask();
    expect(await states()).toEqual(['queued']);
    world.pass(90);
    expect(await world.deliver((await world.tells())[0])).toBe(202);
    expect(world.run()).toMatch(/▶ Running since .*\n✓ ingest \S.* · ▶ train since/);
    world.pass(300);
    await world.deliver((await world.tells())[0]);
    expect(world.run()).toMatch(/^# Retrained: fraud-scorer v7/);
    expect(world.scene.as('ana').notes().at(-1)).toContain('T-1, the retraining of fraud-scorer, is done.');
    expect(await stored()).toEqual([{ handled: true }, { handled: true }]);
  });

  it('is no trouble when it is looked at, and is asked for itself every quarter of an hour', async () => {
    world = await receiverScene('starts');
    await world.ask();
    const asked = () => world.receiver.requests.filter(({ path }) => path.startsWith('/runs/run-')).length;
    const before = asked();
    for (let n = 0; n < 6; n += 1) await world.scene.advance(30_000);
    expect(asked()).toBe(before);
    expect(world.run()).not.toContain('has not answered');
    expect(await rows(sql`select failures, trouble from run_follows`)).toEqual([{ failures: 0, trouble: null }]);
    await world.scene.advance(15 * 60_000);
    expect(asked()).toBe(before + 1);
    expect(await states()).toEqual(['queued']);
  });

  it('that fails says which step and why', async () => {
    world = await receiverScene('starts');
    await world.ask('epochs=0');
    world.pass(100);
    await world.deliver((await world.tells())[0]);
    expect(world.run()).toContain('✗ ingest: no epochs, no model');
  });

  it('takes each event once, and none for a step back', async () => {
    world = await receiverScene('starts');
    await world.ask();
    world.pass(30);
    const [first] = await world.tells();
    world.pass(60);
    const [second] = await world.tells();
    expect(await world.deliver(second)).toBe(202);
    const known = async () => await rows(sql`select state, steps, changed_at from runs`);
    const before = await known();
    expect(world.run()).toContain('✓ ingest');
    expect(await world.deliver(first)).toBe(202);
    expect(await world.deliver(second)).toBe(202);
    expect(await known()).toEqual(before);
    expect(await stored()).toHaveLength(2);
    world.pass(200);
    const [end] = await world.tells();
    await world.deliver(end);
    for (const again of [end, second, first]) await world.deliver(again);
    expect(await states()).toEqual(['succeeded']);
    expect(await rows(sql`select count(*)::int as n from ledger where event = 'run_ended'`)).toEqual([{ n: 1 }]);
  });

  it('is not forgotten by an event that comes before its start was recorded', async () => {
    world = await receiverScene('starts');
    // The answer to the start is lost as often as it is tried; meanwhile the run fails and its receiver says so.
    const { scene } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=0');
    world.receiver.faults.set('lost-answer', { on: 'writes' });
    const modal = scene.slack.see.modal('ana');
    await scene.slack.act.submit({
      as: 'ana',
      viewId: modal?.viewId ?? '',
      values: { 'reason-code': { code: 'drift' } },
    });
    await expect.poll(() => states(), { timeout: 10_000 }).toEqual(['starting']);
    await expect
      .poll(() => world.receiver.requests.some(({ method }) => method === 'POST'), { timeout: 10_000 })
      .toBe(true);
    world.pass(100);
    const [sent] = await world.tells();
    const url = `http://127.0.0.1:${scene.app.port}/hooks/ci`;
    expect((await fetch(url, { method: 'POST', headers: sent?.headers ?? {}, body: sent?.body ?? '' })).status).toBe(
      202,
    );
    expect(await stored()).toEqual([{ handled: false }]);
    world.receiver.faults.clear();
    await scene.advance(60_000);
    expect(await states()).toEqual(['failed']);
    expect(await stored()).toEqual([{ handled: true }]);
    expect(world.run()).toContain('✗ ingest: no epochs, no model');
  });

  it('keeps what an event leaves out, and takes an end that says no time', async () => {
    world = await receiverScene('starts');
    await world.ask();
    world.pass(90);
    await world.deliver((await world.tells())[0]);
    const key = await keyOf();
    await world.deliver(event({ run_id: 'theirs', key, state: 'paused', updated_at: '2036-11-26T10:00:10Z' }));
    expect(await states()).toEqual(['running']);
    await world.deliver(event({ run_id: 'theirs', key, state: 'paused' }, { id: 'e-2' }));
    expect(await states()).toEqual(['paused']);
    expect(world.run()).toContain('✓ ingest');
    await world.deliver(event({ run_id: 'theirs', key, state: 'cancelled' }, { id: 'e-3' }));
    expect(await states()).toEqual(['cancelled']);
  });

  it('is not touched by what is unsigned, signed otherwise, of another run, or no event', async () => {
    world = await receiverScene('starts');
    await world.ask();
    const end = { run_id: 'theirs', key: await keyOf(), state: 'failed' };
    expect(await world.deliver({ ...event(end), headers: {} })).toBe(401);
    expect(await world.deliver(event(end, { secret: 'a guess of a secret' }))).toBe(401);
    expect(await world.deliver({ ...event(end), body: event({ ...end, state: 'cancelled' }).body })).toBe(401);
    expect(await world.deliver(event(end, { type: 'io.countersign.drift.detected.v1' }))).toBe(400);
    expect(await world.deliver(event({ ...end, state: 'baking' }))).toBe(400);
    expect(await stored()).toEqual([]);
    expect(await world.deliver(event({ ...end, key: 'countersign-of-nobody' }))).toBe(202);
    expect(await stored()).toEqual([{ handled: true }]);
    expect(await states()).toEqual(['queued']);
  });
});

describe('a run whose receiver can be asked', { timeout: 60_000 }, () => {
  it('is read at once when an event says that it changed', async () => {
    world = await receiverScene('tells');
    await world.ask();
    world.pass(90);
    const before = world.receiver.requests.length;
    // The event says little; what it is about is read.
    await world.deliver(event({ run_id: 'theirs', key: await keyOf(), state: 'running' }));
    expect(world.receiver.requests.slice(before).map(({ method, path }) => `${method} ${path.split('-')[0]}`)).toEqual([
      'GET /runs/run',
    ]);
    expect(world.run()).toMatch(/✓ ingest .* · ▶ train since/);
  });

  it('is as the event says while it cannot be asked', async () => {
    world = await receiverScene('tells');
    await world.ask();
    world.pass(300);
    const [end] = await world.tells();
    world.receiver.faults.set('down');
    await world.deliver(end);
    expect(world.run()).toMatch(/^# Retrained: fraud-scorer v7/);
  });
});
