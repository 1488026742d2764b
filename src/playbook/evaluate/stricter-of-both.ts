import type { Instant } from '#domain/instant.ts';
import type { Facts } from '../facts.ts';
import { markedOf } from '../mention.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { Block, RuleVerdict, Status, Verdict } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { evaluate } from './evaluate.ts';
import { plainVerdict } from './plain-verdict.ts';
import { becauseOf } from './sentences.ts';

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
  if (current === null) return plainVerdict(withoutPlaybook(first));
  const second: Verdict = { ...evaluate(current, facts, votes, now), decidedBy: 'current' };
  return plainVerdict(worse[second.status] < worse[first.status] ? combined(second, first) : combined(first, second));
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
  const because = verdict.status === 'blocked' ? `${block.because} ${markedOf(verdict)}` : block.because;
  return {
    ...verdict,
    status: 'blocked',
    because,
    marked: because,
    blocks: [block, ...verdict.blocks],
    gates: [],
    autoApproved: false,
  };
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
    votesNotCounted: notCountedOfBoth(decides, other),
    unknown: united(decides.unknown, other.unknown, ({ fact, effect }) => `${fact} ${effect}`),
    flags: united(decides.flags, other.flags, ({ code, person, because }) => `${code} ${person} ${because}`),
    autoApproved: decides.autoApproved && other.autoApproved,
    sampled: decides.sampled || other.sampled,
    reviewDue: earlier(decides.reviewDue, other.reviewDue),
    reviewBy: [...new Set([...decides.reviewBy, ...other.reviewBy])],
    overriddenUntil: decides.status === 'overridden' ? earlier(decides.overriddenUntil, other.overriddenUntil) : null,
    rejectedBy: decides.rejectedBy ?? other.rejectedBy,
    expired: decides.expired || other.expired,
    deadline: decides.deadline < other.deadline ? decides.deadline : other.deadline,
    nextChangeAt: earlier(decides.nextChangeAt, other.nextChangeAt),
  };
  if (decides.status === 'approved' || decides.status === 'overridden') {
    const because = settled(merged);
    return { ...merged, because, marked: because };
  }
  const because = becauseOf({ blocks, rules, criteria: [], gates: [], otherwise: markedOf(decides) });
  return { ...merged, gates: [], because, marked: because };
}

/** Gates the other policy adds are named after the deciding policy's sentence. */
function settled(verdict: Verdict): string {
  const said = markedOf(verdict);
  return [said, ...verdict.gates.map(markedOf).filter((sentence) => !said.includes(sentence))].join(' ');
}

/** The other policy's rules that are not the same in both and miss something, or have somebody in a seat who has none here. */
function extraRules(decides: Verdict, other: Verdict): readonly RuleVerdict[] {
  const same = new Set(decides.rules.map((rule) => JSON.stringify([rule.name, rule.state, rule.because])));
  const seated = new Set(decides.rules.flatMap((rule) => rule.seats).map(({ filledBy }) => filledBy?.person));
  return other.rules.filter((rule) => {
    if (rule.state === 'not_applicable' || same.has(JSON.stringify([rule.name, rule.state, rule.because])))
      return false;
    return rule.state !== 'approved' || rule.seats.some(({ filledBy }) => !seated.has(filledBy?.person));
  });
}

/** Each vote that fills no seat under one of them, unless that one merely has no seat for it and the other has. */
function notCountedOfBoth(decides: Verdict, other: Verdict): Verdict['votesNotCounted'] {
  const key = ({ person, actingFor }: Verdict['votesNotCounted'][number]) => `${person} ${actingFor}`;
  const [here, there] = [decides, other].map(({ votesNotCounted }) => new Set(votesNotCounted.map(key)));
  return united(decides.votesNotCounted, other.votesNotCounted, key).filter((vote) => {
    const inBoth = here?.has(key(vote)) === true && there?.has(key(vote)) === true;
    return inBoth || (vote.code !== 'not_in_role' && vote.code !== 'surplus');
  });
}

function united<T>(first: readonly T[], second: readonly T[], key: (item: T) => string): readonly T[] {
  const seen = new Set(first.map(key));
  return [...first, ...second.filter((item) => !seen.has(key(item)))];
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
