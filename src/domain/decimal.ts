/**
 * Exact decimals. A double is taken as its shortest round-trip decimal, so that `0.873 - 0.002` is `0.871`; money
 * comes as text. `units` is the number times ten to the `scale`.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const form = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,4}))?$/i;

/** Reads a finite number or decimal text. Throws a RangeError for anything else. */
export function decimal(value: number | string): Decimal {
  const match = form.exec(String(value).trim());
  if (match === null) throw new RangeError(`not a finite decimal: ${value}`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const scale = fraction.length - Number(exponent);
  const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: at(a, scale) + at(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, { units: -b.units, scale: b.scale });
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** The quotient to `scale` digits after the point, a half rounded away from zero. Throws a RangeError for a `by` below one. */
export function divide(a: Decimal, by: bigint, scale: number): Decimal {
  if (by < 1n) throw new RangeError(`not a positive divisor: ${by}`);
  const whole = a.units * 10n ** BigInt(scale);
  const divisor = by * 10n ** BigInt(a.scale);
  const half = whole < 0n ? -divisor : divisor;
  return { units: (2n * whole + half) / (2n * divisor), scale };
}

/** The middle of an odd number of values, the mean of the middle two of an even one. Throws a RangeError for none. */
export function median(values: readonly Decimal[]): Decimal {
  const sorted = [...values].sort(compare);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('there is no median of nothing');
  return multiply(add(lower, upper), { units: 5n, scale: 1 });
}

export function absolute(a: Decimal): Decimal {
  return a.units < 0n ? { units: -a.units, scale: a.scale } : a;
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = at(a, scale) - at(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Plain text without exponent or trailing zeros, as `0.871`. */
export function decimalText(a: Decimal): string {
  const digits = (a.units < 0n ? -a.units : a.units).toString().padStart(a.scale + 1, '0');
  const whole = digits.slice(0, digits.length - a.scale);
  const fraction = digits.slice(digits.length - a.scale).replace(/0+$/, '');
  return `${a.units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function at(a: Decimal, scale: number): bigint {
  return scale === a.scale ? a.units : a.units * 10n ** BigInt(scale - a.scale);
}
