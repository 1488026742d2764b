import type { UnknownFact } from '../verdict.ts';

/** What one evaluation writes down on its way: instants at which it may differ, and facts it missed. */
export interface Notes {
  readonly mayChangeAt: (ms: number) => void;
  readonly missed: (unknown: UnknownFact) => void;
  /** The first noted instant after this one; null if none. */
  readonly nextAfter: (ms: number) => number | null;
  /** Each missed fact once, in order of first mention. */
  readonly unknown: () => readonly UnknownFact[];
}

export function takeNotes(): Notes {
  const instants = new Set<number>();
  const unknown = new Map<string, UnknownFact>();
  return {
    mayChangeAt: (ms) => void instants.add(ms),
    missed: (one) => {
      const key = `${one.fact}\n${one.effect}`;
      if (!unknown.has(key)) unknown.set(key, one);
    },
    nextAfter: (ms) => {
      let next: number | null = null;
      for (const one of instants) if (one > ms && one < (next ?? Infinity)) next = one;
      return next;
    },
    unknown: () => [...unknown.values()],
  };
}

/** Runs a reader of facts; facts of the wrong shape become a sentence instead of an exception. */
export function attempt<T>(read: () => T): { readonly value: T } | { readonly malformed: string } {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return { malformed: error.message };
    throw error;
  }
}
