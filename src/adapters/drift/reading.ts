import type { Comparator, DriftReading } from '#domain/drift.ts';

/** Whether a value is past its limit; null where one of the three is not known. */
export function isPast(value: number | null, comparator: Comparator | null, threshold: number | null): boolean | null {
  if (value === null || comparator === null || threshold === null) return null;
  switch (comparator) {
    case '>':
      return value > threshold;
    case '>=':
      return value >= threshold;
    case '<':
      return value < threshold;
    case '<=':
      return value <= threshold;
  }
}

/** A reading; what its detector does not say of the limit follows from value, comparator and limit. */
export function reading(told: DriftReading): DriftReading {
  return { ...told, breach: told.breach ?? isPast(told.value, told.comparator, told.threshold) };
}

/** `breach` if a reading is; `failed` where none can be told of at all. */
export function statusOf(readings: readonly DriftReading[]): 'breach' | 'ok' | 'failed' {
  if (readings.some(({ breach }) => breach === true)) return 'breach';
  return readings.some(({ value, breach }) => value !== null || breach !== null) ? 'ok' : 'failed';
}
