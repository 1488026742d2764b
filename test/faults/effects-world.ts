import { randomUUID } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { expect } from 'vitest';
import { UpstreamError } from '#errors.ts';
import { type EffectLimits, type EffectPerformer, effectLimits } from '#jobs/effect-performer.ts';
import type { EffectWorld } from '#jobs/effect-settling.ts';
import { type Performed, performEffect } from '#jobs/perform-effect.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { type EffectRow, intendEffect } from '#store/effects.ts';
import { appendLedger } from '#store/ledger.ts';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { effects } from '#store/schema/delivery.ts';
import { ledger } from '#store/schema/ledger.ts';
import { addWorkspace, freshDatabase } from '../support/database.ts';

/** What becomes of one send: `late` lands after its timeout, `lost` at once, `dropped` never; none of them is answered. */
export type SendFault = 'none' | 'told_to_wait' | 'not_connected' | 'refused' | 'lost' | 'late' | 'dropped';
export type LookUpFault = 'none' | 'cannot_tell' | 'fails';
/** Each call of a port is one step; a scheduler may delay it, a crash may come before or after it. */
export type Step = <T>(label: string, run: () => Promise<T>) => Promise<T>;

export const straight: Step = (_label, run) => run();

export interface VirtualDatabase {
  readonly pool: Pool;
  readonly db: Database;
  nowMs(): number;
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A database whose `now()` is what the test says, in every statement of the program. */
export async function virtualDatabase(): Promise<VirtualDatabase> {
  const fresh = await freshDatabase();
  await fresh.pool.query(`
    create schema virtual;
    create table virtual.clock (at timestamptz not null);
    insert into virtual.clock values ('2026-11-30T12:00:00Z');
    create function virtual.now() returns timestamptz language sql volatile as 'select at from virtual.clock';
    alter table effects alter column created_at set default virtual.now();
  `);
  const search = encodeURIComponent('-c search_path=virtual,pg_catalog,public');
  const opened = openDatabase({ url: `${fresh.url}&options=${search}`, maxConnections: 4 });
  let ms = Date.parse('2026-11-30T12:00:00Z');
  return {
    pool: opened.pool,
    db: opened.db,
    nowMs: () => ms,
    advance: async (by) => {
      ms += by;
      await opened.pool.query('update virtual.clock set at = $1', [new Date(ms)]);
    },
    close: async () => {
      await opened.close();
      await fresh.close();
    },
  };
}

/** The same database, each statement outside of a transaction and each whole transaction being one step. */
function stepped(pool: Pool, step: () => Step): Database {
  const query = (...args: Parameters<Pool['query']>) => step()('statement', () => pool.query(...args) as never);
  const handler: ProxyHandler<Pool> = {
    get: (target, key) => {
      if (key === 'query') return query;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  };
  const db: Database = drizzle({ client: new Proxy(pool, handler), casing: 'snake_case' });
  const transaction = db.transaction.bind(db);
  db.transaction = ((...args: Parameters<Database['transaction']>) =>
    step()('transaction', () => transaction(...args))) as Database['transaction'];
  return db;
}

export interface Plan {
  readonly sends?: readonly SendFault[];
  readonly lookUps?: readonly LookUpFault[];
  readonly withoutLookUp?: boolean;
  readonly blocks?: boolean;
  readonly effects?: number;
}

/** One channel, some effects for it, and the workers of a run. */
export class Simulation {
  readonly landed: { readonly effect: string; readonly atMs: number }[] = [];
  readonly ids: string[] = [];
  readonly workspaceId = `T-${randomUUID()}`;
  readonly limits: EffectLimits = effectLimits;
  private readonly database: VirtualDatabase;
  private readonly plan: Plan;
  private readonly sends: SendFault[];
  private readonly lookUps: LookUpFault[];

  constructor(database: VirtualDatabase, plan: Plan) {
    this.database = database;
    this.plan = plan;
    this.sends = [...(plan.sends ?? [])];
    this.lookUps = [...(plan.lookUps ?? [])];
  }

  async begin(): Promise<this> {
    await addWorkspace(this.database.db, this.workspaceId);
    for (let n = 0; n < (this.plan.effects ?? 2); n += 1) {
      const id = randomUUID();
      const of = { workspaceId: this.workspaceId, kind: 'pretend.post', orderKey: 'channel' };
      await this.database.db.transaction((tx) => intendEffect(tx, { id, ...of, idemKey: id, payload: { n } }));
      this.ids.push(id);
    }
    return this;
  }

  /** Faults end; what was planned and did not happen yet never will. */
  calm(): void {
    this.sends.length = 0;
    this.lookUps.length = 0;
  }

  worker(step: () => Step, skew = { monotonicMs: 0, wallMs: 0 }): (id: string) => Promise<Performed> {
    const nowMs = () => this.database.nowMs();
    const world: EffectWorld = {
      db: stepped(this.database.pool, step),
      queue: { send: async () => {} },
      performers: new Map([['pretend.post', this.performer(step)]]),
      clock: { monotonicMs: () => nowMs() + skew.monotonicMs, wallMs: () => nowMs() + skew.wallMs },
      limits: this.limits,
    };
    return (id) => performEffect(world, id);
  }

  private performer(step: () => Step): EffectPerformer {
    return {
      kind: 'pretend.post',
      blindRetryIsSafe: this.plan.withoutLookUp ?? false,
      blocksOrderWhenUnresolved: this.plan.blocks ?? false,
      lookUp: (effect) => step()('look-up', async () => this.lookUp(effect.id)),
      prepare: (effect) => step()('prepare', async () => ({ send: () => this.send(effect.id, step()) })),
      settled: async (tx, effect, outcome) => {
        const { workspaceId } = this;
        const event = outcome.state === 'confirmed' ? 'message_posted' : 'effect_unresolved';
        await appendLedger(tx, {
          workspaceId,
          event,
          at: new Date(this.database.nowMs()),
          entry: { effect: effect.id },
        });
      },
      fenceLost: (effect) => step()('fence lost', async () => this.keepOldest(effect.id)),
    };
  }

  private send(effect: string, step: Step): Promise<Record<string, unknown>> {
    const fault = this.sends.shift() ?? 'none';
    const { timeoutMs, graceMs } = this.limits;
    const now = this.database.nowMs();
    if (fault === 'none' || fault === 'lost') this.landed.push({ effect, atMs: now });
    if (fault === 'late') this.landed.push({ effect, atMs: now + timeoutMs + graceMs });
    return step(`answer ${fault}`, async () => {
      if (fault === 'none') return { ts: now };
      const retryable = fault !== 'refused';
      const ambiguous = fault === 'lost' || fault === 'late' || fault === 'dropped';
      const retryAfterMs = fault === 'told_to_wait' ? 7_000 : null;
      throw new UpstreamError('Pretend', `the answer was ${fault}`, { retryable, ambiguous, retryAfterMs });
    });
  }

  private lookUp(effect: string): Awaited<ReturnType<EffectPerformer['lookUp']>> {
    const fault = this.lookUps.shift() ?? 'none';
    if (fault === 'cannot_tell') return 'cannot_tell';
    if (fault === 'fails') throw new UpstreamError('Pretend', 'no answer', { retryable: true });
    const visible = this.database.nowMs() - this.limits.lagMs;
    const found = this.landed.find((one) => one.effect === effect && one.atMs <= visible);
    return found === undefined ? 'absent' : { found: { ts: found.atMs } };
  }

  private keepOldest(effect: string): void {
    const [oldest] = this.landed.filter((one) => one.effect === effect).sort((a, b) => a.atMs - b.atMs);
    const others = this.landed.filter((one) => one.effect !== effect);
    this.landed.splice(0, this.landed.length, ...others, ...(oldest === undefined ? [] : [oldest]));
  }

  /** A healthy worker carries everything out; throws if that does not come to rest within a quarter of an hour. */
  async comeToRest(): Promise<void> {
    this.calm();
    const work = this.worker(() => straight);
    for (let minute = 0; minute < 15; minute += 0.5) {
      for (const id of this.ids) await work(id);
      const rows = await this.rows();
      if (rows.every((row) => row.state !== 'intent' && row.state !== 'maybe_sent')) return;
      await this.database.advance(30_000);
    }
    throw new Error('the effects did not come to rest');
  }

  async rows(): Promise<readonly EffectRow[]> {
    const { db } = this.database;
    return await db.select().from(effects).where(eq(effects.workspaceId, this.workspaceId)).orderBy(asc(effects.seq));
  }

  /** The invariants of docs: at most once, told truly, in order, each settled once and on the record. */
  async check(): Promise<void> {
    const rows = await this.rows();
    for (const row of rows) {
      const landed = this.landed.filter((one) => one.effect === row.id);
      const entries = await this.database.db.select().from(ledger).where(eq(ledger.workspaceId, this.workspaceId));
      const recorded = entries.filter((entry) => entry.entry.toString('utf8').includes(row.id));
      expect(landed.length, `messages of an effect that is ${row.state}`).toBeLessThanOrEqual(1);
      if (row.state === 'confirmed') expect(landed.map((one) => one.atMs)).toEqual([row.providerRef?.['ts']]);
      if (row.state === 'refused') expect(landed).toEqual([]);
      expect(recorded, 'ledger entries of one effect').toHaveLength(1);
    }
    const shown = this.landed.toSorted((a, b) => a.atMs - b.atMs).map((one) => this.ids.indexOf(one.effect));
    expect(shown, 'order in the channel').toEqual(shown.toSorted((a, b) => a - b));
    expect(await verifyLedgerOf(this.database.db, this.workspaceId)).toMatchObject({ ok: true, count: rows.length });
  }
}

/** Runs one attempt and kills it before or after its step number `at`; resolves when it is dead or done. */
export async function attemptWithCrash(
  simulation: Simulation,
  id: string,
  crash: { readonly at: number; readonly after: boolean },
): Promise<{ crashed: boolean }> {
  let count = 0;
  let die: () => void = () => {};
  const dead = new Promise<'dead'>((resolve) => {
    die = () => resolve('dead');
  });
  const step: Step = async (_label, run) => {
    const mine = count++ === crash.at;
    if (mine && crash.after) await run().catch(() => {});
    if (!mine) return await run();
    die();
    return await new Promise<never>(() => {});
  };
  const end = await Promise.race([dead, simulation.worker(() => step)(id)]);
  return { crashed: end === 'dead' };
}
