import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { UpstreamError } from '#errors.ts';
import { type EffectPerformer, effectLimits, systemEffectClock } from '#jobs/effect-performer.ts';
import type { EffectWorld } from '#jobs/effect-settling.ts';
import { performEffect, sweepEffects } from '#jobs/perform-effect.ts';
import { openQueue, type Queue } from '#jobs/queue.ts';
import { effectById, intendEffect } from '#store/effects.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

interface Jobs {
  readonly 'perform-effect': { readonly effectId: string };
}

let database: FreshDatabase;
let queue: Queue<Jobs>;
const errors: unknown[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  await addWorkspace(database.db, 'T1');
  const onError = (error: unknown) => errors.push(error);
  queue = await openQueue<Jobs>({
    url: database.url,
    names: ['perform-effect'],
    onError,
    onDead: async () => {},
    pollSeconds: 0.5,
  });
});
afterEach(() => {
  errors.length = 0;
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});

/** A performer that does as the test says and remembers in what order it was asked. */
function performer(change: Partial<EffectPerformer> = {}): EffectPerformer & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    kind: 'pretend.post',
    blocksOrderWhenUnresolved: false,
    sent,
    lookUp: async () => 'absent',
    prepare: async (effect) => ({
      send: async () => {
        sent.push(effect.id);
        return { ts: sent.length };
      },
    }),
    settled: async () => {},
    ...change,
  };
}

function worldOf(pretend: EffectPerformer, limits = effectLimits): EffectWorld {
  return { db: database.db, queue, performers: new Map([[pretend.kind, pretend]]), clock: systemEffectClock, limits };
}

async function intend(count: number, { send }: { send: boolean }): Promise<string[]> {
  const orderKey = randomUUID();
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = randomUUID();
    await database.db.transaction(async (tx) => {
      await intendEffect(tx, { id, workspaceId: 'T1', kind: 'pretend.post', orderKey, idemKey: id, payload: {} });
      if (send) await queue.send(tx, 'perform-effect', { effectId: id });
    });
    ids.push(id);
  }
  return ids;
}

const patient = { timeout: 20_000, interval: 20 };

describe('through the job engine', () => {
  test('effects of one order are sent one after the other, and effects whose job was lost are swept up', async () => {
    const pretend = performer();
    const world = worldOf(pretend);
    await queue.work({ 'perform-effect': async ({ effectId }) => void (await performEffect(world, effectId)) });
    const inOrder = await intend(12, { send: true });
    await vi.waitUntil(() => pretend.sent.length === 12, patient);
    expect(pretend.sent).toEqual(inOrder);
    const lost = await intend(3, { send: false });
    await vi.waitUntil(() => queue.idle(), patient);
    expect(pretend.sent).toHaveLength(12);
    // The first of them; each confirmation then sends the job of the next.
    expect(await sweepEffects(world)).toBe(1);
    await vi.waitUntil(() => pretend.sent.length === 15, patient);
    expect(pretend.sent.slice(12)).toEqual(lost);
    expect(errors).toEqual([]);
  });
});

