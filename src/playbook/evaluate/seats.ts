import type { EffectiveRule } from '../playbook.ts';
import type { SeatHolder } from '../verdict.ts';
import { voteFails } from './count-vote.ts';
import { seatFails, whoFails } from './eligible.ts';
import type { Evaluation } from './evaluation.ts';
import { firstMaximumMatching } from './matching.ts';
import type { Standing } from './standing-votes.ts';

/** One seat to fill: the pool of roles, of one need of one rule. */
export interface OpenSeat {
  readonly rule: EffectiveRule;
  readonly roles: readonly string[];
  /** The same for seats that the same people can fill, of whatever rule. */
  readonly key: string;
}

/** The seats of some rules, ordered by rule, need and number. */
export function seatsOf(rules: readonly EffectiveRule[]): readonly OpenSeat[] {
  return rules.flatMap((rule) =>
    rule.people.flatMap(({ from, count }) =>
      Array.from({ length: count }, () => ({ rule, roles: from, key: keyOf(rule, from) })),
    ),
  );
}

function keyOf({ allow, maxAgeMs, reason }: EffectiveRule, from: readonly string[]): string {
  return `${from.join()} ${allow.join()} ${maxAgeMs} ${reason}`;
}

/** A person who can cast a vote, and for whom. */
export interface Caster extends SeatHolder {
  readonly voter: string;
}

/** Answers who may fill which seat; each question is worked out once. */
export interface SeatBook {
  readonly counts: (one: Standing, seat: OpenSeat) => boolean;
  /** Everybody who is linked, active and human, for themselves and for each principal of theirs, by id. */
  readonly casters: () => readonly Caster[];
  /** Whether a fresh approval by them would count (§8.4, lines 1 and 3 to 5). */
  readonly eligible: (caster: Caster, seat: OpenSeat) => boolean;
  /** The same book if nobody who can vote had said no, which keeps people from acting for them (line 5). */
  readonly willing: () => SeatBook;
}

export function seatBook(ev: Evaluation): SeatBook {
  const counted: Memory<Standing> = new Map();
  const fit: Memory<Caster> = new Map();
  let all: readonly Caster[] | null = null;
  let unopposed: SeatBook | null = null;
  const book: SeatBook = {
    counts: (one, seat) => remembered(counted, seat.key, one, () => voteFails(ev, seat.rule, seat.roles, one) === null),
    casters: () => {
      all ??= castersOf(ev);
      return all;
    },
    eligible: (caster, seat) =>
      remembered(fit, seat.key, caster, () =>
        seat.roles.some((role) => seatFails(ev, seat.rule, role, { ...caster, votedMs: ev.nowMs }) === null),
      ),
    willing: () => {
      unopposed ??= withoutNo(ev, book);
      return unopposed;
    },
  };
  return book;
}

/** Whoever can vote can take a no back; that of somebody who cannot vote any more stays. */
function withoutNo(ev: Evaluation, book: SeatBook): SeatBook {
  const stays = ev.standing.filter(({ vote }) => vote.decision === 'approve' || whoFails(ev, vote.person) !== null);
  if (stays.length === ev.standing.length) return book;
  return seatBook({ ...ev, standingOf: new Map(stays.map((one) => [one.vote.person, one])) });
}

/** Answers by key of a seat, then by who was asked about. */
type Memory<K> = Map<string, Map<K, boolean>>;

function remembered<K>(memory: Memory<K>, key: string, who: K, find: () => boolean): boolean {
  const ofKey = memory.get(key) ?? new Map<K, boolean>();
  memory.set(key, ofKey);
  const known = ofKey.get(who) ?? find();
  ofKey.set(who, known);
  return known;
}

function castersOf(ev: Evaluation): readonly Caster[] {
  const casters: Caster[] = [];
  for (const person of Object.keys(ev.facts.people).sort()) {
    if (whoFails(ev, person) !== null) continue;
    casters.push({ person, actingFor: null, voter: person });
    const principals = new Set(ev.delegationsTo(person).map(({ from }) => from));
    principals.delete(person);
    for (const from of [...principals].sort()) casters.push({ person, actingFor: from, voter: from });
  }
  return casters;
}

/** Votes for the same person, with the seats one of them counts for. */
export interface Voter {
  readonly voter: string;
  readonly votes: readonly Standing[];
  readonly fits: readonly boolean[];
}

/** The voters who may hold some of these seats, ordered by first counting vote, then id. */
export function votersFor(seats: readonly OpenSeat[], standing: readonly Standing[], book: SeatBook): readonly Voter[] {
  const byVoter = Map.groupBy(
    standing.filter((one) => seats.some((seat) => book.counts(one, seat))),
    ({ voter }) => voter,
  );
  const first = (votes: readonly Standing[]) => Math.min(...votes.map(({ atMs }) => atMs));
  return [...byVoter]
    .map(([voter, votes]) => ({
      voter,
      votes,
      fits: seats.map((seat) => votes.some((one) => book.counts(one, seat))),
    }))
    .sort((a, b) => first(a.votes) - first(b.votes) || (a.voter < b.voter ? -1 : 1));
}

/** Who holds each seat (§8.5), null for an empty one. */
export function assignSeats(
  seats: readonly OpenSeat[],
  standing: readonly Standing[],
  book: SeatBook,
): readonly (Standing | null)[] {
  const voters = votersFor(seats, standing, book);
  const edges = voters.map(({ fits }) => fits);
  return firstMaximumMatching(seats.length, edges).map((voter, index) => {
    const seat = seats[index];
    if (voter === null || seat === undefined) return null;
    return voters[voter]?.votes.find((one) => book.counts(one, seat)) ?? null;
  });
}
