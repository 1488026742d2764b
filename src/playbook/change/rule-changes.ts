import type { EffectivePolicy, EffectiveRule } from '../playbook.ts';
import { lengthWords, quoted } from '../words.ts';
import {
  fewerIsTighter,
  listChange,
  lowerIsTighter,
  moreIsTighter,
  ranked,
  sameValue,
  together,
  type Way,
} from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';
import { alwaysUnderAll, type Side, seatedRoles } from './sides.ts';

/** What changed in the rules: those that went, those that came, those that are not as they were. */
export function ruleChanges(before: Side, after: Side): readonly Change[] {
  const [was, is] = [before.policy.rules, after.policy.rules];
  const gone = was.filter(({ name }) => !is.some((rule) => rule.name === name));
  const came = is.filter(({ name }) => !was.some((rule) => rule.name === name));
  return [
    ...gone.map((rule) =>
      change(key(rule.name), 'looser', `the rule ${quoted(rule.name)} is taken out`, rolesOf(rule)),
    ),
    ...came.map((rule) => addedRule(before.policy, rule)),
    ...was.flatMap((rule) => {
      const other = is.find(({ name }) => name === rule.name);
      return other === undefined ? [] : changed(before, after, rule, other);
    }),
  ];
}

/** A rule more is tighter, except where nothing could be approved for want of people. */
function addedRule(before: EffectivePolicy, rule: EffectiveRule): Change {
  const nobody = seatedRoles(before).length === 0 && rule.people.length > 0;
  const why = nobody ? '; before it nobody decided here, so nothing was approved' : '';
  return change(key(rule.name), nobody ? 'different' : 'tighter', `the rule ${quoted(rule.name)} is added${why}`);
}

function changed(before: Side, after: Side, was: EffectiveRule, is: EffectiveRule): readonly Change[] {
  const found: (Change | null)[] = [
    people(was, is),
    condition(before, after, was, is),
    part(was, 'needs.evidence', moreIsTighter(was.evidence, is.evidence), listChange(was.evidence, is.evidence), []),
    facts(was, is),
    part(was, 'options.allow', fewerIsTighter(was.allow, is.allow), listChange(was.allow, is.allow), rolesOf(was)),
    part(
      was,
      'options.max_age',
      lowerIsTighter(was.maxAgeMs, is.maxAgeMs),
      `an approval counts for ${lengthWords(is.maxAgeMs)} instead of ${lengthWords(was.maxAgeMs)}`,
      [],
    ),
    reason(before, after, was.name),
    was.why === is.why ? null : change(`${key(was.name)}.why`, 'neutral', 'the explanation on the card is worded anew'),
  ];
  return found.filter((one) => one !== null);
}

/** Needs are compared one by one in their order; one that went or came is a seat less or more. */
function people(was: EffectiveRule, is: EffectiveRule): Change | null {
  if (sameValue(was.people, is.people)) return null;
  const pairs = Array.from({ length: Math.max(was.people.length, is.people.length) }, (_, index) => ({
    a: was.people[index],
    b: is.people[index],
  }));
  const ways = pairs.map(({ a, b }): Way => {
    if (a === undefined) return was.people.length === 0 ? 'different' : 'tighter';
    if (b === undefined) return 'looser';
    return together([fewerIsTighter(a.from, b.from), lowerIsTighter(b.count, a.count)]);
  });
  const loses = pairs.flatMap(({ a, b }, index) =>
    a === undefined || ways[index] === 'tighter' ? [] : b === undefined ? a.from : a.from,
  );
  const sentence = `${quoted(was.name)} needs ${seats(is)} instead of ${seats(was)}`;
  return part(was, 'needs.people', together(ways), sentence, loses);
}

function seats({ people: needs }: EffectiveRule): string {
  if (needs.length === 0) return 'nobody';
  return needs.map(({ from, count }) => `${count} of ${from.join(' or ')}`).join(' and ');
}

/** Under `all` a rule that applies less often is a need less; elsewhere it also closes a way, and nobody can tell. */
function condition(before: Side, after: Side, was: EffectiveRule, is: EffectiveRule): Change | null {
  const scope = scopeOf(was.if, is.if);
  if (scope === 'same') return null;
  const plain = alwaysUnderAll(before.policy, was.name) && alwaysUnderAll(after.policy, was.name);
  const way: Way = !plain || scope === 'unknown' ? 'different' : scope === 'narrower' ? 'looser' : 'tighter';
  const how = scope === 'narrower' ? 'less often' : scope === 'wider' ? 'more often' : 'in other cases';
  return part(was, 'if', way, `${quoted(was.name)} applies ${how}`, rolesOf(was));
}

function facts(was: EffectiveRule, is: EffectiveRule): Change | null {
  const scope = scopeOf(was.facts, is.facts);
  if (scope === 'same') return null;
  const way: Way = scope === 'unknown' ? 'different' : scope === 'narrower' ? 'tighter' : 'looser';
  const how = way === 'tighter' ? 'more' : way === 'looser' ? 'less' : 'something else';
  return part(was, 'needs.facts', way, `${quoted(was.name)} demands ${how} of the facts`, []);
}

function reason(before: Side, after: Side, name: string): Change | null {
  const at = (policy: EffectivePolicy) => policy.rules.find((rule) => rule.name === name)?.reason ?? 'required';
  const ways = (['policy', 'low'] as const).map((level) =>
    ranked(['required', 'optional'], at(before[level]), at(after[level])),
  );
  const way = together(ways);
  const sentence = way === 'looser' ? 'a reason is no longer required' : 'a reason is required';
  return way === 'same' ? null : change(`${key(name)}.options.reason`, way, `${quoted(name)}: ${sentence}`);
}

function part(rule: EffectiveRule, where: string, way: Way, sentence: string, roles: readonly string[]): Change | null {
  if (way === 'same') return null;
  const named = sentence.startsWith('“') ? sentence : `${quoted(rule.name)}: ${sentence}`;
  return change(`${key(rule.name)}.${where}`, way, named, roles);
}

function key(name: string): string {
  return `rules[${JSON.stringify(name)}]`;
}

function rolesOf({ people: needs }: EffectiveRule): readonly string[] {
  return needs.flatMap(({ from }) => from);
}
