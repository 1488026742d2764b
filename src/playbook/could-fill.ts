import { type Edges, firstMaximumMatching, matchingSize } from './matching.ts';
import { type Caster, type OpenSeat, type SeatBook, votersFor } from './seats.ts';
import type { Standing } from './standing-votes.ts';
import type { SeatHolder } from './verdict.ts';

/** For each empty seat, the eligible people whose fresh approval would fill it without emptying another. */
export function couldFill(
  seats: readonly OpenSeat[],
  holders: readonly (Standing | null)[],
  standing: readonly Standing[],
  book: SeatBook,
): readonly (readonly SeatHolder[])[] {
  const could: SeatHolder[][] = seats.map(() => []);
  const filled = holders.filter((holder) => holder !== null).length;
  if (filled === seats.length) return could;
  const known = new Map<string, readonly boolean[]>();
  for (const caster of book.casters()) {
    const fresh = seats.map((seat) => book.eligible(caster, seat));
    if (!fresh.includes(true)) continue;
    const involved = standing.some(({ vote, voter }) => vote.person === caster.person || voter === caster.voter);
    const key = involved ? `${caster.person}\n${caster.actingFor}` : fresh.join();
    const helps =
      known.get(key) ?? seatsHelped(seats, holders, filled, edgesWith(seats, standing, book, caster, fresh));
    known.set(key, helps);
    helps.forEach((does, index) => {
      if (does) could[index]?.push({ person: caster.person, actingFor: caster.actingFor });
    });
  }
  return could;
}

/** The edges once this person has approved afresh: their earlier vote is replaced. */
function edgesWith(
  seats: readonly OpenSeat[],
  standing: readonly Standing[],
  book: SeatBook,
  caster: Caster,
  fresh: readonly boolean[],
): Edges {
  const others = standing.filter(({ vote }) => vote.person !== caster.person);
  const voters = votersFor(seats, others, book);
  const rest = voters.filter(({ voter }) => voter !== caster.voter).map(({ fits }) => fits);
  const before = voters.find(({ voter }) => voter === caster.voter);
  return [...rest, fresh.map((fits, index) => fits || before?.fits[index] === true)];
}

function seatsHelped(
  seats: readonly OpenSeat[],
  holders: readonly (Standing | null)[],
  filled: number,
  edges: Edges,
): readonly boolean[] {
  if (matchingSize(seats.length, edges) <= filled) return seats.map(() => false);
  return seats.map((_, index) => holders[index] === null && coverable(index, edges));
}

/** Whether some maximum matching fills the seat: the one that reads this seat first does if any does. */
function coverable(seat: number, edges: Edges): boolean {
  const seatFirst = edges.map((row) => [row[seat] === true, ...row.filter((_, index) => index !== seat)]);
  return firstMaximumMatching(seatFirst[0]?.length ?? 0, seatFirst)[0] !== null;
}
