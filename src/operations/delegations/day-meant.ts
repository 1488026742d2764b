const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The day that somebody means, as `2026-12-14`, today being such a day too; null for no day. A weekday, or a date without
 * a year, is the next one from today on.
 */
export function dayMeant(words: string, today: string): string | null {
  const text = words.trim().toLowerCase();
  if (text === 'today') return today;
  if (text === 'tomorrow') return shifted(today, 1);
  const weekday = weekdays.findIndex((name) => text === name || (text.length >= 3 && name.startsWith(text)));
  if (weekday >= 0) return shifted(today, (weekday - new Date(`${today}T00:00:00Z`).getUTCDay() + 7) % 7);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return realDay(text);
  const written = /^(\d{1,2})\.?\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?$/.exec(
    text.replace(/^([a-z]+)\s+(\d{1,2})/, '$2 $1'),
  );
  const month = months.indexOf((written?.[2] ?? '').slice(0, 3));
  if (written === null || month < 0) return null;
  const dayIn = (year: number) => realDay(`${year}-${twoDigits(month + 1)}-${twoDigits(Number(written[1]))}`);
  if (written[3] !== undefined) return dayIn(Number(written[3]));
  const year = Number(today.slice(0, 4));
  const soon = dayIn(year);
  return soon !== null && soon >= today ? soon : dayIn(year + 1);
}

function realDay(day: string): string | null {
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) ? day : null;
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
