import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical-json.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import { evaluate } from '#playbook/evaluate/evaluate.ts';
import { bool, type Check, listOf, number, oneOf, orNull, shaped, text } from '#playbook/evaluate/fact-shape.ts';
import type { Facts } from '#playbook/facts.ts';
import { fingerprints } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { notCountedCodes, type Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import { type Chance, chanceOf, fuzzRun } from './random-numbers.ts';
import { instant, randomFacts, randomPolicy, randomVotes } from './random-world.ts';

const { count, seed } = fuzzRun(50_000);

const isInstant: Check = (value) => typeof value === 'string' && new Date(value).toISOString() === value;
const holder = shaped({ person: text, actingFor: orNull(text) });
const evidence = shaped({
  id: text,
  title: text,
  status: oneOf('passed', 'failed', 'missing', 'stale'),
  because: text,
  fingerprint: (value) => text(value) && /^sha256:[0-9a-f]{64}$/.test(String(value)),
  findings: listOf(text),
  asOf: orNull(text),
  producer: orNull(text),
  cares: listOf(text),
  shown: shaped({ candidate: orNull(text), reference: orNull(text), limit: orNull(text) }),
});
const wellFormed = shaped({
  status: oneOf('error', 'blocked', 'waiting', 'approved', 'overridden'),
  because: (value) => text(value) && value !== '',
  decidedBy: oneOf('pinned'),
  route: listOf(text),
  routes: number,
  rules: listOf(
    shaped({
      name: text,
      state: oneOf('not_applicable', 'error', 'waiting', 'approved', 'blocked', 'overridden'),
      onRoute: bool,
      because: (value) => text(value) && value !== '',
      seats: listOf(shaped({ roles: listOf(text), filledBy: orNull(holder), couldBeFilledBy: listOf(holder) })),
      evidence: listOf(evidence),
      facts: listOf(shaped({ fact: text, met: bool, because: text })),
    }),
  ),
  evidence: listOf(evidence),
  votesNotCounted: listOf(
    shaped({
      person: text,
      actingFor: orNull(text),
      code: oneOf(...notCountedCodes),
      because: text,
      since: orNull(isInstant),
    }),
  ),
  blocks: listOf(shaped({ person: orNull(text), because: text, liftedBy: listOf(text), since: orNull(isInstant) })),
  gates: listOf(
    shaped({ gate: oneOf('hold', 'freeze', 'wait', 'lock'), name: text, until: orNull(isInstant), because: text }),
  ),
  unknown: listOf(shaped({ fact: text, because: text, effect: text })),
  debt: listOf(shaped({ request: text, due: text, overdue: bool })),
  flags: listOf(shaped({ person: orNull(text), because: text })),
  autoApproved: bool,
  sampled: bool,
  reviewDue: orNull(isInstant),
  reviewBy: listOf(text),
  overriddenUntil: orNull(isInstant),
  rejectedBy: orNull(text),
  deadline: isInstant,
  expired: bool,
  nextChangeAt: orNull(isInstant),
});

/** What holds of every verdict, whatever it was made of; a sentence for what does not. */
function broken(verdict: Verdict, votes: readonly Vote[], now: Instant): string | null {
  const { status, blocks, gates, rules, nextChangeAt } = verdict;
  if (!wellFormed(verdict)) return 'it is not well-formed';
  const onRoute = rules.filter((rule) => rule.onRoute);
  const seats = onRoute.flatMap((rule) => rule.seats);
  if (status === 'blocked' && blocks.length === 0) return 'it is blocked by nothing';
  if (gates.length > 0 && status !== 'approved' && status !== 'overridden') return 'it waits for gates undecided';
  if (nextChangeAt !== null && epochMs(nextChangeAt) <= epochMs(now)) return 'it changed already';
  if (verdict.sampled !== verdict.reviewBy.length > 0 && status !== 'overridden') return 'nobody reviews the sample';
  if (status === 'approved' && !verdict.autoApproved) {
    if (seats.length === 0) return 'nobody approved it';
    if (seats.some(({ filledBy }) => filledBy === null)) return 'it is approved with an empty seat';
    if (onRoute.some((rule) => rule.state !== 'approved')) return 'it is approved with a rule that is not';
    if (blocks.length > 0) return 'it is approved and blocked';
  }
  if (
    onRoute.some(({ evidence: items, state }) => state === 'approved' && items.some((one) => one.status !== 'passed'))
  )
    return 'a rule is approved on evidence that did not pass';
  // Nothing at all is said of votes where a fact that everything rests on, or a vote, has the wrong form.
  if (rules.every(({ because }) => because === 'It cannot be judged.')) return null;
  const named = new Set([
    ...seats.map(({ filledBy }) => filledBy?.person),
    ...verdict.votesNotCounted.map(({ person }) => person),
  ]);
  const newest = new Map(
    votes.filter(({ decision }) => standing.includes(decision)).map((vote) => [vote.person, vote]),
  );
  const forgotten = [...newest.values()].find(({ person, decision }) => decision === 'approve' && !named.has(person));
  return forgotten === undefined ? null : `nothing is said of the approval of ${forgotten.person}`;
}

const standing = ['approve', 'withdraw', 'block', 'reject'];

const garbage: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  true,
  '',
  'text',
  '\ud800',
  '2026-02-30T00:00:00.000Z',
  '9999-99-99',
  [],
  [null],
  ['text', 5],
  {},
  { unknown: 5 },
  { unknown: 'Nobody knows.' },
  { unknown: '\udc00' },
  { constructor: 'x', hasOwnProperty: null },
];

