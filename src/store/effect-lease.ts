import { randomUUID } from 'node:crypto';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Database, Executor } from './database.ts';
import type { EffectRow } from './effects.ts';
import { effects } from './schema/delivery.ts';

/** An effect whose lease the holder of `leaseToken` has. Every write of that holder is fenced by the token. */
export type ClaimedEffect = EffectRow & { readonly leaseToken: string };

/**
 * Takes the lease of an effect, or of any that is due, for `leaseMs` by the database's clock. Null if it is settled, not
 * due, leased to somebody else, or not yet first in its order. One statement; read the local clocks before the call.
 */
export async function claimEffect(
  db: Database,
  claim: { readonly id?: string; readonly leaseMs: number },
): Promise<ClaimedEffect | null> {
  const leaseToken = randomUUID();
  const one = claim.id === undefined ? sql`` : sql`and candidate.id = ${claim.id}`;
  // As one scalar, because PostgreSQL may run a set of picks more than once.
  const pick = sql`(
    select candidate.id from ${effects} as candidate
    where candidate.state in ('intent', 'maybe_sent')
      and candidate.not_before <= now()
      and (candidate.lease_until is null or candidate.lease_until <= now())
      and not exists (
        select 1 from ${effects} as earlier
        where earlier.workspace_id = candidate.workspace_id
          and earlier.order_key = candidate.order_key
          and earlier.seq < candidate.seq
          and (earlier.state in ('intent', 'maybe_sent') or earlier.blocks)
      ) ${one}
    order by candidate.seq limit 1 for update skip locked
  )`;
  const [row] = await db
    .update(effects)
    .set({ leaseUntil: inMs(claim.leaseMs), leaseToken, attempts: sql`${effects.attempts} + 1` })
    .where(eq(effects.id, pick))
    .returning();
  return row === undefined ? null : { ...row, leaseToken };
}

/** Writes down, before sending, that the effect may be outside from now on. False: the lease is lost, do not send. */
export async function writeAhead(db: Executor, claimed: ClaimedEffect): Promise<boolean> {
  const firstSentAt = sql`coalesce(${effects.firstSentAt}, now())`;
  return await change(db, claimed, { state: 'maybe_sent', firstSentAt, lastSentAt: sql`now()`, lookUps: 0 });
}

/** Settles as done; `ref` is how the other system names what is there now. False: the lease is lost. */
export async function confirmEffect(
  tx: Executor,
  claimed: ClaimedEffect,
  ref: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  return await change(tx, claimed, { ...settledNow, state: 'confirmed', providerRef: { ...ref }, lastError: null });
}

/** Settles as refused for good by the other system or by our own last look. False: the lease is lost. */
export async function refuseEffect(tx: Executor, claimed: ClaimedEffect, because: string): Promise<boolean> {
  return await change(tx, claimed, { ...settledNow, state: 'refused', lastError: because });
}

/** Gives up finding out; a person has to say. With `blocks`, later effects of its order wait for that. */
export async function markUnresolved(
  tx: Executor,
  claimed: ClaimedEffect,
  { because, blocks }: { readonly because: string; readonly blocks: boolean },
): Promise<boolean> {
  return await change(tx, claimed, { ...settledNow, state: 'unresolved', lastError: because, blocks });
}

export interface Release {
  readonly afterMs: number;
  readonly because: string;
  /** What the claim showed, to take a write-ahead back: nothing left this process. */
  readonly takeBack?: boolean;
  readonly lookedUp?: boolean;
}

/** Gives the lease back, to try again `afterMs` later. False: it was lost already. */
export async function releaseEffect(tx: Executor, claimed: ClaimedEffect, release: Release): Promise<boolean> {
  const { state, firstSentAt, lastSentAt } = claimed;
  return await change(tx, claimed, {
    leaseUntil: null,
    leaseToken: null,
    notBefore: inMs(release.afterMs),
    lastError: release.because,
    ...(release.takeBack === true ? { state, firstSentAt, lastSentAt } : {}),
    ...(release.lookedUp === true ? { lookUps: sql`${effects.lookUps} + 1` } : {}),
  });
}

/** Notes why the outcome is unknown and keeps the lease; answers how long it still runs, null if it is lost. */
export async function noteUnclear(db: Executor, claimed: ClaimedEffect, because: string): Promise<number | null> {
  const [row] = await db
    .update(effects)
    .set({ lastError: because })
    .where(held(claimed))
    .returning({
      leftMs: sql<number>`greatest(0, ceil(extract(epoch from ${effects.leaseUntil} - now()) * 1000))`.mapWith(Number),
    });
  return row?.leftMs ?? null;
}

const settledNow = { leaseUntil: null, leaseToken: null, settledAt: sql`now()` };

function inMs(ms: number): SQL {
  return sql`now() + ${ms} * interval '1 millisecond'`;
}

function held(claimed: ClaimedEffect): SQL | undefined {
  return and(
    eq(effects.id, claimed.id),
    eq(effects.leaseToken, claimed.leaseToken),
    sql`${effects.state} in ('intent', 'maybe_sent')`,
  );
}

type Change = Parameters<ReturnType<Executor['update']>['set']>[0];

async function change(tx: Executor, claimed: ClaimedEffect, values: Change): Promise<boolean> {
  const rows = await tx.update(effects).set(values).where(held(claimed)).returning({ id: effects.id });
  return rows.length > 0;
}
