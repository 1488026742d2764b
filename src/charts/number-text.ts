import type { Unit } from './chart.ts';

/** A value in its unit as a person would say it, as `€1,210`, `$0.42`, `71 %`, `94 ms`, `0.412`. */
export function amountText(value: number, unit: Unit): string {
  switch (unit.kind) {
    case 'money':
      return money(value, unit.currency, moneyDigits(value));
    case 'percent':
      return `${number(value, { maximumFractionDigits: Math.abs(value) < 10 ? 1 : 0 })} %`;
    case 'number':
      return named(number(value, roundish(value)), unit);
  }
}

/** A value on an axis whose marks are `step` apart: short, and no two marks alike. */
export function tickText(value: number, unit: Unit, step: number): string {
  const large = Math.abs(step) >= 500 || Math.abs(value) >= 10_000;
  const digits = Math.max(0, Math.min(12, Math.ceil(-Math.log10(Math.abs(step)) - 1e-9)));
  const form: Intl.NumberFormatOptions = large
    ? { notation: 'compact', maximumFractionDigits: Math.max(1, compactDigits(value, step)) }
    : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  switch (unit.kind) {
    case 'money':
      return moneyIn(value, unit.currency, { minimumFractionDigits: 0, ...form });
    case 'percent':
      return `${number(value, form)} %`;
    case 'number':
      return number(value, form);
  }
}

/** How many digits behind the point tell marks apart once a value is said in thousands or millions. */
function compactDigits(value: number, step: number): number {
  const thousands = Math.floor(Math.log10(Math.max(1, Math.abs(value))) / 3) * 3;
  return Math.max(0, Math.min(6, Math.ceil(thousands - Math.log10(Math.abs(step)) - 1e-9)));
}

function moneyDigits(value: number): number {
  return Math.abs(value) >= 10 || value === 0 ? 0 : 2;
}

function money(value: number, currency: string, digits: number): string {
  return moneyIn(value, currency, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function moneyIn(value: number, currency: string, form: Intl.NumberFormatOptions): string {
  // What is no currency code is refused by Intl, and a chart is not where that should be found out.
  if (!/^[A-Z]{3}$/.test(currency)) return `${number(value, form)} ${currency}`.trim();
  return minus(new Intl.NumberFormat('en', { ...form, style: 'currency', currency }).format(value));
}

function roundish(value: number): Intl.NumberFormatOptions {
  return Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
}

function number(value: number, form: Intl.NumberFormatOptions): string {
  return minus(new Intl.NumberFormat('en', form).format(value));
}

function named(text: string, unit: Extract<Unit, { kind: 'number' }>): string {
  return unit.name === null ? text : `${text} ${unit.name}`;
}

/** A true minus, and `k` as in the metre's kilometre. */
function minus(text: string): string {
  return text.replace('-', '−').replace(/(?<=\d)K/, 'k');
}
