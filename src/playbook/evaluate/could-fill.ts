import type { SeatHolder } from '../verdict.ts';
import { type Edges, matchingSize } from './matching.ts';
import { type Caster, type OpenSeat, type SeatBook, type Voter, votersFor } from './seats.ts';
import type { Standing } from './standing-votes.ts';

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
  const change = changes(votersFor(seats, standing, book), seats, book);
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

/** What somebody's fresh approval makes of the edges. Equal keys mean equal edges but for their order. */
interface Change {
  readonly key: string;
  readonly edges: () => Edges;
}

/** Answers what a fresh approval changes: it replaces the person's earlier vote, and joins the others of its voter. */
function changes(
  voters: readonly Voter[],
  seats: readonly OpenSeat[],
  book: SeatBook,
): (caster: Caster, fresh: readonly boolean[]) => Change {
  const byVoter = new Map(voters.map((one) => [one.voter, one]));
  const earlier = new Map(voters.flatMap(({ votes }) => votes.map((one) => [one.vote.person, one])));
  const tallies = new Map(
    voters.map(({ voter, votes }) => [
      voter,
      seats.map((seat) => votes.filter((one) => book.counts(one, seat)).length),
    ]),
  );
  return (caster, fresh) => {
    const rows = new Map<string, readonly boolean[]>();
    const before = earlier.get(caster.person);
    if (before !== undefined) {
      const tally = tallies.get(before.voter) ?? [];
      rows.set(
        before.voter,
        seats.map((seat, index) => (tally[index] ?? 0) > (book.counts(before, seat) ? 1 : 0)),
      );
    }
    const others = rows.get(caster.voter) ?? byVoter.get(caster.voter)?.fits;
    rows.set(
      caster.voter,
      fresh.map((fits, index) => fits || others?.[index] === true),
    );
    const parts = [...rows].map(([voter, row]) => `${byVoter.get(voter)?.fits.join() ?? ''}>${row.join()}`);
    return {
      key: parts.sort().join(' '),
      edges: () => [...voters.filter(({ voter }) => !rows.has(voter)).map(({ fits }) => fits), ...rows.values()],
    };
  };
}

/** A seat that anybody may hold is filled by some largest matching: its voter can leave another seat for it. */
function seatsHelped(holders: readonly (Standing | null)[], filled: number, edges: Edges): readonly boolean[] {
  if (matchingSize(holders.length, edges) <= filled) return holders.map(() => false);
  return holders.map((holder, index) => holder === null && edges.some((row) => row[index] === true));
}
