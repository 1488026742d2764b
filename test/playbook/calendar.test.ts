import moment from 'moment-timezone';
import { describe, expect, it } from 'vitest';
import { freezeSpans } from '#playbook/freeze.ts';
import type { Freeze } from '#playbook/keys.ts';
import { atTimePredicate } from '#playbook/predicates/at-time.ts';
import { instantOfWall, wallMs } from '#playbook/zone.ts';
import { head, scene } from './company.ts';

/** Changes of an hour, of half an hour and of two hours, at midnight, on week-days and week-ends; two zones have none. */
const zones = [
  'Europe/Amsterdam',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Africa/Cairo',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Antarctica/Troll',
];
const minute = 60_000;
const [first, last] = [Date.UTC(2020, 0, 1), Date.UTC(2031, 0, 1)];

interface Change {
  readonly at: number;
  /** Milliseconds east of UTC. */
  readonly before: number;
  readonly after: number;
}

/** The clock changes of a zone from 2020 to 2030 as the other library's own data has them. */
function changesOf(zone: string): readonly Change[] {
  const data = moment.tz.zone(zone);
  if (data === null) throw new Error(`there is no zone ${zone}`);
  const east = (index: number) => (0 - (data.offsets[index] ?? 0)) * minute;
  return data.untils.flatMap((at, index) =>
    at >= first && at < last && east(index) !== east(index + 1)
      ? [{ at, before: east(index), after: east(index + 1) }]
      : [],
  );
}

const changes = new Map(zones.map((zone) => [zone, changesOf(zone)]));
const text = (wall: number) => moment.utc(wall).format('YYYY-MM-DDTHH:mm');

/** The instant a wall time means, by the other library: skipped is the change, repeated the first or the last. */
function meant(wall: number, zone: string, as: 'start' | 'end'): number {
  const near = (changes.get(zone) ?? []).filter(({ at }) => Math.abs(at - wall) < 2 * 86_400_000);
  const offsets = [...near.flatMap(({ before, after }) => [before, after]), moment.tz(wall, zone).utcOffset() * minute];
  const shown = offsets
    .map((offset) => wall - offset)
    .filter((ms) => moment.tz(ms, zone).format('YYYY-MM-DDTHH:mm') === text(wall));
  if (shown.length > 0) return as === 'start' ? Math.min(...shown) : Math.max(...shown);
  const skipping = near.find(({ at, before, after }) => wall >= at + before && wall < at + after);
  if (skipping === undefined) throw new Error(`${text(wall)} is neither shown nor skipped in ${zone}`);
  return skipping.at;
}

/** Wall times every quarter of an hour around a change, as either side of it shows them. */
function wallsAround({ at, before, after }: Change): readonly number[] {
  const center = Math.floor((at + Math.min(before, after)) / (15 * minute)) * 15 * minute;
  return Array.from({ length: 25 }, (_, index) => center + (index - 8) * 15 * minute);
}

const base = { name: 'F', actions: ['promote'] } as const;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `fri 17:00` of a wall time; midnight as `24:00` of the day before when it ends something. */
function weekly(wall: number, as: 'start' | 'end'): string {
  const midnight = as === 'end' && wall % 86_400_000 === 0;
  const day = moment.utc(midnight ? wall - 1 : wall).isoWeekday() - 1;
  return `${days[day]} ${midnight ? '24:00' : moment.utc(wall).format('HH:mm')}`;
}

function local(wall: number, as: 'start' | 'end'): string {
  const midnight = as === 'end' && wall % 86_400_000 === 0;
  return midnight ? `${moment.utc(wall - 1).format('YYYY-MM-DD')}T24:00` : text(wall);
}