describe('an effect', () => {
  test('of which the other system says no is refused, with its words', async () => {
    const refused = performer({
      prepare: async () => ({
        send: async () => {
          throw new UpstreamError('Slack', 'The channel is archived.', { retryable: false });
        },
      }),
    });
    const [id = ''] = await intend(1, { send: false });
    expect(await performEffect(worldOf(refused), id)).toBe('refused');
    expect(await effectById(database.db, id)).toMatchObject({
      state: 'refused',
      lastError: 'The channel is archived.',
    });
  });

  test('that is there already is confirmed without being sent', async () => {
    const there = performer({ prepare: async () => ({ already: { version: '7' } }) });
    const [id = ''] = await intend(1, { send: false });
    expect(await performEffect(worldOf(there), id)).toBe('confirmed');
    expect(await effectById(database.db, id)).toMatchObject({ providerRef: { version: '7' }, firstSentAt: null });
    expect(await performEffect(worldOf(there), id)).toBe('not_ours');
  });

  test('that has to wait is due when it said', async () => {
    const paced = performer({
      prepare: async () => ({ wait: { untilMs: Date.now() + 60_000, because: 'one a second' } }),
    });
    const [id = ''] = await intend(1, { send: false });
    expect(await performEffect(worldOf(paced), id)).toBe('later');
    const row = await effectById(database.db, id);
    expect(row).toMatchObject({ state: 'intent', leaseToken: null, lastError: 'one a second' });
    expect(row?.notBefore.getTime()).toBeGreaterThan(Date.now() + 30_000);
    expect(await performEffect(worldOf(paced), id)).toBe('not_ours');
  });

  test.each<[string, 'prepare' | 'send', { retryable: boolean; ambiguous?: boolean }, number]>([
    ['that was not sent', 'prepare', { retryable: true }, 1_000],
    ['that was not taken', 'send', { retryable: true }, 1_000],
    ['that may have arrived', 'send', { retryable: true, ambiguous: true }, effectLimits.leaseMs],
  ])('%s tells its performer when the next try is', async (_, where, details, ms) => {
    const said: number[] = [];
    const fail = () => {
      throw new UpstreamError('MLflow', 'MLflow did not answer.', details);
    };
    const delayed = performer({
      prepare: where === 'prepare' ? async () => fail() : async () => ({ send: async () => fail() }),
      delayed: async (_effect, _error, afterMs) => void said.push(afterMs),
    });
    const [id = ''] = await intend(1, { send: false });
    await performEffect(worldOf(delayed), id);
    expect(said).toEqual([expect.any(Number)]);
    const row = await effectById(database.db, id);
    const due = row?.leaseUntil ?? row?.notBefore;
    expect(said[0]).toBeGreaterThan(ms - 30_000);
    expect(said[0]).toBeLessThanOrEqual(ms);
    expect(due?.getTime()).toBeLessThanOrEqual(Date.now() + ms);
  });

  test('whose settling fails is settled by the next look-up, and its failed transaction leaves nothing', async () => {
    let broken = true;
    const [id = ''] = await intend(2, { send: false });
    const pretend = performer({
      lookUp: async () => ({ found: { ts: 1 } }),
      settled: async () => {
        if (broken) throw new TypeError('a bug');
      },
    });
    const world = worldOf(pretend);
    await expect(performEffect(world, id)).rejects.toThrow('a bug');
    expect(await effectById(database.db, id)).toMatchObject({ state: 'maybe_sent', providerRef: null });
    broken = false;
    await database.pool.query('update effects set lease_until = now() where id = $1', [id]);
    expect(await performEffect(world, id)).toBe('confirmed');
    expect(pretend.sent).toEqual([id]);
  });

  test('met by an error of our own gives its lease back before the error is reported', async () => {
    const [id = ''] = await intend(1, { send: false });
    const broken = performer({
      prepare: async () => {
        throw new TypeError('a bug');
      },
    });
    await expect(performEffect(worldOf(broken), id)).rejects.toThrow('a bug');
    expect(await effectById(database.db, id)).toMatchObject({ state: 'intent', leaseToken: null, lastError: 'a bug' });
  });

  test('of a kind that nothing performs is reported and stays open', async () => {
    const [id = ''] = await intend(1, { send: false });
    const world = { ...worldOf(performer()), performers: new Map() };
    await expect(performEffect(world, id)).rejects.toThrow('nothing performs effects of kind pretend.post');
    expect(await effectById(database.db, id)).toMatchObject({ state: 'intent', leaseToken: null });
  });

  test('is never sent under a lease that could not cover it', async () => {
    const [id = ''] = await intend(1, { send: false });
    const hasty = worldOf(performer(), { ...effectLimits, leaseMs: 39_999 });
    await expect(performEffect(hasty, id)).rejects.toThrow('shorter than timeout, grace and lag');
  });
});
