/** `edges[voter][seat]`: whether the voter may hold the seat. */
export type Edges = readonly (readonly boolean[])[];

/**
 * The maximum bipartite matching of seats and voters that comes first, reading seats in order, voters in order and
 * "empty" last (§8.5): the voter of each seat, null for an empty one.
 */
export function firstMaximumMatching(seats: number, edges: Edges): readonly (number | null)[] {
  const matched = maximumMatching(seats, edges);
  const fixed = new Set<number>();
  for (let seat = 0; seat < seats; seat += 1) {
    if (edges.some((row, voter) => row[seat] === true && canHold(seat, voter, matched, edges, fixed))) fixed.add(seat);
  }
  return matched;
}

/** How many seats can be filled at once. */
export function matchingSize(seats: number, edges: Edges): number {
  return maximumMatching(seats, edges).filter((voter) => voter !== null).length;
}

function maximumMatching(seats: number, edges: Edges): (number | null)[] {
  const matched = Array.from<number | null>({ length: seats }).fill(null);
  for (let voter = 0; voter < edges.length; voter += 1) seatVoter(voter, matched, edges, new Set());
  return matched;
}

/** Finds the voter a seat, moving others along an augmenting path that leaves `closed` seats alone. */
function seatVoter(voter: number, matched: (number | null)[], edges: Edges, closed: Set<number>): boolean {
  for (let seat = 0; seat < matched.length; seat += 1) {
    if (edges[voter]?.[seat] !== true || closed.has(seat)) continue;
    closed.add(seat);
    const holder = matched[seat] ?? null;
    if (holder === null || seatVoter(holder, matched, edges, closed)) {
      matched[seat] = voter;
      return true;
    }
  }
  return false;
}

/** Gives the seat to the voter if the matching can stay as large without touching fixed seats; changes `matched` then. */
function canHold(
  seat: number,
  voter: number,
  matched: (number | null)[],
  edges: Edges,
  fixed: ReadonlySet<number>,
): boolean {
  const holder = matched[seat] ?? null;
  if (holder === voter) return true;
  const before = matched.indexOf(voter);
  if (before >= 0 && fixed.has(before)) return false;
  const trial = [...matched];
  if (before >= 0) trial[before] = null;
  trial[seat] = voter;
  if (before >= 0 && holder !== null) {
    const free = edges.map((_, one) => one).filter((one) => !trial.includes(one));
    const closed = [...fixed, seat];
    if (!free.some((one) => seatVoter(one, trial, edges, new Set(closed)))) return false;
  }
  matched.splice(0, matched.length, ...trial);
  return true;
}
