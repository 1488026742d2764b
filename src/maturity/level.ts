import type { Proof } from '#domain/maturity.ts';
import { promotedVersions } from './champions.ts';
import { type LevelCondition, levelConditions } from './level-conditions.ts';
import { notKnown, type Scope } from './scope.ts';

/** What one condition came to, for each level that asks it. */
interface ConditionResult {
  readonly id: string;
  readonly title: string;
  /** Null where it is not known, and `because` says why. */
  readonly value: number | null;
  readonly of: number;
  readonly proof: Proof | null;
  readonly because: string | null;
  readonly level1: ConditionState;
  readonly level2: ConditionState;
  readonly missed: readonly string[];
}
type ConditionState = 'holds' | 'fails' | 'unknown' | 'not_asked';

/** Levels between which the true one lies: the same where all is known. */
export type LevelReading =
  | {
      readonly kind: 'levels';
      readonly atLeast: Level;
      readonly atMost: Level;
      readonly conditions: readonly ConditionResult[];
    }
  | { readonly kind: 'insufficient'; readonly because: string; readonly conditions: readonly ConditionResult[] };
export type Level = 0 | 1 | 2;

const versionsAtLeast = 3;

/** This week's level of a scope, before `settledLevel`. Fewer than three promoted versions are too few to tell. */
export function readLevel(scope: Scope): LevelReading {
  const conditions = levelConditions.map((condition) => resultOf(condition, scope));
  if (notKnown(scope.facts, ['promotions', 'versions']) === null) {
    const versions = promotedVersions(scope).length;
    if (versions < versionsAtLeast) {
      const because = `${versions} of at least ${versionsAtLeast} promoted versions.`;
      return { kind: 'insufficient', because, conditions };
    }
  }
  const first = conditions.map(({ level1 }) => level1);
  const second = conditions.map(({ level2 }) => level2);
  return {
    kind: 'levels',
    atLeast: levelAs(first, second, ['unknown', 'fails']),
    atMost: levelAs(first, second, ['fails']),
    conditions,
  };
}

/** The highest level none of whose conditions, or those of the level below, is in a state that rules it out. */
function levelAs(
  first: readonly ConditionState[],
  second: readonly ConditionState[],
  against: readonly ConditionState[],
): Level {
  if (first.some((state) => against.includes(state))) return 0;
  return second.some((state) => against.includes(state)) ? 1 : 2;
}

function resultOf(condition: LevelCondition, scope: Scope): ConditionResult {
  const { id, title, level1, level2, proven } = condition;
  const missing = notKnown(scope.facts, condition.sources);
  const measured = missing === null ? condition.measure(scope) : { unknown: missing };
  if (!('value' in measured)) {
    const because = 'unknown' in measured ? measured.unknown : measured.notApplicable;
    return { id, title, value: null, of: 0, proof: null, because, ...states(level1, () => 'unknown'), missed: [] };
  }
  const { value, of, proof, missed } = measured;
  // A gate that had no occasion to reject is neither good nor bad until a drill shows which.
  const untried = proven && proof === 'untried';
  const state = (least: number): ConditionState => (value < least ? 'fails' : untried ? 'unknown' : 'holds');
  const because = untried ? 'It has rejected nothing yet; a drill would show whether it does.' : null;
  const asked = { level1: level1 === null ? ('not_asked' as const) : state(level1), level2: state(level2) };
  return { id, title, value, of, proof, because, ...asked, missed };
}

function states(level1: number | null, state: () => ConditionState) {
  return { level1: level1 === null ? ('not_asked' as const) : state(), level2: state() };
}
