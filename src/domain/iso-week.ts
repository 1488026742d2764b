const dayMs = 86_400_000;

/** The number of the week that a day as `2026-11-16` is in, by ISO 8601: week 1 has the year's first Thursday. */
export function isoWeek(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  const thursday = at + (3 - ((new Date(at).getUTCDay() + 6) % 7)) * dayMs;
  const first = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - first) / dayMs / 7) + 1;
}
