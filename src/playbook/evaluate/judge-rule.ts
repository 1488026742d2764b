import type { Predicates } from '../keys.ts';
import type { EffectiveRule } from '../playbook.ts';
import type { EvidenceVerdict, FactVerdict } from '../verdict.ts';
import type { Evaluation } from './evaluation.ts';
import { judgeEntry, judgePredicates } from './judge-predicates.ts';
import { attempt } from './notes.ts';
import type { Applies } from './routes.ts';

/** Everything about a rule but its seats. */
export interface JudgedRule {
  readonly rule: EffectiveRule;
  readonly applies: Applies;
  /** What the `if` read, for the sentence. */
  readonly ifBecause: string;
  /** The sentence about facts of the wrong shape, null if there are none. */
  readonly malformed: string | null;
  readonly evidence: readonly EvidenceVerdict[];
  readonly facts: readonly FactVerdict[];
  /** How many evidence items and facts are not as needed. */
  readonly lacking: number;
}

export function judgeRule(ev: Evaluation, rule: EffectiveRule): JudgedRule {
  const condition = readIf(ev, rule);
  const items = rule.evidence.map((id) => ev.evidence.get(id)).filter((item) => item !== undefined);
  const facts = rule.facts === null ? { verdicts: [], malformed: null } : readFacts(ev, rule.facts);
  const broken = items.find(({ malformed }) => malformed);
  const evidence = items.map(({ verdict }) => verdict);
  return {
    rule,
    applies: condition.applies,
    ifBecause: condition.because,
    malformed: condition.malformed ?? facts.malformed ?? broken?.verdict.because ?? null,
    evidence,
    facts: facts.verdicts,
    lacking:
      evidence.filter(({ status }) => status !== 'passed').length + facts.verdicts.filter(({ met }) => !met).length,
  };
}

function readIf(ev: Evaluation, rule: EffectiveRule) {
  if (rule.if === null) return { applies: 'yes' as const, because: '', malformed: null };
  const condition = rule.if;
  const read = attempt(() => judgePredicates(condition, ev.predicates));
  if ('malformed' in read) return { applies: 'yes' as const, because: '', malformed: read.malformed };
  const { truth, because } = read.value;
  if (read.value.truth === null) {
    ev.notes.missed({ fact: read.value.fact, because, effect: `"${rule.name}" is read the strict way.` });
  }
  return {
    applies: truth === null ? ('unknown' as const) : truth ? ('yes' as const) : ('no' as const),
    because,
    malformed: null,
  };
}

function readFacts(ev: Evaluation, facts: Predicates): { verdicts: readonly FactVerdict[]; malformed: string | null } {
  const verdicts: FactVerdict[] = [];
  let malformed: string | null = null;
  for (const [fact, value] of Object.entries(facts)) {
    const read = attempt(() => judgeEntry(fact, value, ev.predicates));
    if ('malformed' in read) {
      malformed ??= read.malformed;
      verdicts.push({ fact, met: false, because: read.malformed });
      continue;
    }
    const { truth, because } = read.value;
    if (read.value.truth === null) ev.notes.missed({ fact: read.value.fact, because, effect: 'It counts as not met.' });
    verdicts.push({ fact, met: truth === true, because });
  }
  return { verdicts, malformed };
}
