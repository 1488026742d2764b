/**
 * One line of CSV (RFC 4180), without its end. What a spreadsheet would take for a formula begins with an apostrophe.
 * Numbers given as numbers stay as they are.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return cells.map(cell).join(',');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(value) || /^[＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
