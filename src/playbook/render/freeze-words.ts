import type { Freeze } from '../keys.ts';
import { own } from '../own.ts';
import { weekdayNames } from '../words.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** When a freeze holds, on the wall clock of its zone. */
export function freezeWords(freeze: Freeze): string {
  if ('weekly' in freeze) {
    const { from, to } = freeze.weekly;
    return `every week from ${weekTimeWords(from)} to ${weekTimeWords(to)} (${freeze.zone})`;
  }
  return `from ${localWords(freeze.from)} to ${localWords(freeze.to)} (${freeze.zone})`;
}

/** `18 December 2026 17:00` of `2026-12-18T17:00`. */
export function localWords(text: string): string {
  const [date = '', time = ''] = text.split('T');
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year} ${time}`;
}

function weekTimeWords(text: string): string {
  const [day = '', time = ''] = text.split(' ');
  return `${own(weekdayNames, day) ?? day} ${time}`;
}
