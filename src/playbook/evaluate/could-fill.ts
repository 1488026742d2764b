import type { SeatHolder } from '../verdict.ts';
import { type Edges, matchingSize } from './matching.ts';
import { type Caster, type OpenSeat, type SeatBook, type Voter, votersFor } from './seats.ts';
import { heldBack, type Standing } from './standing-votes.ts';

/**
 * For each empty seat, the people eligible for one of the seats whose fresh approval would fill it without emptying
 * another. Who is eligible for none is not listed, even where taking back a no lets somebody else's vote count again.
 */
export function couldFill(
  seats: readonly OpenSeat[],
  holders: readonly (Standing | null)[],
  standing: readonly Standing[],
  book: SeatBook,
): readonly (readonly SeatHolder[])[] {
  const could: SeatHolder[][] = seats.map(() => []);
  const filled = holders.filter((holder) => holder !== null).length;
  if (filled === seats.length) return could;
  const change = changes(standing, seats, book);
  const known = new Map<string, readonly boolean[]>();
  for (const caster of book.casters()) {
    const fresh = seats.map((seat) => book.eligible(caster, seat));
    if (!fresh.includes(true)) continue;
    const changed = change(caster, fresh);
    const helps = known.get(changed.key) ?? seatsHelped(holders, filled, changed.edges());
    known.set(changed.key, helps);
    helps.forEach((does, index) => {
      if (does) could[index]?.push({ person: caster.person, actingFor: caster.actingFor });
    });
  }
  return could;
}

/** Which seats one voter may hold, in order. */
type Row = readonly boolean[];

/** What somebody's fresh approval makes of the edges. Equal keys mean equal edges but for their order. */
interface Change {
  readonly key: string;
  readonly edges: () => Edges;
}

/**
 * Answers what a fresh approval changes: it replaces the person's earlier vote, joins the others of its voter, and
 * where that earlier vote was a no, lets the votes cast for the person count again.
 */
function changes(
  standing: readonly Standing[],
  seats: readonly OpenSeat[],
  book: SeatBook,
): (caster: Caster, fresh: Row) => Change {
  const voters = votersFor(seats, standing, book);
  const byVoter = new Map(voters.map((one) => [one.voter, one]));
  const left = rowsWithout(voters, seats, book);
  const freed = rowsFreed(standing, seats, book);
  return (caster, fresh) => {
    const rows = new Map<string, Row>();
    const join = (voter: string, more: Row) => {
      const others = rows.get(voter) ?? byVoter.get(voter)?.fits;
      rows.set(voter, others === undefined ? more : eitherOf(others, more));
    };
    const without = left(caster.person);
    if (without !== null) rows.set(without.voter, without.row);
    join(caster.voter, fresh);
    const back = freed.get(caster.person);
    if (back !== undefined) join(caster.person, back);
    const parts = [...rows].map(([voter, row]) => `${byVoter.get(voter)?.fits.join() ?? ''}>${row.join()}`);
    return {
      key: parts.sort().join(' '),
      edges: () => [...voters.filter(({ voter }) => !rows.has(voter)).map(({ fits }) => fits), ...rows.values()],
    };
  };
}

function eitherOf(a: Row, b: Row): Row {
  return a.map((fits, index) => fits || b[index] === true);
}

/** Answers which voter a person's counting vote was for, and the row of that voter without it; null if none counts. */
function rowsWithout(
  voters: readonly Voter[],
  seats: readonly OpenSeat[],
  book: SeatBook,
): (person: string) => { readonly voter: string; readonly row: Row } | null {
  const earlier = new Map(voters.flatMap(({ votes }) => votes.map((one) => [one.vote.person, one])));
  const tallies = new Map(
    voters.map(({ voter, votes }) => [
      voter,
      seats.map((seat) => votes.filter((one) => book.counts(one, seat)).length),
    ]),
  );
  return (person) => {
    const before = earlier.get(person);
    if (before === undefined) return null;
    const tally = tallies.get(before.voter) ?? [];
    const row = seats.map((seat, index) => (tally[index] ?? 0) > (book.counts(before, seat) ? 1 : 0));
    return { voter: before.voter, row };
  };
}

/** For each principal whose no holds votes of their delegates back, the seats that these would count for without it. */
function rowsFreed(
  standing: readonly Standing[],
  seats: readonly OpenSeat[],
  book: SeatBook,
): ReadonlyMap<string, Row> {
  const then = book.willing();
  const rows = [...heldBack(standing)].map(([principal, votes]): [string, Row] => [
    principal,
    seats.map((seat) => votes.some((one) => then.counts(one, seat))),
  ]);
  return new Map(rows);
}

/** A seat that anybody may hold is filled by some largest matching: its voter can leave another seat for it. */
function seatsHelped(holders: readonly (Standing | null)[], filled: number, edges: Edges): readonly boolean[] {
  if (matchingSize(holders.length, edges) <= filled) return holders.map(() => false);
  return holders.map((holder, index) => holder === null && edges.some((row) => row[index] === true));
}
