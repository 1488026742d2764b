const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of `30m`, `2h`, `7d` or `2w`, a day being 24 hours exactly; null for other text. */
export function durationMs(text: string): number | null {
  const match = /^(\d{1,5})([mhdw])$/.exec(text);
  const unit = match?.[2];
  if (unit !== 'm' && unit !== 'h' && unit !== 'd' && unit !== 'w') return null;
  return Number(match?.[1]) * unitMs[unit];
}
