/**
 * `down` resets the connection before anything is done; `slow` answers late, after the work; `too-many-requests` and
 * `error-500` refuse before the work; `lost-answer` does the work and resets the connection; `stale-reads` answers
 * reads from the past.
 */
export type FaultName = 'down' | 'slow' | 'too-many-requests' | 'error-500' | 'lost-answer' | 'stale-reads';

export interface FaultOptions {
  /** slow: how late, and Infinity is never; stale-reads: how far back. */
  readonly ms?: number;
  /** stale-reads: how many of the writes made since the fault began are not seen yet; 1 if `ms` is not given either. */
  readonly writes?: number;
  readonly retryAfterSeconds?: number;
  /** Ends by itself after so many requests. */
  readonly times?: number;
  /** Touches only these; otherwise both, and stale-reads only reads. */
  readonly on?: 'reads' | 'writes';
}

export interface Faults {
  set(name: FaultName, options?: FaultOptions): void;
  /** Ends one fault, or all. */
  clear(name?: FaultName): void;
  active(): ReadonlyMap<FaultName, FaultOptions>;
}

/** The switchboard, and what a request meets: every fault met counts down. */
export interface FaultBoard extends Faults {
  meet(write: boolean): ReadonlyMap<FaultName, FaultOptions>;
}

export function faultBoard(): FaultBoard {
  const set = new Map<FaultName, { readonly options: FaultOptions; left: number }>();
  return {
    set: (name, options = {}) => {
      set.set(name, { options, left: options.times ?? Number.POSITIVE_INFINITY });
    },
    clear: (name) => {
      if (name === undefined) set.clear();
      else set.delete(name);
    },
    active: () => new Map([...set].map(([name, { options }]) => [name, options])),
    meet(write) {
      const met = new Map<FaultName, FaultOptions>();
      for (const [name, fault] of set) {
        const only = fault.options.on ?? (name === 'stale-reads' ? 'reads' : undefined);
        if (only !== undefined && (only === 'writes') !== write) continue;
        met.set(name, fault.options);
        fault.left -= 1;
        if (fault.left <= 0) set.delete(name);
      }
      return met;
    },
  };
}
