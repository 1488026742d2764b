import { epochMs, type Instant } from '#domain/instant.ts';
import type { Facts } from '../facts.ts';
import type { Predicates } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { Gate } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { beginEvaluation } from './evaluation.ts';
import { gatesOf } from './gates.ts';
import { judgePredicates } from './judge-predicates.ts';
import { attempt } from './notes.ts';

/** Whether the next step of a rollout may start: it goes on, it stops for good, or it waits; each with why. */
export type StepVerdict =
  | { readonly go: 'on' }
  | { readonly go: 'stop'; readonly because: string }
  | { readonly go: 'wait'; readonly gates: readonly Gate[]; readonly because: string };

/**
 * Judges a step of a rollout on facts read now (§5, §8.1, §8.8): `stop_if` stops it if true and holds it if unknown,
 * and a gate holds it. An overridden request passes every gate but the lock. Facts of the wrong form hold it.
 */
export function judgeStep(
  policy: EffectivePolicy,
  stopIf: Predicates | null,
  given: { readonly facts: Facts; readonly votes: readonly Vote[]; readonly as: 'approved' | 'overridden' },
  now: Instant,
): StepVerdict {
  const read = attempt((): StepVerdict => {
    const ev = beginEvaluation(policy, given.facts, given.votes, epochMs(now));
    const stop = stopIf === null ? null : judgePredicates(stopIf, ev.predicates);
    if (stop?.truth === true) return { go: 'stop', because: stop.because };
    const gates = gatesOf(ev, given.as);
    if (gates.length > 0) return { go: 'wait', gates, because: gates.map(({ because }) => because).join(' ') };
    if (stop?.truth === null) return { go: 'wait', gates: [], because: stop.because };
    return { go: 'on' };
  });
  return 'value' in read ? read.value : { go: 'wait', gates: [], because: read.malformed };
}
