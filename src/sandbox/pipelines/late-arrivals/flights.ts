import { readFileSync } from 'node:fs';

/** A flight as the pretend company saw it. */
export interface Flight {
  /** Whole hours of the departure, 0–23. */
  readonly hour: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Miles, in steps of 200 up to 2,400. */
  readonly distance: number;
  /** Share of flights that left 30 minutes to 3 hours before and came late, in steps of 0.05. */
  readonly lately: number;
  readonly region: Region;
  /** Landed more than 15 minutes late. */
  readonly late: boolean;
}

export type Region = 'West' | 'Central' | 'East';
export const regions: readonly Region[] = ['West', 'Central', 'East'];

/** Flights by day; `day` counts from the epoch. Every day, past or future, has some. */
export interface FlightLog {
  between(fromDay: number, untilDay: number): readonly Flight[];
}

interface RecordedFlight {
  /** Days since 1 January 2001, and the time of day in hours. */
  readonly day: number;
  readonly time: number;
  readonly distance: number;
  readonly region: Region;
  readonly late: boolean;
  readonly lately: number;
}

/** Twelve whole weeks of what was recorded; then it begins again with the other half of the flights. */
const lapDays = 84;
/** How much later everything leaves with each day of the sandbox clock: this is the drift. */
const hoursLaterEachDay = 0.1;
/** 1 January 2001 was a Monday, as was day 4 of the epoch. */
const mondayOfEpoch = 4;

/**
 * 20,000 flights of January to March 2001, from the on-time statistics of the U.S. Bureau of Transportation Statistics
 * (package vega-datasets), laid on the sandbox clock: weekdays stay, each lap of 84 days takes every second flight, so
 * that no flight comes back within 168 days, and the pretend airlines leave 6 minutes later each day. So what a model
 * learned of the hour is worth less the older it is, while all else is as it was recorded.
 */
export function flightLog(folder: URL): FlightLog {
  const days = byDay(recorded(folder));
  return {
    between(fromDay, untilDay) {
      const found: Flight[] = [];
      for (let day = fromDay; day < untilDay; day += 1) {
        const since = day - mondayOfEpoch;
        const half = Math.floor(since / lapDays) & 1;
        const seen = days[((since % lapDays) + lapDays) % lapDays] ?? [];
        for (const [index, flight] of seen.entries()) if ((index & 1) === half) found.push(onDay(flight, day));
      }
      return found;
    },
  };
}

function onDay({ time, distance, region, late, lately }: RecordedFlight, day: number): Flight {
  const weekday = (((day + mondayOfEpoch) % 7) + 7) % 7;
  return { hour: Math.floor((time + day * hoursLaterEachDay) % 24), weekday, distance, region, late, lately };
}

function recorded(folder: URL): RecordedFlight[] {
  const regionOf = regionsOfAirports(folder);
  const rows: unknown = JSON.parse(readFileSync(new URL('flights-20k.json', folder), 'utf8'));
  const flights = (Array.isArray(rows) ? rows : []).map((row: unknown) => recordedFlight(row, regionOf));
  flights.sort((a, b) => a.day * 24 + a.time - (b.day * 24 + b.time));
  return withLately(flights);
}

function recordedFlight(row: unknown, regionOf: ReadonlyMap<string, Region>): RecordedFlight {
  const [date, delay, distance, origin] = ['date', 'delay', 'distance', 'origin'].map((key) =>
    Reflect.get(Object(row), key),
  );
  const at = Date.parse(`${String(date).replaceAll('/', '-').replace(' ', 'T')}:00Z`);
  if (Number.isNaN(at)) throw new Error(`a flight without a date: ${JSON.stringify(row)}`);
  const hours = (at - Date.UTC(2001, 0, 1)) / 3_600_000;
  return {
    day: Math.floor(hours / 24),
    time: hours % 24,
    distance: Math.min(12, Math.floor(Number(distance) / 200)) * 200,
    region: regionOf.get(String(origin)) ?? 'Central',
    late: Number(delay) > 15,
    lately: 0,
  };
}

/** The share is pulled towards none by four flights that came in time, for early hours have few before them. */
function withLately(flights: readonly RecordedFlight[]): RecordedFlight[] {
  const hours = flights.map(({ day, time }) => day * 24 + time);
  let first = 0;
  return flights.map((flight, index) => {
    const now = hours[index] ?? 0;
    while ((hours[first] ?? now) < now - 3) first += 1;
    const before = flights.slice(first, index).filter((_, back) => (hours[first + back] ?? now) < now - 0.5);
    const share = (before.filter(({ late }) => late).length + 1) / (before.length + 5);
    return { ...flight, lately: Math.round(share * 20) / 20 };
  });
}

function byDay(flights: readonly RecordedFlight[]): readonly (readonly RecordedFlight[])[] {
  const days: RecordedFlight[][] = Array.from({ length: lapDays }, () => []);
  for (const flight of flights) days[flight.day]?.push(flight);
  return days;
}

/** By longitude: west of 104° W, up to 87° W, and east of that. */
function regionsOfAirports(folder: URL): Map<string, Region> {
  const [, ...lines] = readFileSync(new URL('airports.csv', folder), 'utf8').trim().split(/\r?\n/);
  return new Map(
    lines.map((line): [string, Region] => {
      const cells = line.split(',');
      const longitude = Number(cells.at(-1));
      return [cells[0] ?? '', longitude < -104 ? 'West' : longitude < -87 ? 'Central' : 'East'];
    }),
  );
}
