import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockMinutes, freezeSpans, localMs, weekMinutes } from '#playbook/freeze.ts';
import type { Freeze } from '#playbook/keys.ts';
import { instantOfWall, isZone, wallMs } from '#playbook/zone.ts';

const minute = 60_000;
const actions = ['promote'] as const;

/** Around clock changes of all sorts: an hour, half an hour, at midnight, across the date line, and none. */
const changes: readonly (readonly [string, string])[] = [
  ['Europe/Amsterdam', '2026-03-29T01:00:00Z'],
  ['Europe/Amsterdam', '2026-10-25T01:00:00Z'],
  ['America/New_York', '2026-03-08T07:00:00Z'],
  ['America/New_York', '2026-11-01T06:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['America/St_Johns', '2026-11-01T04:30:00Z'],
  ['Pacific/Apia', '2011-12-30T10:00:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
  ['Asia/Kathmandu', '2026-06-01T00:00:00Z'],
  ['UTC', '2026-06-01T00:00:00Z'],
];

/** The wall clock by the platform's own text, minute by minute. */
function minutes(zone: string, from: number, count: number): readonly { at: number; wall: string }[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return Array.from({ length: count }, (_, i) => {
    const at = from + i * minute;
    return { at, wall: format.format(at).replace(' ', 'T') };
  });
}

/** A start is the first minute that shows the time, an end the last; a time never shown is the first minute beyond. */
function edge(
  clock: readonly { at: number; wall: string }[],
  time: string,
  which: 'first' | 'last',
): number | undefined {
  const shown = clock.filter(({ wall }) => wall === time);
  return (which === 'first' ? shown.at(0) : shown.at(-1))?.at ?? clock.find(({ wall }) => wall > time)?.at;
}

describe('freezes', () => {
  it.each(changes)('agree with a minute-by-minute clock in %s around %s', (zone, change) => {
    const start = Date.parse(change) - 20 * 60 * minute;
    const clock = minutes(zone, start, 40 * 60);
    const inner = clock.slice(8 * 60, 32 * 60);
    const skipped = inner.flatMap(({ at }) => {
      const wall = new Date(Math.floor(wallMs(at, zone) / minute) * minute + 17 * minute).toISOString().slice(0, 16);
      return [wall];
    });
    const times = [...new Set([...inner.map(({ wall }) => wall), ...skipped])].sort();
    fc.assert(
      fc.property(fc.nat(times.length - 1), fc.nat(times.length - 1), fc.nat(clock.length - 1), (a, b, probe) => {
        const [from = '', to = ''] = [times[Math.min(a, b)], times[Math.max(a, b)]];
        fc.pre(from < to);
        const [first, last] = [edge(clock, from, 'first'), edge(clock, to, 'last')];
        if (first === undefined || last === undefined) throw new Error('the clock is too short');
        const at = clock[probe]?.at ?? 0;
        const freeze: Freeze = { name: 'F', zone, from, to, actions };
        const frozen = freezeSpans(freeze, at).some((span) => span.start <= at && at < span.end);
        expect({ zone, from, to, at, frozen }).toEqual({ zone, from, to, at, frozen: first <= at && at < last });
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['Europe/Amsterdam', 'sat 22:00', 'sun 02:30'],
    ['Europe/Amsterdam', 'fri 16:00', 'mon 08:00'],
    ['Europe/Amsterdam', 'sun 02:30', 'sun 04:00'],
    ['America/New_York', 'sun 01:30', 'sun 24:00'],
    ['UTC', 'mon 00:00', 'sun 24:00'],
  ])('repeat every week in %s, %s to %s', (zone, from, to) => {
    const freeze: Freeze = { name: 'F', zone, actions, weekly: { from, to } };
    const begin = Date.parse('2026-02-23T00:00:00Z');
    for (let hour = 0; hour < 24 * 7 * 40; hour += 29) {
      const at = begin + hour * 60 * minute + 7 * minute;
      const wall = wallMs(at, zone);
      const inWeek = (Math.floor(wall / minute) - 4 * 1440) % 10_080;
      const [start, end] = [weekMinutes(from) ?? 0, weekMinutes(to) ?? 0];
      const expected = start < end ? start <= inWeek && inWeek < end : inWeek >= start || inWeek < end;
      const near = ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01'].some(
        (day) => Math.abs(at - Date.parse(`${day}T06:00:00Z`)) < 12 * 60 * minute,
      );
      const frozen = freezeSpans(freeze, at).some((span) => span.start <= at && at < span.end);
      if (!near)
        expect({ at: new Date(at).toISOString(), frozen }).toEqual({
          at: new Date(at).toISOString(),
          frozen: expected,
        });
    }
  });

  it('are closed on the start and open on the end, to the second', () => {
    const freeze: Freeze = {
      name: 'F',
      zone: 'Europe/Amsterdam',
      actions,
      from: '2026-12-18T17:00',
      to: '2026-12-18T24:00',
    };
    expect(freezeSpans(freeze, 0)).toEqual([
      { start: Date.parse('2026-12-18T16:00:00Z'), end: Date.parse('2026-12-18T23:00:00Z') },
    ]);
  });

  it('start at a skipped time when the clock jumps, and end at the second of a repeated one', () => {
    expect(instantOfWall(localMs('2026-03-29T02:30') ?? 0, 'Europe/Amsterdam', 'first')).toBe(
      Date.parse('2026-03-29T01:00:00Z'),
    );
    expect(instantOfWall(localMs('2026-10-25T02:30') ?? 0, 'Europe/Amsterdam', 'first')).toBe(
      Date.parse('2026-10-25T00:30:00Z'),
    );
    expect(instantOfWall(localMs('2026-10-25T02:30') ?? 0, 'Europe/Amsterdam', 'second')).toBe(
      Date.parse('2026-10-25T01:30:00Z'),
    );
  });
});

describe('times as they are written', () => {
  it('read local, weekly and clock times, and nothing else', () => {
    expect(localMs('2026-12-18T17:00')).toBe(Date.parse('2026-12-18T17:00:00Z'));
    expect(localMs('2026-12-18T24:00')).toBe(Date.parse('2026-12-19T00:00:00Z'));
    for (const text of [
      '2026-02-30T10:00',
      '2026-12-18T17:00Z',
      '2026-12-18T17:00:00',
      '2026-12-18 17:00',
      '2026-12-18T24:01',
    ]) {
      expect(localMs(text)).toBeNull();
    }
    expect(weekMinutes('fri 17:00')).toBe(4 * 1440 + 17 * 60);
    expect([weekMinutes('Fri 17:00'), weekMinutes('fri'), weekMinutes('fri 17:00 x')]).toEqual([null, null, null]);
    expect([clockMinutes('24:00'), clockMinutes('24:01'), clockMinutes('7:00')]).toEqual([1440, null, null]);
  });

  it('know zones by their IANA names only', () => {
    expect(['UTC', 'Europe/Amsterdam', 'America/Argentina/Buenos_Aires'].map(isZone)).toEqual([true, true, true]);
    for (const name of ['CET', 'EST', '+02:00', 'GMT+2', 'Etc/GMT+2', 'Europe/Amsterdm', ''])
      expect(isZone(name)).toBe(false);
  });
});
