import { decimal } from '#domain/decimal.ts';
import { epochMs } from '#domain/instant.ts';
import { holds } from './condition.ts';
import type { Evaluation } from './evaluation.ts';
import { isUnknown } from './facts.ts';
import { judgePredicates } from './judge-predicates.ts';
import type { Predicates } from './keys.ts';

/** An approval without the tree (§8.7). */
export interface AutoApproval {
  readonly because: string;
  readonly sampled: boolean;
  readonly reviewDueMs: number | null;
  readonly reviewBy: readonly string[];
}

/** Null unless `when` and `if` are true and the named evidence passed. Throws a RangeError for malformed facts. */
export function autoApproval(ev: Evaluation): AutoApproval | null {
  const { policy, evidence, facts, nowMs } = ev;
  const auto = policy.autoApprove;
  if (auto === null || !isTrue(ev, policy.appliesTo.when) || !isTrue(ev, auto.if)) return null;
  if (auto.evidence.some((id) => evidence.get(id)?.verdict.status !== 'passed')) return null;
  if (auto.sample === null) return { because: auto.because, sampled: false, reviewDueMs: null, reviewBy: [] };
  const sampled = isUnknown(facts.draw) || holds(decimal(facts.draw), '<', decimal(`${auto.sample.ratePercent / 100}`));
  const from = facts.progress.approvedAt === null ? nowMs : epochMs(facts.progress.approvedAt);
  return {
    because: auto.because,
    sampled,
    reviewDueMs: sampled ? from + auto.sample.withinMs : null,
    reviewBy: sampled ? auto.sample.by : [],
  };
}

function isTrue({ predicates, notes }: Evaluation, map: Predicates | null): boolean {
  if (map === null) return true;
  const read = judgePredicates(map, predicates);
  if (read.truth === null) {
    notes.missed({ fact: read.fact, because: read.because, effect: 'It is not approved without people.' });
  }
  return read.truth === true;
}
