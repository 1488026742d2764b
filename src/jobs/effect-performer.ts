import type { UpstreamError } from '#errors.ts';
import type { Executor, Transaction } from '#store/database.ts';
import type { EffectRow } from '#store/effects.ts';

type Ref = Record<string, unknown>;

/** How one kind of outward act is done, found out about and recorded. Methods may throw `UpstreamError`. */
export interface EffectPerformer {
  readonly kind: string;
  /** Whether doing it twice is the same as once, so that it may be sent again without a look-up. */
  readonly blindRetryIsSafe?: boolean;
  /** Whether later effects of its order wait while a person has to say what became of this one. */
  readonly blocksOrderWhenUnresolved: boolean;
  /**
   * What the outside shows of an effect that may have been sent. `absent` only after all of where it could be was read;
   * `impossible` where reading is not allowed at all.
   */
  lookUp(effect: EffectRow): Promise<{ found: Ref } | 'absent' | 'cannot_tell' | 'impossible'>;
  /** Everything slow before the send. `send` puts its request on the wire before it returns its promise. */
  prepare(
    effect: EffectRow,
  ): Promise<
    { send(): Promise<Ref> } | { already: Ref } | { refuse: string } | { wait: { untilMs: number; because: string } }
  >;
  /** Part of the settling transaction: domain rows, next effects, and the ledger entry last. */
  settled(tx: Transaction, effect: EffectRow, outcome: EffectOutcome): Promise<void>;
  /** Another system did not let it be done; the next try is `afterMs` from now. */
  delayed?(effect: EffectRow, error: UpstreamError, afterMs: number): Promise<void>;
  /** Our send went through although another worker had taken over: leaves exactly one of what is outside. */
  fenceLost?(effect: EffectRow, ref: Ref): Promise<void>;
}

export type EffectOutcome =
  | { readonly state: 'confirmed'; readonly ref: Ref }
  | { readonly state: 'refused'; readonly because: string }
  | { readonly state: 'unresolved'; readonly because: string };

/** Both, because the monotonic clock stands still while a virtual machine is suspended and the wall clock may be set. */
export interface EffectClock {
  monotonicMs(): number;
  wallMs(): number;
}

export const systemEffectClock: EffectClock = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };

/** `lease` is no less than timeout + grace + lag, so that nothing sent under it can still land after it. */
export interface EffectLimits {
  readonly leaseMs: number;
  /** After which a send has failed or succeeded, as its adapter sees it. */
  readonly timeoutMs: number;
  /** How long after that a request may still land. */
  readonly graceMs: number;
  /** How long what landed may stay invisible to a look-up. */
  readonly lagMs: number;
  /** When to look, after the last send; after as many looks that could not tell it is unresolved. */
  readonly lookUpsAtMs: readonly number[];
  readonly retryAfterMs: { readonly first: number; readonly most: number };
}

export const effectLimits: EffectLimits = {
  leaseMs: 90_000,
  timeoutMs: 10_000,
  graceMs: 20_000,
  lagMs: 10_000,
  lookUpsAtMs: [90_000, 180_000, 600_000],
  retryAfterMs: { first: 1_000, most: 300_000 },
};

/** What performing needs of the job engine; `startAfter` in seconds. */
export interface EffectQueue {
  send(
    tx: Executor,
    name: 'perform-effect',
    data: { readonly effectId: string },
    options?: { readonly startAfter?: number; readonly singletonKey?: string },
  ): Promise<void>;
}
