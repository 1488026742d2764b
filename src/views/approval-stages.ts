import type { Instant } from '#domain/instant.ts';
import type { SetCriterion } from './criterion-line.ts';
import type { NextGate } from './gates.ts';
import type { Decider, Gate } from './request-facts.ts';
import type { Rollout } from './rollout.ts';

export interface ShownBlock {
  /** Who blocked and why, or what blocks, as a sentence without its full stop. */
  readonly because: string;
  /** Who can lift it, by name; empty where only a change of facts can. */
  readonly liftedBy: readonly string[];
}

/** Where a request stands that can still be promoted, with what people want to know there. */
export type LiveStage =
  | { readonly at: 'open'; readonly nextGate: NextGate | null }
  | { readonly at: 'blocked'; readonly blocks: readonly ShownBlock[] }
  | {
      readonly at: 'approved';
      readonly approvedAt: Instant;
      readonly deciders: readonly Decider[];
      /** Why nobody was asked, as a sentence; null or left out where people decided. */
      readonly auto?: string | null;
      readonly gates: readonly Gate[];
    }
  | {
      readonly at: 'executing';
      readonly startedAt: Instant;
      readonly deciders: readonly Decider[];
      readonly auto?: string | null;
      /** Where traffic moves before the alias. */
      readonly rollout?: Rollout;
    }
  | {
      readonly at: 'delayed';
      readonly approvedAt: Instant;
      /** What the other system did, as `MLflow did not answer`. */
      readonly trouble: string;
      readonly tries: number;
      readonly nextTryAt: Instant | null;
      /** False where a lost answer leaves open whether the alias moved. */
      readonly nothingChanged: boolean;
    };

/** How a request ended. */
export type EndedStage =
  | {
      readonly at: 'promoted';
      readonly deciders: readonly Decider[];
      readonly auto?: string | null;
      /** From request to approval, in milliseconds. */
      readonly decidedInMs: number;
      readonly readBackAt: Instant;
      /** What a person should know besides, as sentences. */
      readonly notes?: readonly string[];
    }
  | {
      readonly at: 'conflict';
      readonly noticedAt: Instant;
      readonly expected: string | null;
      /** The version the registry holds now. */
      readonly found: string | null;
    }
  | {
      readonly at: 'rejected';
      readonly by: Decider;
      readonly rejectedAt: Instant;
      readonly reason: string;
      /** What it demanded of the next candidate. */
      readonly criteria: readonly SetCriterion[];
    }
  | { readonly at: 'expired'; readonly expiredAt: Instant; readonly approved: boolean }
  | {
      readonly at: 'superseded';
      readonly by: { readonly version: string; readonly code: string; readonly url: string | null };
      readonly supersededAt: Instant;
    }
  | { readonly at: 'withdrawn'; readonly by: string; readonly withdrawnAt: Instant; readonly reason: string | null }
  | {
      readonly at: 'failed';
      readonly failedAt: Instant;
      readonly because: string;
      /** The version the registry holds now; null if none. */
      readonly holds: string | null;
      /** Whether the champion was put back, or never left. */
      readonly restored: boolean;
      readonly retryable: boolean;
    };

export type Stage = LiveStage | EndedStage;

const live: readonly Stage['at'][] = [
  'open',
  'blocked',
  'approved',
  'executing',
  'delayed',
] satisfies LiveStage['at'][];

export function isLive(stage: Stage): stage is LiveStage {
  return live.includes(stage.at);
}
