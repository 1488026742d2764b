import type { Predicates } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { conditionWords } from '../render/condition-words.ts';
import { orList } from '../words.ts';
import { fewerIsTighter, listChange, moreIsTighter, namingIds, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';
import type { Side } from './sides.ts';

/**
 * What changed in who can block and hold, who lifts a block, and what blocks by itself. `told` are the roles of which
 * the rules say already that they lose their seats.
 */
export function vetoChanges(before: Side, after: Side, told: readonly string[]): readonly Change[] {
  const [a, b] = [before.policy.block, after.policy.block];
  const written = (read: (side: Side) => unknown) => [before, after].some((side) => read(side) !== undefined);
  const also = alsoWay(a.alsoWhen, b.alsoWhen);
  const lifted = liftedWay(a, b);
  return [
    ...namedRoles('block', a.by, b.by, written(({ keys }) => keys.block?.by) ? null : told),
    ...(lifted === 'same'
      ? []
      : [
          change(
            'block.lifted_by',
            lifted,
            `a block is lifted by ${liftedWords(b.liftedBy)} instead of ${liftedWords(a.liftedBy)}`,
            a.by,
          ),
        ]),
    ...(also === 'same'
      ? []
      : [
          change(
            'block.also_when',
            also,
            `what blocks by itself: ${alsoWords(b.alsoWhen)}, instead of ${alsoWords(a.alsoWhen)}`,
          ),
        ]),
    ...namedRoles(
      'hold',
      before.policy.hold.by,
      after.policy.hold.by,
      written(({ keys }) => keys.hold?.by) ? null : told,
    ),
  ];
}

/** `told` null: it is written who can. Else every role with a seat can, and a seat that came or went says so itself. */
function namedRoles(
  what: 'block' | 'hold',
  was: readonly string[],
  is: readonly string[],
  told: readonly string[] | null,
): readonly Change[] {
  const lost = was.filter((role) => !is.includes(role));
  if (told === null) {
    const way = moreIsTighter(was, is);
    return way === 'same' ? [] : [change(`${what}.by`, way, `who can ${what}: ${listChange(was, is)}`, lost)];
  }
  const untold = lost.filter((role) => !told.includes(role));
  return untold.length === 0
    ? []
    : [change(`${what}.by`, 'looser', `who can ${what}: takes out ${untold.join(', ')}`, untold)];
}

/** How what blocks by itself changed. Null is never: a condition that came blocks more often, one that went less. */
export function alsoWay(was: Predicates | null, is: Predicates | null): Way {
  if (was === null || is === null) return was === is ? 'same' : was === null ? 'tighter' : 'looser';
  return ({ same: 'same', wider: 'tighter', narrower: 'looser', unknown: 'different' } as const)[scopeOf(was, is)];
}

type Blocking = Pick<EffectivePolicy['block'], 'by' | 'liftedBy'>;

/** How it changed who lifts a block. That only the blocker lifts it is the strictest where every blocker could before. */
export function liftedWay(was: Blocking, is: Blocking): Way {
  if (was.liftedBy === 'same_person' && is.liftedBy === 'same_person') return 'same';
  if (was.liftedBy === 'same_person') return everyBlocker(is.by, is.liftedBy) ? 'looser' : 'different';
  if (is.liftedBy === 'same_person') return everyBlocker(was.by, was.liftedBy) ? 'tighter' : 'different';
  return fewerIsTighter(was.liftedBy, is.liftedBy);
}

function everyBlocker(by: readonly string[], liftedBy: Blocking['liftedBy']): boolean {
  return by.every((role) => liftedBy.includes(role));
}

function liftedWords(by: Blocking['liftedBy']): string {
  return by === 'same_person' ? 'whoever blocked' : orList(by);
}

function alsoWords(condition: Predicates | null): string {
  return condition === null ? 'nothing' : conditionWords(condition, namingIds);
}
