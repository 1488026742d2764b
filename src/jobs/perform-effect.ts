import { UpstreamError } from '#errors.ts';
import { type ClaimedEffect, claimEffect, noteUnclear, writeAhead } from '#store/effect-lease.ts';
import { comeBackInMs, sweepableEffects } from '#store/effects.ts';
import type { EffectClock, EffectLimits, EffectOutcome, EffectPerformer } from './effect-performer.ts';
import { type EffectWorld, putOff, sendAgain, settleEffect } from './effect-settling.ts';

export type { EffectPerformer } from './effect-performer.ts';

/**
 * `later`: it will be tried again. `unclear`: it may be outside; looked up when the lease runs out. `lost`: another
 * worker took over. `not_ours`: settled, or somebody else's turn.
 */
export type Performed = EffectOutcome['state'] | 'later' | 'unclear' | 'lost' | 'not_ours';

/**
 * Brings one effect about at most once by finding out before every repetition, and records how it ended. What another
 * system says becomes part of the row; only errors of our own are thrown, after the lease is given back.
 */
export async function performEffect(world: EffectWorld, effectId: string): Promise<Performed> {
  const lastSend = lastMomentToSend(world.clock, world.limits);
  const claimed = await claimEffect(world.db, { id: effectId, leaseMs: world.limits.leaseMs });
  if (claimed === null) return await comeBack(world, effectId);
  const performer = world.performers.get(claimed.kind);
  if (performer === undefined) {
    const because = `nothing performs effects of kind ${claimed.kind}`;
    await putOff(world, claimed, { afterMs: world.limits.retryAfterMs.most, because });
    throw new Error(because);
  }
  const before = await findOut(world, performer, claimed);
  if (before !== 'go_on') return before;
  return await bringAbout(world, performer, claimed, lastSend);
}

/** Sends their jobs to the effects that are due and held by nobody; answers how many. A job that waits is not doubled. */
export async function sweepEffects(world: Pick<EffectWorld, 'db' | 'queue'>, limit = 500): Promise<number> {
  const ids = await sweepableEffects(world.db, limit);
  for (const id of ids) await sendAgain(world.queue, world.db, id, 0);
  return ids.length;
}

/** Whether it is too late to send. Its clocks are read before the claim, so that it errs on the early side. */
function lastMomentToSend(clock: EffectClock, limits: EffectLimits): () => boolean {
  const usableMs = limits.leaseMs - (limits.timeoutMs + limits.graceMs + limits.lagMs);
  if (usableMs < 0) throw new Error('the lease of effects is shorter than timeout, grace and lag together');
  const monotonic = clock.monotonicMs() + usableMs;
  const wall = clock.wallMs() + usableMs;
  return () => clock.monotonicMs() > monotonic || clock.wallMs() > wall;
}

/** Under a key of its own, so that the job sent when its turn has come is not dropped in favour of this later one. */
async function comeBack({ db, queue }: EffectWorld, effectId: string): Promise<'not_ours'> {
  const afterMs = await comeBackInMs(db, effectId);
  const later = { startAfter: (afterMs ?? 0) / 1000, singletonKey: `${effectId} again` };
  if (afterMs !== null) await queue.send(db, 'perform-effect', { effectId }, later);
  return 'not_ours';
}

async function findOut(
  world: EffectWorld,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
): Promise<Performed | 'go_on'> {
  if (claimed.state !== 'maybe_sent' || performer.blindRetryIsSafe === true) return 'go_on';
  const seen = await lookUp(world, performer, claimed);
  if (seen.answer === 'absent') return 'go_on';
  if (typeof seen.answer === 'object') {
    return await settled(world, performer, claimed, { state: 'confirmed', ref: seen.answer.found });
  }
  const looks = claimed.lookUps + 1;
  const [last, next] = world.limits.lookUpsAtMs.slice(looks - 1);
  if (seen.answer === 'impossible' || last === undefined || next === undefined) {
    return await settled(world, performer, claimed, { state: 'unresolved', because: seen.because });
  }
  const afterMs = Math.max(next - last, seen.retryAfterMs);
  await putOff(world, claimed, { afterMs, because: seen.because, lookedUp: true });
  return 'later';
}

type Seen = Awaited<ReturnType<EffectPerformer['lookUp']>>;

