import { decimal, multiply } from '#domain/decimal.ts';
import { epochMs } from '#domain/instant.ts';
import { finite, holds } from '../condition.ts';
import { type Fact, isUnknown } from '../facts.ts';
import type { Predicates } from '../keys.ts';
import type { Evaluation } from './evaluation.ts';
import { judgePredicates } from './judge-predicates.ts';
import { attempt } from './notes.ts';

/** An approval without the tree (§8.7). */
export interface AutoApproval {
  readonly because: string;
  readonly sampled: boolean;
  readonly reviewDueMs: number | null;
  readonly reviewBy: readonly string[];
}

/** Null unless `when` and `if` are true and the named evidence passed. */

export function autoApproval(ev: Evaluation): AutoApproval | null {
  const { policy, evidence, facts, nowMs } = ev;
  const auto = policy.autoApprove;
  if (auto === null || !isTrue(ev, policy.appliesTo.when) || !isTrue(ev, auto.if)) return null;
  if (auto.evidence.some((id) => evidence.get(id)?.verdict.status !== 'passed')) return null;
  if (auto.sample === null) return { because: auto.because, sampled: false, reviewDueMs: null, reviewBy: [] };
  const sampled = isDrawn(facts.draw, auto.sample.ratePercent);
  const from = facts.progress.approvedAt === null ? nowMs : epochMs(facts.progress.approvedAt);
  return {
    because: auto.because,
    sampled,
    reviewDueMs: sampled ? from + auto.sample.withinMs : null,
    reviewBy: sampled ? auto.sample.by : [],
  };
}

/** Below the rate, computed exactly; a draw nobody knows is below it. */
function isDrawn(draw: Fact<number>, ratePercent: number): boolean {
  const known = isUnknown(draw) ? null : finite(draw);
  return known === null || holds(decimal(known), '<', multiply(decimal(ratePercent), decimal('0.01')));
}

/** Unknown and malformed facts approve nothing. */
function isTrue({ predicates, notes }: Evaluation, map: Predicates | null): boolean {
  if (map === null) return true;
  const read = attempt(() => judgePredicates(map, predicates));
  if ('malformed' in read) return false;
  if (read.value.truth === null) {
    const { fact, because } = read.value;
    notes.missed({ fact, because, effect: 'It is not approved without people.' });
  }
  return read.value.truth === true;
}
