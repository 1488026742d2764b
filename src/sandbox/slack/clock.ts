/** The workspace's own clock, in milliseconds since the epoch. It dates messages and ages triggers, URLs and limits. */
export interface WorkspaceClock {
  now(): number;
  advance(ms: number): void;
}

/** Runs with the machine's clock, plus whatever it was moved forward. */
export function liveClock(): WorkspaceClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

/** Stands still until it is moved. */
export function heldClock(startMs: number): WorkspaceClock {
  let now = startMs;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}
