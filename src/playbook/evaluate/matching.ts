/** `edges[voter][seat]`: whether the voter may hold the seat. */
export type Edges = readonly (readonly boolean[])[];

/**
 * The maximum bipartite matching of seats and voters that comes first, reading seats in order, voters in order and
 * "empty" last (§8.5): the voter of each seat, null for an empty one.
 */
export function firstMaximumMatching(seats: number, edges: Edges): readonly (number | null)[] {
  const matched = maximumMatching(seats, edges);
  const fixed = new Set<number>();
  const settled = new Set<number>();
  for (let seat = 0; seat < seats; seat += 1) {
    const voter = edges.findIndex(
      (row, one) => row[seat] === true && !settled.has(one) && canHold(seat, one, matched, edges, fixed),
    );
    if (voter < 0) continue;
    fixed.add(seat);
    settled.add(voter);
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
  const open = (seat: number) => edges[voter]?.[seat] === true && !closed.has(seat);
  const empty = matched.findIndex((holder, seat) => holder === null && open(seat));
  if (empty >= 0) {
    matched[empty] = voter;
    return true;
  }
  for (const [seat, holder] of matched.entries()) {
    if (holder === null || !open(seat)) continue;
    closed.add(seat);
    if (seatVoter(holder, matched, edges, closed)) {
      matched[seat] = voter;
      return true;
    }
  }
  return false;
}

/** Gives the seat to a voter without a fixed seat if the matching can stay as large; changes `matched` then. */
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
  const trial = [...matched];
  if (before >= 0) trial[before] = null;
  trial[seat] = voter;
  if (before >= 0 && holder !== null) {
    const seated = new Set(trial);
    // A seat from which one free voter led nowhere leads nowhere for the next one either.
    const closed = new Set([...fixed, seat]);
    if (!edges.some((_, one) => !seated.has(one) && seatVoter(one, trial, edges, closed))) return false;
  }
  matched.splice(0, matched.length, ...trial);
  return true;
}
