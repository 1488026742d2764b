/** Greys of text, lines and grounds on white. */
export const ink = {
  text: '#111827',
  quiet: '#4b5563',
  grid: '#e5e7eb',
  zero: '#6b7280',
  weekend: '#f3f4f6',
  limit: '#b91c1c',
  band: '#dbeafe',
} as const;

/** Told apart by lightness too, for people who see fewer colours; `line` is dark enough for text on white. */
const hues = [
  { fill: '#3b82f6', line: '#1d4ed8' },
  { fill: '#f59e0b', line: '#b45309' },
  { fill: '#0f766e', line: '#0f766e' },
  { fill: '#c084fc', line: '#7e22ce' },
  { fill: '#7f1d1d', line: '#7f1d1d' },
  { fill: '#84cc16', line: '#4d7c0f' },
] as const;
const grey = { fill: '#9ca3af', line: '#4b5563' } as const;

/** The colours of the series at `index`; grey for the sum of all others. */
export function hueOf(index: number, isOther = false): { readonly fill: string; readonly line: string } {
  return isOther ? grey : (hues[index % hues.length] ?? grey);
}
