import type { Predicates } from '../keys.ts';
import type { EffectivePolicy, EffectiveRule } from '../playbook.ts';
import { conditionWords } from '../render/condition-words.ts';
import { lengthWords, quoted, seatCount } from '../words.ts';
import {
  fewerIsTighter,
  listChange,
  lowerIsTighter,
  moreIsTighter,
  namingIds,
  ranked,
  sameValue,
  together,
  type Way,
} from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { type Scope, scopeOf } from './predicate-scope.ts';
import { renamedRules } from './rule-renames.ts';
import type { Side } from './sides.ts';
import { conditionWay } from './tree-changes.ts';

/** Rules that are called otherwise and demand the same. */
export function renameChanges(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  return renamedRules(before, after).map(({ was, is }) =>
    change(`${key(was)}.name`, 'neutral', `the rule ${quoted(was)} is called ${quoted(is)}`),
  );
}

/** What changed in the rules: those that went, those that came, those that are not as they were. */
export function ruleChanges(before: Side, after: Side): readonly Change[] {
  const [was, is] = [before.policy.rules, after.policy.rules];
  const gone = was.filter(({ name }) => !is.some((rule) => rule.name === name));
  const came = is.filter(({ name }) => !was.some((rule) => rule.name === name));
  return [
    ...gone.map((rule) =>
      change(key(rule.name), 'looser', `the rule ${quoted(rule.name)} is taken out`, rolesOf(rule)),
    ),
    ...came.map((rule) => change(key(rule.name), 'tighter', `the rule ${quoted(rule.name)} is added`)),
    ...was.flatMap((rule) => {
      const other = is.find(({ name }) => name === rule.name);
      return other === undefined ? [] : changedRule(before, after, rule, other);
    }),
  ];
}

/** What changed in one rule that both sides have. */
export function changedRule(before: Side, after: Side, was: EffectiveRule, is: EffectiveRule): readonly Change[] {
  const kept = was.evidence.filter((id) => after.policy.evidence.some((item) => item.id === id));
  const found: (Change | null)[] = [
    people(was, is),
    condition(before, after, was, is),
    part(was, 'needs.evidence', moreIsTighter(kept, is.evidence), `its evidence: ${listChange(kept, is.evidence)}`),
    facts(was, is),
    part(
      was,
      'options.allow',
      fewerIsTighter(was.allow, is.allow),
      `who may fill a seat all the same: ${listChange(was.allow, is.allow)}`,
      rolesOf(was),
    ),
    part(
      was,
      'options.max_age',
      lowerIsTighter(was.maxAgeMs, is.maxAgeMs),
      `an approval counts for ${lengthWords(is.maxAgeMs)} instead of ${lengthWords(was.maxAgeMs)}`,
    ),
    reason(before, after, was.name),
    was.why === is.why ? null : change(`${key(was.name)}.why`, 'neutral', `${quoted(was.name)} is explained anew`),
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
    // With its first seat, a way on which nobody decided can be approved.
    if (a === undefined) return was.people.length === 0 ? 'different' : 'tighter';
    if (b === undefined) return 'looser';
    return together([fewerIsTighter(a.from, b.from), lowerIsTighter(b.count, a.count)]);
  });
  const loses = pairs.flatMap(({ a }, index) => (a === undefined || ways[index] === 'tighter' ? [] : a.from));
  const sentence = `${quoted(was.name)} needs ${seats(is)} instead of ${seats(was)}`;
  return part(was, 'needs.people', together(ways), sentence, loses);
}

function seats({ people: needs }: EffectiveRule): string {
  if (needs.length === 0) return 'nobody';
  return needs.map(({ from, count }) => `${seatCount(count)} from ${from.join(' or ')}`).join(' and ');
}

/** To apply less often counts as a loosening wherever the rule stands (§10.5), whatever way that closes. */
function condition(before: Side, after: Side, was: EffectiveRule, is: EffectiveRule): Change | null {
  const scope = scopeOf(was.if, is.if);
  if (scope === 'same') return null;
  const found = conditionWay(before.policy, after.policy, was.name, scope);
  const sentence = `${quoted(was.name)} applies ${often[scope]}: ${when(is.if)}, instead of ${when(was.if)}`;
  return part(was, 'if', conditionDirection(scope, found), sentence, rolesOf(was));
}

function conditionDirection(scope: Scope, found: Way): Way {
  if (scope === 'narrower') return found === 'looser' || found === 'same' ? 'looser' : 'different';
  if (scope === 'unknown') return 'different';
  return found === 'same' ? 'tighter' : found;
}

const often = { narrower: 'less often', wider: 'more often', unknown: 'in other cases' } as const;

function when(condition: Predicates | null): string {
  return condition === null ? 'always' : `when ${conditionWords(condition, namingIds)}`;
}

function facts(was: EffectiveRule, is: EffectiveRule): Change | null {
  const scope = scopeOf(was.facts, is.facts);
  if (scope === 'same') return null;
  const way = { unknown: 'different', narrower: 'tighter', wider: 'looser' } as const;
  const words = (map: Predicates | null) => (map === null ? 'nothing' : `that ${conditionWords(map, namingIds)}`);
  return part(was, 'needs.facts', way[scope], `it needs ${words(is.facts)}, instead of ${words(was.facts)}`);
}

function reason(before: Side, after: Side, name: string): Change | null {
  const at = (policy: EffectivePolicy) => policy.rules.find((rule) => rule.name === name)?.reason ?? 'required';
  const ways = (['policy', 'low'] as const).map((level) =>
    ranked(['required', 'optional'], at(before[level]), at(after[level])),
  );
  const way = together(ways);
  const where = ways[0] === 'same' ? ' at low criticality' : ways[1] === 'same' ? ' at high criticality' : '';
  const sentence = way === 'looser' ? `no reason is required any more${where}` : `a reason is required${where}`;
  return way === 'same' ? null : change(`${key(name)}.options.reason`, way, `${quoted(name)}: ${sentence}`);
}

function part(
  rule: EffectiveRule,
  where: string,
  way: Way,
  sentence: string,
  roles: readonly string[] = [],
): Change | null {
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
