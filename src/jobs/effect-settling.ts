import type { Database, Executor } from '#store/database.ts';
import {
  type ClaimedEffect,
  confirmEffect,
  markUnresolved,
  type Release,
  refuseEffect,
  releaseEffect,
} from '#store/effect-lease.ts';
import { nextInOrder } from '#store/effects.ts';
import type { EffectClock, EffectLimits, EffectOutcome, EffectPerformer, EffectQueue } from './effect-performer.ts';

/** What effects are performed with. */
export interface EffectWorld {
  readonly db: Database;
  readonly queue: EffectQueue;
  /** By the kind of effect. */
  readonly performers: ReadonlyMap<string, EffectPerformer>;
  readonly clock: EffectClock;
  readonly limits: EffectLimits;
}

/**
 * In one transaction: the outcome, what follows from it, and the job of the effect whose turn comes next. False: the
 * lease was lost to another worker, whose word counts.
 */
export async function settleEffect(
  world: EffectWorld,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
  outcome: EffectOutcome,
): Promise<boolean> {
  return await world.db.transaction(async (tx) => {
    if (!(await writeOutcome(tx, performer, claimed, outcome))) return false;
    const next = await nextInOrder(tx, claimed);
    if (next !== null) await sendAgain(world.queue, tx, next.id, next.dueInMs);
    await performer.settled(tx, claimed, outcome);
    return true;
  });
}

async function writeOutcome(
  tx: Executor,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
  outcome: EffectOutcome,
): Promise<boolean> {
  switch (outcome.state) {
    case 'confirmed':
      return await confirmEffect(tx, claimed, outcome.ref);
    case 'refused':
      return await refuseEffect(tx, claimed, outcome.because);
    case 'unresolved': {
      const blocks = performer.blocksOrderWhenUnresolved;
      return await markUnresolved(tx, claimed, { because: outcome.because, blocks });
    }
  }
}

/** Gives the lease back together with a job for the next try. */
export async function putOff(world: EffectWorld, claimed: ClaimedEffect, release: Release): Promise<void> {
  await world.db.transaction(async (tx) => {
    if (await releaseEffect(tx, claimed, release)) await sendAgain(world.queue, tx, claimed.id, release.afterMs);
  });
}

export async function sendAgain(queue: EffectQueue, tx: Executor, effectId: string, afterMs: number): Promise<void> {
  await queue.send(tx, 'perform-effect', { effectId }, { startAfter: afterMs / 1000 });
}