/** A copy with something else somewhere inside, at most four steps down. */
function spoiled<T>(value: T, chance: Chance, depth = 0): T {
  if (typeof value !== 'object' || value === null || depth === 4 || (depth > 0 && chance.yes(0.2))) {
    return chance.one(garbage) as T;
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return chance.one(garbage) as T;
  const key = chance.yes(0.05) ? chance.one(['__proto__', '\ud800', 'new']) : chance.one(keys);
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  const inner = spoiled(copy[key], chance, depth + 1);
  Object.defineProperty(copy, key, { value: inner, enumerable: true, configurable: true, writable: true });
  return copy as T;
}

/** A deep copy whose maps have their keys in the opposite order. */
function reversed<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  const copy = {};
  for (const [key, member] of Object.entries(value).toReversed()) {
    Object.defineProperty(copy, key, { value: reversed(member), enumerable: true, configurable: true, writable: true });
  }
  return copy as T;
}

interface Case {
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly votes: readonly Vote[];
  readonly now: Instant;
}

function caseOf(number: number): Case {
  const chance = chanceOf(number);
  const policy = randomPolicy(chance);
  const sound = randomFacts(chance);
  const now = chance.yes(0.7) ? '2026-03-02T12:00:00.000Z' : instant(chance);
  const shown = chance.yes(0.25) ? fingerprints(evaluate(policy, sound, [], now).evidence) : {};
  const votes = randomVotes(chance, sound, shown);
  const times = chance.yes(0.5) ? 0 : 1 + chance.below(3);
  const facts = Array.from({ length: times }).reduce<Facts>((made) => spoiled(made, chance), sound);
  return { policy, facts, votes: chance.yes(0.05) ? spoiled(votes, chance) : votes, now };
}

describe('any policy with any facts and votes', () => {
  it(`gives a verdict, always the same (${count} cases)`, { timeout: 600_000 + count * 10 }, () => {
    const seen = new Map<string, number>();
    for (let index = 0; index < count; index += 1) {
      const number = (seed + index) | 0;
      const { policy, facts, votes, now } = caseOf(number);
      const where = `COUNTERSIGN_FUZZ=1 COUNTERSIGN_FUZZ_SEED=${number} npx vitest run test/playbook/evaluate-fuzz.test.ts`;
      const first = judged(() => evaluate(policy, facts, votes, now), where);
      const wrong = broken(first.verdict, Array.isArray(votes) ? votes : [], now);
      if (wrong !== null) throw new Error(`${wrong}: ${where}\n${first.text}`);
      if (index % 5 === 0) {
        const again = judged(() => evaluate(policy, reversed(facts), reversed(votes), now), where);
        if (again.text !== first.text)
          throw new Error(`twice judged, twice different: ${where}\n${first.text}\n${again.text}`);
      }
      seen.set(first.verdict.status, (seen.get(first.verdict.status) ?? 0) + 1);
    }
    // Of a few thousand cases chance alone may leave too few of the rarest status.
    if (count < 20_000) return;
    for (const status of ['error', 'blocked', 'waiting', 'approved', 'overridden']) {
      expect({ status, often: (seen.get(status) ?? 0) > count / 200 }).toEqual({ status, often: true });
    }
  });
});

function judged(evaluation: () => Verdict, where: string): { readonly verdict: Verdict; readonly text: string } {
  try {
    const verdict = evaluation();
    return { verdict, text: canonicalJson(verdict) };
  } catch (error) {
    throw new Error(`it threw: ${where}`, { cause: error });
  }
}
