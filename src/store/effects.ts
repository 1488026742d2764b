import { and, asc, eq, inArray, isNull, lt, lte, notExists, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { digestOf } from '#domain/digest.ts';
import type { Executor } from './database.ts';
import { effects } from './schema/delivery.ts';

export type EffectRow = typeof effects.$inferSelect;

export interface NewEffect {
  readonly id: string;
  readonly workspaceId: string;
  readonly kind: string;
  /** Effects with one key happen one after the other, in the order in which they were intended. */
  readonly orderKey: string;
  readonly idemKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Not to be tried before that many milliseconds from now. */
  readonly delayMs?: number;
}

/** Written out, since PostgreSQL uses a partial index only for a condition it can read. */
const isOpen = sql`${effects.state} in ('intent', 'maybe_sent')`;

/**
 * Writes down an outward act in the transaction that decides it. The same `idemKey` again is the same act: its row comes
 * back with `added` false. Throws if it meant something else the first time.
 */
export async function intendEffect(tx: Executor, effect: NewEffect): Promise<{ effect: EffectRow; added: boolean }> {
  const { delayMs = 0, ...values } = effect;
  const payloadHash = digestOf({ kind: effect.kind, orderKey: effect.orderKey, payload: effect.payload });
  const [added] = await tx
    .insert(effects)
    .values({ ...values, payloadHash, notBefore: sql`now() + ${delayMs} * interval '1 millisecond'` })
    .onConflictDoNothing({ target: [effects.workspaceId, effects.idemKey] })
    .returning();
  if (added !== undefined) return { effect: added, added: true };
  const [known] = await tx
    .select()
    .from(effects)
    .where(and(eq(effects.workspaceId, effect.workspaceId), eq(effects.idemKey, effect.idemKey)));
  if (known?.payloadHash !== payloadHash) {
    throw new Error(
      `effect ${effect.idemKey} of workspace ${effect.workspaceId} was intended before, as something else`,
    );
  }
  return { effect: known, added: false };
}

/** The deployed models of an endpoint, the order of an effect, that were told to go and may still be there, by id. */
export async function leavingDeployments(
  db: Executor,
  { workspaceId, orderKey }: Pick<EffectRow, 'workspaceId' | 'orderKey'>,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ id: sql<string>`${effects.providerRef} ->> 'begun'` })
    .from(effects)
    .where(
      and(
        eq(effects.workspaceId, workspaceId),
        eq(effects.orderKey, orderKey),
        eq(effects.kind, 'endpoint.undeploy'),
        sql`${effects.providerRef} ? 'begun'`,
      ),
    );
  return new Set(rows.map(({ id }) => id));
}

export async function effectById(db: Executor, id: string): Promise<EffectRow | null> {
  const [row] = await db.select().from(effects).where(eq(effects.id, id));
  return row ?? null;
}

/** Takes an intention back; false if it may have been sent already, or is settled. */
export async function cancelEffect(tx: Executor, id: string): Promise<boolean> {
  const rows = await tx
    .update(effects)
    .set({ state: 'cancelled', settledAt: sql`now()`, leaseUntil: null, leaseToken: null })
    .where(and(eq(effects.id, id), eq(effects.state, 'intent')))
    .returning({ id: effects.id });
  return rows.length > 0;
}

/** A person's word about an unresolved effect: that it is there, with what is known of it, or that it is to be done again. */
export type Answer = { readonly there: Readonly<Record<string, unknown>> } | 'again';

/** Applies a person's answer; null if somebody answered before. The caller sends the job of an effect done again. */
export async function answerUnresolved(tx: Executor, id: string, answer: Answer): Promise<EffectRow | null> {
  const change =
    answer === 'again'
      ? ({ state: 'intent', lookUps: 0, firstSentAt: null, lastSentAt: null, settledAt: null } as const)
      : ({ state: 'confirmed', providerRef: { ...answer.there } } as const);
  const [row] = await tx
    .update(effects)
    .set({ ...change, blocks: false, notBefore: sql`now()` })
    .where(and(eq(effects.id, id), eq(effects.state, 'unresolved')))
    .returning();
  return row ?? null;
}

/** What could be tried now and has no lease, oldest first: effects whose job was lost are among them. */
export async function sweepableEffects(db: Executor, limit: number): Promise<readonly string[]> {
  const earlier = alias(effects, 'earlier');
  const rows = await db
    .select({ id: effects.id })
    .from(effects)
    .where(
      and(
        isOpen,
        lte(effects.notBefore, sql`now()`),
        or(isNull(effects.leaseUntil), lte(effects.leaseUntil, sql`now()`)),
        notExists(
          db
            .select({ one: sql`1` })
            .from(earlier)
            .where(
              and(
                eq(earlier.workspaceId, effects.workspaceId),
                eq(earlier.orderKey, effects.orderKey),
                lt(earlier.seq, effects.seq),
                sql`(${earlier.state} in ('intent', 'maybe_sent') or ${earlier.blocks})`,
              ),
            ),
        ),
      ),
    )
    .orderBy(asc(effects.seq))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** The open effect whose turn is next after this one is settled, and in how many milliseconds it is due. */
export async function nextInOrder(
  tx: Executor,
  settled: Pick<EffectRow, 'workspaceId' | 'orderKey'>,
): Promise<{ id: string; dueInMs: number } | null> {
  const [row] = await tx
    .select({
      id: effects.id,
      blocks: effects.blocks,
      dueInMs: sql<number>`greatest(0, ceil(extract(epoch from ${effects.notBefore} - now()) * 1000))`.mapWith(Number),
    })
    .from(effects)
    .where(
      and(
        eq(effects.workspaceId, settled.workspaceId),
        eq(effects.orderKey, settled.orderKey),
        sql`(${isOpen} or ${effects.blocks})`,
      ),
    )
    .orderBy(asc(effects.seq))
    .limit(1);
  return row === undefined || row.blocks ? null : { id: row.id, dueInMs: row.dueInMs };
}

/** Effects that have been open, past the moment they were due, for longer than they should be: worth an alarm. */
export async function overdueEffects(db: Executor, longerThanMs: number): Promise<readonly EffectRow[]> {
  const limit = sql`now() - ${longerThanMs} * interval '1 millisecond'`;
  const since = sql`greatest(${effects.createdAt}, case when ${effects.attempts} = 0 then ${effects.notBefore} end)`;
  return await db
    .select()
    .from(effects)
    .where(and(isOpen, lt(since, limit)))
    .orderBy(asc(effects.seq))
    .limit(100);
}

/** How many effects are not settled, due or not; zero is rest. */
export async function countOpenEffects(db: Executor, workspaceIds?: readonly string[]): Promise<number> {
  const within = workspaceIds === undefined ? undefined : inArray(effects.workspaceId, [...workspaceIds]);
  return await db.$count(effects, and(isOpen, within));
}

/**
 * When an open effect that could not be claimed is worth another try: at the end of its lease or wait, else after half its
 * age, between 1 and 30 s, because it waits for an earlier one. Null for one that is settled or unknown.
 */
export async function comeBackInMs(db: Executor, id: string): Promise<number | null> {
  const [row] = await db
    .select({
      inMs: sql<number>`ceil(1000 * extract(epoch from case
        when ${effects.leaseUntil} > now() then ${effects.leaseUntil} - now()
        when ${effects.notBefore} > now() then ${effects.notBefore} - now()
        else least(greatest((now() - ${effects.createdAt}) / 2, interval '1 second'), interval '30 seconds') end))`.mapWith(
        Number,
      ),
    })
    .from(effects)
    .where(and(eq(effects.id, id), isOpen));
  return row?.inMs ?? null;
}
