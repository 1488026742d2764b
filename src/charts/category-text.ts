import { epochMs } from '#domain/instant.ts';
import type { Categories } from './chart.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayMs = 86_400_000;

/** What each category is called: `21 Nov`, `21 Nov 14:00` (UTC), or its name; with the year where years differ. */
export function categoryTexts(categories: Categories): readonly string[] {
  switch (categories.scale) {
    case 'names':
      return categories.names;
    case 'days':
      return dates(categories.days.map(dayStart));
    case 'moments': {
      const times = categories.moments.map(epochMs);
      const texts = dates(times);
      const whole = times.every((at) => at % dayMs === 0);
      return whole ? texts : texts.map((text, at) => `${text} ${clock(times[at] ?? 0)}`);
    }
  }
}

/** Milliseconds since 1970 of a day's midnight, as if its zone were UTC. */
export function dayStart(day: string): number {
  return epochMs(`${day}T00:00:00.000Z`);
}

/** `21 Nov`, in UTC. */
export function dateText(ms: number): string {
  const at = new Date(ms);
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]}`;
}

/** `14:00`, in UTC. */
export function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

function dates(times: readonly number[]): readonly string[] {
  const years = new Set(times.map((ms) => new Date(ms).getUTCFullYear()));
  const texts = times.map(dateText);
  // A year apart, two days would have one name.
  const alike = years.size > 1 && new Set(texts).size < new Set(times).size;
  return alike ? texts.map((text, at) => `${text} ${new Date(times[at] ?? 0).getUTCFullYear()}`) : texts;
}