describe.each(zones)('the calendar of %s', (zone) => {
  const own = changes.get(zone) ?? [];

  it('is the same in both libraries, from 2020 to 2030', () => {
    for (const { at, before, after } of own) {
      expect([wallMs(at - 1000, zone) - at + 1000, wallMs(at, zone) - at]).toEqual([before, after]);
    }
    for (let at = first; at < last; at += 31 * 3_600_000) {
      expect(wallMs(at, zone) - at).toBe(moment.tz(at, zone).utcOffset() * minute);
    }
  });

  it('gives every wall time around a change the same instant', () => {
    for (const change of own) {
      for (const wall of wallsAround(change)) {
        expect([text(wall), instantOfWall(wall, zone, 'first'), instantOfWall(wall, zone, 'second')]).toEqual([
          text(wall),
          meant(wall, zone, 'start'),
          meant(wall, zone, 'end'),
        ]);
      }
    }
  });

  it('starts and ends freezes there, once and weekly, also over the end of a week and of a day', () => {
    for (const change of own) {
      const walls = wallsAround(change);
      for (const [index, from] of walls.entries()) {
        const ends = [walls[index + 1], walls[index + 7], (walls[0] ?? 0) + 86_400_000, from + 3.5 * 86_400_000];
        const to = ends[index % 4];
        if (to === undefined || to <= from) continue;
        const span = { start: meant(from, zone, 'start'), end: meant(to, zone, 'end') };
        const expected = span.end > span.start ? [span] : [];
        const once: Freeze = { ...base, zone, from: local(from, 'start'), to: local(to, 'end') };
        expect(freezeSpans(once, change.at - 3 * 86_400_000)).toEqual(expected);
        const each: Freeze = { ...base, zone, weekly: { from: weekly(from, 'start'), to: weekly(to, 'end') } };
        const around = freezeSpans(each, Math.min(span.start, change.at) - 1);
        expect(around.filter(({ start }) => start === span.start)).toEqual(expected);
      }
    }
  });

  it('keeps an approved request waiting exactly while the clock on its wall says so', () => {
    const weekend = { from: 'sat 20:00', to: 'sun 06:00' };
    const yaml = `${head}rules: [{name: R, needs: {people: {from: ml}}, options: {max_age: 9999d}}]
timing: {expires_after: 9999d, freeze: [{name: F, zone: ${zone}, weekly: {from: ${weekend.from}, to: ${weekend.to}}}]}`;
    const { judge, approve } = scene(yaml, { facts: { openedAt: '2019-12-01T00:00:00.000Z' } });
    const frozen = (at: number) => {
      const votes = approve('ml-1').map((vote) => ({ ...vote, at: '2019-12-02T00:00:00.000Z' }));
      return judge(votes, {}, new Date(at).toISOString());
    };
    for (const { at } of [...own, { at: Date.UTC(2026, 5, 1) }]) {
      const monday = moment.tz(at, zone).startOf('isoWeek').format('YYYY-MM-DD');
      const start = meant(moment.utc(`${monday}T20:00`).valueOf() + 5 * 86_400_000, zone, 'start');
      const end = meant(moment.utc(`${monday}T06:00`).valueOf() + 6 * 86_400_000, zone, 'end');
      expect(frozen(start - 1)).toMatchObject({ gates: [], nextChangeAt: new Date(start).toISOString() });
      const inside = { gate: 'freeze', name: 'F', until: new Date(end).toISOString() };
      expect(frozen(start)).toMatchObject({ gates: [inside], nextChangeAt: inside.until });
      expect(frozen(end - 1).gates).toMatchObject([inside]);
      expect(frozen(end).gates).toEqual([]);
    }
  });

  it('reads the predicate `at_time` by the same clock', () => {
    for (const change of own) {
      for (const from of wallsAround(change).filter((_, index) => index % 3 === 0)) {
        const to = from + 45 * minute;
        const [start, end] = [meant(from, zone, 'start'), meant(to, zone, 'end')];
        const clock = (wall: number) => moment.utc(wall).format('HH:mm');
        const value = { zone, days: [days[moment.utc(from).isoWeekday() - 1] ?? ''], from: clock(from), to: clock(to) };
        for (const at of [start - 1, start, end - 1, end]) {
          const context = { nowMs: at, mayChangeAt: () => undefined } as never;
          expect(atTimePredicate.judge(value, context).truth).toBe(start <= at && at < end);
        }
      }
    }
  });
});

describe('the ten years', () => {
  it('hold clock changes enough, of every sort', () => {
    const all = [...changes.values()].flat();
    expect(all.length).toBeGreaterThan(180);
    expect(new Set(all.map(({ before, after }) => Math.abs(after - before) / minute))).toEqual(new Set([30, 60, 120]));
    const midnight = all.filter(({ at, before }) => (at + before) % 86_400_000 === 0);
    expect(midnight.length).toBeGreaterThan(10);
  });
});