async function lookUp(
  world: EffectWorld,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
): Promise<{ answer: Seen; because: string; retryAfterMs: number }> {
  try {
    const answer = await performer.lookUp(claimed);
    const allowed = answer !== 'impossible';
    const because = allowed ? 'a look-up could not tell whether it is there' : 'looking it up is not allowed';
    return {
      answer,
      because: claimed.lastError === null ? because : `${because}; before: ${claimed.lastError}`,
      retryAfterMs: 0,
    };
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw await givenBack(world, claimed, error);
    return { answer: 'cannot_tell', because: error.message, retryAfterMs: error.retryAfterMs ?? 0 };
  }
}

async function bringAbout(
  world: EffectWorld,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
  tooLate: () => boolean,
): Promise<Performed> {
  const prepared = await prepare(world, performer, claimed);
  if ('wait' in prepared) {
    const afterMs = Math.max(0, prepared.wait.untilMs - world.clock.wallMs());
    await putOff(world, claimed, { afterMs, because: prepared.wait.because });
    return 'later';
  }
  if ('already' in prepared) {
    return await settled(world, performer, claimed, { state: 'confirmed', ref: prepared.already });
  }
  if ('refuse' in prepared) {
    return await settled(world, performer, claimed, { state: 'refused', because: prepared.refuse });
  }
  if (!(await writeAhead(world.db, claimed))) return 'lost';
  // No await between this look at the clocks and the send: a pause there would be a second message.
  if (tooLate()) {
    await putOff(world, claimed, { afterMs: 0, because: 'the lease ran short before the send', takeBack: true });
    return 'later';
  }
  return await sent(world, performer, claimed, prepared.send());
}

type Prepared = Awaited<ReturnType<EffectPerformer['prepare']>>;

async function prepare(world: EffectWorld, performer: EffectPerformer, claimed: ClaimedEffect): Promise<Prepared> {
  try {
    return await performer.prepare(claimed);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw await givenBack(world, claimed, error);
    if (!error.retryable && !error.ambiguous) return { refuse: error.message };
    const afterMs = retryDelayMs(world, claimed, error);
    await performer.delayed?.(claimed, error, afterMs);
    return { wait: { untilMs: world.clock.wallMs() + afterMs, because: error.message } };
  }
}

async function sent(
  world: EffectWorld,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
  sending: Promise<Record<string, unknown>>,
): Promise<Performed> {
  let ref: Record<string, unknown>;
  try {
    ref = await sending;
  } catch (error) {
    if (!(error instanceof UpstreamError) || error.ambiguous) return await unclear(world, performer, claimed, error);
    if (!error.retryable) return await settled(world, performer, claimed, { state: 'refused', because: error.message });
    const afterMs = retryDelayMs(world, claimed, error);
    await performer.delayed?.(claimed, error, afterMs);
    await putOff(world, claimed, { afterMs, because: error.message, takeBack: true });
    return 'later';
  }
  const performed = await settled(world, performer, claimed, { state: 'confirmed', ref });
  if (performed === 'lost') await performer.fenceLost?.(claimed, ref);
  return performed;
}

/** Keeps the lease, since what was sent may still land under it; the job at its end looks it up. */
async function unclear(
  world: EffectWorld,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
  error: unknown,
): Promise<'unclear'> {
  const leftMs = await noteUnclear(world.db, claimed, messageOf(error));
  if (leftMs !== null) await sendAgain(world.queue, world.db, claimed.id, leftMs);
  if (!(error instanceof UpstreamError)) throw error;
  if (leftMs !== null) await performer.delayed?.(claimed, error, leftMs);
  return 'unclear';
}

async function settled(
  world: EffectWorld,
  performer: EffectPerformer,
  claimed: ClaimedEffect,
  outcome: EffectOutcome,
): Promise<EffectOutcome['state'] | 'lost'> {
  return (await settleEffect(world, performer, claimed, outcome)) ? outcome.state : 'lost';
}

/** An error of our own before anything was sent: the lease goes back, and the error on to whoever reports bugs. */
async function givenBack(world: EffectWorld, claimed: ClaimedEffect, error: unknown): Promise<unknown> {
  await putOff(world, claimed, { afterMs: retryDelayMs(world, claimed, null), because: messageOf(error) });
  return error;
}

function retryDelayMs(world: EffectWorld, claimed: ClaimedEffect, error: UpstreamError | null): number {
  const { first, most } = world.limits.retryAfterMs;
  return error?.retryAfterMs ?? Math.min(first * 2 ** Math.min(claimed.attempts - 1, 30), most);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
