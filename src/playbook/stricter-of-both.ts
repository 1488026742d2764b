import type { Instant } from '#domain/instant.ts';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import type { EffectivePolicy } from './playbook.ts';
import { becauseOf } from './sentences.ts';
import type { Block, RuleVerdict, Status, Verdict } from './verdict.ts';
import type { Vote } from './vote.ts';

const worse: Record<Status, number> = { error: 0, blocked: 1, waiting: 2, approved: 3, overridden: 4 };

/**
 * Judges a request under the policy pinned at open and the current one, and gives the worse verdict with the missing
 * things of both (§10.3). `current` null: no current playbook governs it, which blocks.
 */
export function stricterOfBoth(
  pinned: EffectivePolicy,
  current: EffectivePolicy | null,
  facts: Facts,
  votes: readonly Vote[],
  now: Instant,
): Verdict {
  const first = evaluate(pinned, facts, votes, now);
  if (current === null) return withoutPlaybook(first);
  const second: Verdict = { ...evaluate(current, facts, votes, now), decidedBy: 'current' };
  return worse[second.status] < worse[first.status] ? combined(second, first) : combined(first, second);
}

function withoutPlaybook(verdict: Verdict): Verdict {
  if (verdict.status === 'error') return verdict;
  const block: Block = {
    code: 'no_current_playbook',
    person: null,
    because: 'No current playbook governs this any more.',
    liftedBy: [],
    since: null,
  };
  const because = verdict.status === 'blocked' ? `${block.because} ${verdict.because}` : block.because;
  return { ...verdict, status: 'blocked', because, blocks: [block, ...verdict.blocks], gates: [], autoApproved: false };
}

/** The deciding verdict with what only the other one misses. */
function combined(decides: Verdict, other: Verdict): Verdict {
  const rules = [...decides.rules, ...extraRules(decides, other)];
  const blocks = united(decides.blocks, other.blocks, ({ code, person, because }) => `${code} ${person} ${because}`);
  const evidence = united(decides.evidence, other.evidence, ({ id, fingerprint }) => `${id} ${fingerprint}`);
  const gates = united(decides.gates, other.gates, ({ gate, name }) => `${gate} ${name}`);
  const merged: Verdict = {
    ...decides,
    rules,
    blocks,
    evidence,
    gates,
    votesNotCounted: united(
      decides.votesNotCounted,
      other.votesNotCounted,
      ({ person, actingFor }) => `${person} ${actingFor}`,
    ),
    unknown: united(decides.unknown, other.unknown, ({ fact, effect }) => `${fact} ${effect}`),
    flags: united(decides.flags, other.flags, ({ code, person, because }) => `${code} ${person} ${because}`),
    autoApproved: decides.autoApproved && other.autoApproved,
    sampled: decides.sampled || other.sampled,
    expired: decides.expired || other.expired,
    deadline: decides.deadline < other.deadline ? decides.deadline : other.deadline,
    nextChangeAt: earlier(decides.nextChangeAt, other.nextChangeAt),
  };
  if (decides.status === 'approved' || decides.status === 'overridden') return { ...merged, because: settled(merged) };
  const because = becauseOf({ blocks, rules, criteria: [], gates: [], otherwise: decides.because });
  return { ...merged, gates: [], because };
}

/** Gates the other policy adds are named after the deciding policy's sentence. */
function settled({ because, gates }: Verdict): string {
  return [because, ...gates.map((gate) => gate.because).filter((sentence) => !because.includes(sentence))].join(' ');
}

/** The other policy's rules that are not the same in both and still miss something. */
function extraRules(decides: Verdict, other: Verdict): readonly RuleVerdict[] {
  const same = new Set(decides.rules.map((rule) => JSON.stringify([rule.name, rule.state, rule.because])));
  return other.rules.filter(
    (rule) =>
      rule.state !== 'not_applicable' &&
      rule.state !== 'approved' &&
      !same.has(JSON.stringify([rule.name, rule.state, rule.because])),
  );
}

function united<T>(first: readonly T[], second: readonly T[], key: (item: T) => string): readonly T[] {
  const seen = new Set(first.map(key));
  return [...first, ...second.filter((item) => !seen.has(key(item)))];
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
