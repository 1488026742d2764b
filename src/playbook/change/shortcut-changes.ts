import type { AutoApprove, BreakGlass } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { conditionWords } from '../render/condition-words.ts';
import { andList, lengthWords, orList, quoted, seatCount } from '../words.ts';
import {
  fewerIsTighter,
  higherIsTighter,
  lowerIsTighter,
  moreIsTighter,
  namingIds,
  ranked,
  sameValue,
  together,
  type Way,
} from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';
import { empoweredRoles } from './sides.ts';

/** What changed in the ways past the tree. */
export function shortcutChanges(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const loses = empoweredRoles(before);
  return [
    ...optional(
      { key: 'auto_approve', what: 'approval without people', compare: autoWay, words: autoWords, loses },
      before.autoApprove,
      after.autoApprove,
    ),
    ...optional(
      { key: 'break_glass', what: 'break-glass', compare: glassWay, words: glassWords, loses },
      before.breakGlass,
      after.breakGlass,
    ),
  ];
}

interface Shortcut<T> {
  readonly key: string;
  readonly what: string;
  readonly compare: (was: T, is: T) => Way;
  readonly words: (one: T) => string;
  readonly loses: readonly string[];
}

function optional<T>(
  { key, what, compare, words, loses }: Shortcut<T>,
  was: T | null,
  is: T | null,
): readonly Change[] {
  if (sameValue(was, is)) return [];
  if (is === null) return [change(key, 'tighter', `${what} is taken out`)];
  if (was === null) return [change(key, 'looser', `${what} is added: ${words(is)}`, loses)];
  const way = compare(was, is);
  if (way === 'same') return [change(key, 'neutral', `${what} is worded anew`)];
  return [change(key, way, `${what}: ${words(is)}; before, ${words(was)}`, loses)];
}

type Automatic = AutoApprove & { readonly evidence: readonly string[] };

/** How approval without people changed: for fewer requests, on more evidence or with more of it reviewed is tighter. */
export function autoWay(was: Automatic, is: Automatic): Way {
  const when = ({ same: 'same', narrower: 'tighter', wider: 'looser', unknown: 'different' } as const)[
    scopeOf(was.if, is.if)
  ];
  return together([when, moreIsTighter(was.evidence, is.evidence), sampleWay(was.sample, is.sample)]);
}

function sampleWay(was: AutoApprove['sample'], is: AutoApprove['sample']): Way {
  if (was === null || is === null) return was === is ? 'same' : was === null ? 'tighter' : 'looser';
  return together([
    higherIsTighter(was.ratePercent, is.ratePercent),
    lowerIsTighter(was.withinMs, is.withinMs),
    sameValue(was.by, is.by) ? 'same' : 'different',
  ]);
}

function autoWords({ if: condition, evidence, sample }: Automatic): string {
  const passed = evidence.length === 0 ? '' : `, and ${andList(evidence.map(quoted))} passed`;
  const drawn =
    sample === null
      ? 'none of it reviewed'
      : `${sample.ratePercent} percent of it reviewed by ${orList(sample.by)} within ${lengthWords(sample.withinMs)}`;
  return `if ${conditionWords(condition, namingIds)}${passed}, ${drawn}`;
}

/** How break-glass changed: by fewer roles, more people, for less and for shorter, with an earlier review is tighter. */
export function glassWay(was: BreakGlass, is: BreakGlass): Way {
  return together([
    fewerIsTighter(was.by, is.by),
    higherIsTighter(was.count, is.count),
    fewerIsTighter(was.onlyFor, is.onlyFor),
    lowerIsTighter(was.validForMs, is.validForMs),
    lowerIsTighter(was.review.withinMs, is.review.withinMs),
    sameValue(was.review.by, is.review.by) ? 'same' : 'different',
    ranked(['rollback', 'escalate'], was.review.ifMissed, is.review.ifMissed),
  ]);
}

function glassWords({ by, count, onlyFor, validForMs, review }: BreakGlass): string {
  const missed = review.ifMissed === 'rollback' ? 'undone' : 'reported';
  return `${seatCount(count)} from ${orList(by)} for ${orList(onlyFor)}, valid for ${lengthWords(validForMs)}, reviewed by ${orList(review.by)} within ${lengthWords(review.withinMs)}, else ${missed}`;
}
