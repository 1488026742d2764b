import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, Difference } from '#domain/cost-report.ts';
import { costText, dayText } from './wording.ts';

/** `up 18%`, `down 4%`, `unchanged`, `about the same`, or by how much where there was nothing before. */
export function changeText({ delta, percent, before }: Difference, currency: string): string {
  const value = Number(delta);
  if (value === 0) return 'unchanged';
  const way = value > 0 ? 'up' : 'down';
  if (percent === null) {
    return Number(before) === 0 && value > 0 ? 'new' : `${way} ${costText({ amount: absolute(delta), currency })}`;
  }
  const whole = Math.abs(Number(percent));
  if (whole === 0) return 'about the same';
  return `${way} ${whole >= 10 ? Math.round(whole) : whole}%`;
}

/** `from 27 Oct to 25 Nov`, or one day. */
export function spanText({ first, last }: DaySpan): string {
  return first === last ? `On ${dayText(first)}` : `From ${dayText(first)} to ${dayText(last)}`;
}

/** `data through 25 Nov; 23 Nov to 25 Nov provisional; days in Europe/Amsterdam`. */
export function dataText({ through, provisional }: DataSpan, zone: string): string {
  if (through === null) return `no data yet; days in ${zone}`;
  const still =
    provisional === null
      ? ''
      : provisional.first === provisional.last
        ? `; ${dayText(provisional.first)} provisional`
        : `; ${dayText(provisional.first)} to ${dayText(provisional.last)} provisional`;
  return `data through ${dayText(through)}${still}; days in ${zone}`;
}

/** What an amount counts. */
export function basisText(basis: CostBasis): string {
  switch (basis) {
    case 'effective':
      return 'effective cost, net of credits';
    case 'billed':
      return 'as billed, net of credits';
    case 'gross':
      return 'gross, before credits';
  }
}

function absolute(amount: string): string {
  return amount.replace(/^-/, '');
}

/** With its sign, as `+€510` or `−€90`. */
export function signedText(amount: string, currency: string): string {
  return `${amount.startsWith('-') ? '−' : '+'}${costText({ amount: absolute(amount), currency })}`;
}
