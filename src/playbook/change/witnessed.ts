import type { Change, Direction, PolicyChange } from './policy-change.ts';

/** A change as one playbook shows it, and where it is told. */
export interface Witness {
  readonly file: string;
  readonly key: string;
  readonly change: Change;
  /** Whether requests are decided by the playbook that shows it. */
  readonly governs: boolean;
  /** Whether it is told where it is shown. */
  readonly own: boolean;
}

/**
 * Every change once, in the order it is first shown. Its direction and what it takes from whom are those of the
 * playbooks that decide by it; where none does, its own.
 */
export function witnessed(witnesses: readonly Witness[]): readonly PolicyChange[] {
  const groups = Map.groupBy(witnesses, ({ file, key }) => `${file} ${key}`);
  return [...groups.values()].flatMap((group): readonly PolicyChange[] => {
    const [first] = group;
    if (first === undefined) return [];
    const governing = group.filter(({ governs }) => governs);
    const shown = (governing.length > 0 ? governing : group).map((one) => one.change);
    const told = group.find(({ own }) => own) ?? first;
    return [
      {
        file: first.file,
        key: first.key,
        direction: joined(shown.map(({ direction }) => direction)),
        sentence: told.change.sentence,
        disempowers: [...new Set(shown.flatMap(({ disempowers }) => disempowers))].sort(),
      },
    ];
  });
}

/** What goes one way here and another way there cannot be told. */
function joined(directions: readonly Direction[]): Direction {
  const found = new Set(directions.filter((one) => one !== 'neutral'));
  const [only] = found;
  if (only === undefined) return 'neutral';
  return found.size === 1 ? only : 'different';
}
