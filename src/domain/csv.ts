/**
 * One line of CSV (RFC 4180), without its end. What a spreadsheet would take for a formula begins with an apostrophe.
 * Numbers and text that is nothing but a decimal number stay as they are.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(cell).join(',');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return value;
  const safe = /^[\s]*[=+\-@\t\r]/.test(value) || /^[＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
