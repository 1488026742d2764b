const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this is `UTC` or an IANA zone this system knows; offsets and abbreviations are not. */
export function isZone(name: string): boolean {
  if (name === 'UTC') return true;
  if (!/^[A-Z][A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+$/.test(name) || name.startsWith('Etc/GMT')) return false;
  try {
    format(name);
    return true;
  } catch {
    return false;
  }
}

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** The wall clock of a zone, written as if it were UTC: milliseconds since the epoch, to the second. */
export function wallMs(ms: number, zone: string): number {
  if (zone === 'UTC') return Math.floor(ms / 1000) * 1000;
  const read: Record<string, number> = {};
  for (const { type, value } of format(zone).formatToParts(ms)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * The instant at which a zone's wall clock shows `wall` (as `wallMs` writes it). A time skipped by a clock change is
 * the instant of the change; of a repeated time, `occurrence` picks the one.
 */
export function instantOfWall(wall: number, zone: string, occurrence: 'first' | 'second'): number {
  const before = offsetAt(wall - 16 * 3_600_000, zone);
  const after = offsetAt(wall + 16 * 3_600_000, zone);
  const shown = [wall - before, wall - after].filter((ms) => wallMs(ms, zone) === wall);
  if (shown.length > 0) return occurrence === 'first' ? Math.min(...shown) : Math.max(...shown);
  return changeBetween(wall - Math.max(before, after), wall - Math.min(before, after), zone);
}

function offsetAt(ms: number, zone: string): number {
  return wallMs(ms, zone) - Math.floor(ms / 1000) * 1000;
}

/** The first second in `(low, high]` with the offset of `high`. */
function changeBetween(low: number, high: number, zone: string): number {
  const target = offsetAt(high, zone);
  let [inside, outside] = [high, low];
  while (inside - outside > 1000) {
    const middle = Math.floor((inside + outside) / 2000) * 1000;
    if (offsetAt(middle, zone) === target) inside = middle;
    else outside = middle;
  }
  return inside;
}
