import { globMatches } from '../glob.ts';

/**
 * Names that a catalogue entry stands for: one, or all with a text that is not empty between two ends. That text is
 * taken to hold no `/`, which registries do not allow in names.
 */
export interface NamePattern {
  readonly before: string;
  /** Null: `before` is the one name. */
  readonly after: string | null;
}

/** The names of `recs/*` or `recs/home`. */
export function namePattern(text: string): NamePattern {
  const [before = '', after] = text.split('*');
  return { before, after: after ?? null };
}

/** Whether every name of the second pattern is one of the first. */
export function includesNames(wide: NamePattern, narrow: NamePattern): boolean {
  if (wide.after === null) return narrow.after === null && narrow.before === wide.before;
  const end = narrow.after ?? narrow.before;
  const room = narrow.after !== null || narrow.before.length > wide.before.length + wide.after.length;
  return room && narrow.before.startsWith(wide.before) && end.endsWith(wide.after);
}

const mostStates = 400;

/** How many of a pattern's names a glob matches; `some` also where it cannot be told. */
export function coverage(glob: string, { before, after }: NamePattern): 'all' | 'none' | 'some' {
  if (after === null) return globMatches(glob, before) ? 'all' : 'none';
  const machine = machineOf(glob);
  const alphabet = new Set(['\uE000', ...machine.letters].filter((letter) => letter !== '/'));
  const start = Array.from(before).reduce(machine.step, machine.start);
  const seen = new Map<string, ReadonlySet<number>>();
  const open = [start];
  for (let states = open.pop(); states !== undefined; states = open.pop()) {
    for (const letter of alphabet) {
      const next = machine.step(states, letter);
      const key = [...next].sort((a, b) => a - b).join();
      if (seen.has(key)) continue;
      seen.set(key, next);
      open.push(next);
    }
    if (seen.size > mostStates) return 'some';
  }
  const ends = new Set(
    [...seen.values()].map((states) => Array.from(after).reduce(machine.step, states).has(machine.end)),
  );
  return ends.size > 1 ? 'some' : ends.has(true) ? 'all' : 'none';
}

type States = ReadonlySet<number>;

interface Machine {
  readonly letters: readonly string[];
  readonly start: States;
  readonly end: number;
  readonly step: (states: States, letter: string) => States;
}

/** A glob as positions between its pieces, of which a text can reach several at once. */
function machineOf(glob: string): Machine {
  const pieces = glob.match(/\*\*+|[^]/gu) ?? [];
  const closed = (states: Set<number>): States => {
    for (const at of states) if (pieces[at]?.startsWith('*') === true) states.add(at + 1);
    return states;
  };
  return {
    letters: pieces.filter((piece) => !piece.startsWith('*') && piece !== '?'),
    start: closed(new Set([0])),
    end: pieces.length,
    step: (states, letter) => {
      const next = new Set<number>();
      for (const at of states) {
        const piece = pieces[at];
        if (piece === undefined) continue;
        if (piece.startsWith('**') || (piece === '*' && letter !== '/')) next.add(at);
        else if (piece === letter || (piece === '?' && letter !== '/')) next.add(at + 1);
      }
      return closed(next);
    },
  };
}
