import { provisionalDays } from '#cost/data-span.ts';
import { dayCount, shiftDay } from '#cost/day.ts';
import type { CostDay } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';

/** Bills change for weeks, so that many days are read anew each night, and more once a week. */
const nightlyDays = 35;
const weeklyDays = 65;
/** How far back a bill is kept, which is also the most that can be asked for. */
export const keptDays = 400;

/** How far a bill has been read. Days are of the reporting zone. */
export interface ReadSoFar {
  /** The first day the source has; null while it has nothing. */
  readonly firstDay: CostDay | null;
  /** Days from this one on are read in this pass; null before the first. */
  readonly readFrom: CostDay | null;
  /** The day on which it was last read; null before the first. */
  readonly readOn: CostDay | null;
  /** The day on which older days were last read too; null until the first pass is through. */
  readonly wideOn: CostDay | null;
  /** Whether the last reading left older days for the next. */
  readonly olderNext: boolean;
  /** Older days of which lines have come since they were read, oldest first, and whether a piece of them is next. */
  readonly changedDays: readonly CostDay[];
  readonly changedNext: boolean;
}

/** Days to read next, and how far it is when they are stored. */
export interface NextWindow extends DaySpan {
  readonly readFrom: CostDay;
  readonly wideOn: CostDay | null;
  /** Whether older days follow at once. */
  readonly more: boolean;
}

/**
 * Which days of a bill are read now. The first pass goes back to the bill's first day in pieces, one after the other.
 * Afterwards each night reads 35 days, after missed nights as many more, and one piece of older days that are known to
 * have changed, the newest first; each week reads 65 and one piece of older days in turn, so that no day is believed
 * for ever.
 */
export function nextWindow(known: ReadSoFar, today: CostDay): NextWindow {
  const floor = shiftDay(today, 1 - keptDays);
  const oldest = known.firstDay !== null && known.firstDay > floor ? known.firstDay : floor;
  const { readFrom, wideOn, firstDay } = known;
  const changed = known.changedNext && known.readOn === today ? known.changedDays.at(-1) : undefined;
  if (readFrom !== null && changed !== undefined) {
    const least = later(shiftDay(changed, 1 - nightlyDays), oldest);
    const first = known.changedDays.find((day) => day >= least) ?? changed;
    return { first, last: changed, readFrom, wideOn, more: known.olderNext };
  }
  if (readFrom !== null && known.olderNext && known.readOn === today) return olderPiece(readFrom, oldest, known, today);
  const weekly = wideOn !== null && dayCount({ first: wideOn, last: today }) > 7;
  const usual = shiftDay(today, 1 - (weekly ? weeklyDays : nightlyDays));
  const missed = known.readOn === null ? usual : shiftDay(known.readOn, -provisionalDays);
  const first = later(missed < usual ? missed : usual, floor);
  const from = readFrom === null || (weekly && readFrom <= oldest) ? first : readFrom;
  const left = firstDay !== null && from > oldest;
  const through = firstDay !== null && wideOn === null && !left;
  return {
    first,
    last: today,
    readFrom: from,
    wideOn: weekly || through ? today : wideOn,
    more: left && (weekly || wideOn === null),
  };
}

function olderPiece(readFrom: CostDay, oldest: CostDay, { wideOn }: ReadSoFar, today: CostDay): NextWindow {
  const first = later(shiftDay(readFrom, -nightlyDays), oldest);
  const left = wideOn === null && first > oldest;
  return { first, last: shiftDay(readFrom, -1), readFrom: first, wideOn: left ? null : (wideOn ?? today), more: left };
}

function later(a: CostDay, b: CostDay): CostDay {
  return a > b ? a : b;
}
