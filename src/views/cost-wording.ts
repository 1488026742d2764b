import type { CostBasis } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan, Difference, Mover, MoverCause } from '#domain/cost-report.ts';
import { label } from './clean.ts';
import { costText, counted, dayText, listed } from './wording.ts';

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

/** `+€510 fraud-scorer, Vertex AI: 6 runs instead of 2`. */
export function moverText(mover: Mover, currency: string): string {
  return `${signedText(mover.delta, currency)} ${movedText(mover, currency)}`;
}

/** What moved and why, without by how much. */
export function movedText({ model, team, service, cause }: Mover, currency: string): string {
  const whose = model ?? (team === null ? 'without labels' : `team ${team}`);
  const why = causeText(cause, currency);
  return `${label(whose, 60)}, ${label(service, 60)}${why === null ? '' : `: ${why}`}`;
}

/** What coincides with a move; the bill does not say what caused it. Null where nothing is known to. */
function causeText(cause: MoverCause, currency: string): string | null {
  switch (cause.kind) {
    case 'correction':
      return `a correction of the bill, ${signedText(cause.amount, currency)}`;
    case 'label_change':
      return `labels changed on ${things(cause.resources)}`;
    case 'new_resource':
      return `new: ${things(cause.resources)}`;
    case 'runs':
      return `${counted(cause.now, 'run')} instead of ${cause.before}`;
    case 'price':
      return `the price of ${label(cause.sku, 60)} changed by ${cause.percent}%`;
    case 'traffic':
      return `${usedText(`${cause.now}`)} predictions, ${usedText(`${cause.before}`)} before`;
    case 'usage':
      return `${usedText(cause.now)} ${label(unitText(cause.unit), 30)} of ${label(cause.sku, 60)} used, ${usedText(cause.before)} before`;
    case 'idle':
      return `not used: ${things(cause.resources)}`;
    case 'ended':
      return 'nothing was used any more';
    case 'new_service':
      return 'not used before';
    case 'unknown':
      return null;
  }
}

function things(resources: readonly string[]): string {
  return listed(resources.map(shortName), 3);
}

/** The last part of a resource's full name. */
export function shortName(resource: string): string {
  return label(resource.split('/').at(-1) ?? resource, 60);
}

/** Bills name a unit in the singular; what is counted by nothing else is a count. */
function unitText(unit: string): string {
  return unit.endsWith('s') || unit === 'count' ? unit : `${unit}s`;
}

/** To three digits that count, as `1.8M`; small numbers whole. */
function usedText(amount: string): string {
  const format = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
  return format.format(Number(amount));
}
