import { z } from 'zod';
import { clockMinutes, mondayOf, wallSpan } from '../freeze.ts';
import { list, weekday, zone } from '../schema/values.ts';
import { orList, weekdayNames } from '../words.ts';
import { wallMs } from '../zone.ts';
import { definePredicate, reads } from './define.ts';

const dayMs = 86_400_000;

const clock = (last: number) =>
  z
    .string()
    .refine((value) => (clockMinutes(value) ?? 9999) <= last, 'a time of day is written "17:00"')
    .meta({
      pattern: String.raw`^(([01]\d|2[0-3]):[0-5]\d${last > 1439 ? '|24:00' : ''})$`,
      description: 'a time of day, as "17:00"',
    });

export const atTimePredicate = definePredicate({
  name: 'at_time',
  summary:
    'Now lies on a listed day between two wall-clock times of the zone; `to` not after `from` is on the next day.',
  schema: z.strictObject({
    zone,
    days: list(weekday).default([...weekday.options]),
    from: clock(1439).default('00:00'),
    to: clock(1440).default('24:00'),
  }),
  words: ({ zone, days, from, to }) => {
    const named = days.length === weekday.options.length ? '' : `${orList(days.map((day) => weekdayNames[day]))} `;
    const next = (clockMinutes(to) ?? 0) > (clockMinutes(from) ?? 0) ? '' : ' of the next day';
    return `it is ${named}between ${from} and ${to}${next} in ${zone}`;
  },
  read: ({ zone, days, from, to }, { nowMs, mayChangeAt }) => {
    const start = (clockMinutes(from) ?? 0) * 60_000;
    const end = (clockMinutes(to) ?? 0) * 60_000;
    const monday = mondayOf(wallMs(nowMs, zone));
    let inside = false;
    for (let day = -7; day < 14; day += 1) {
      if (!days.includes(weekday.options[(day + 7) % 7] ?? 'mon')) continue;
      const midnight = monday + day * dayMs;
      const span = wallSpan(midnight + start, midnight + (end > start ? end : end + dayMs), zone);
      if (span.start <= nowMs && nowMs < span.end) inside = true;
      mayChangeAt(span.start);
      mayChangeAt(span.end);
    }
    return reads(inside, `it is ${inside ? '' : 'not '}${days.join(', ')} between ${from} and ${to} in ${zone}`);
  },
  examples: [
    { value: { zone: 'UTC' }, facts: {}, truth: true },
    { value: { zone: 'UTC', days: ['sun'], from: '03:00', to: '03:01' }, facts: {}, truth: false },
  ],
});
