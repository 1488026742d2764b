import type { Json } from '#domain/canonical-json.ts';
import { finite } from '../condition.ts';
import { type Metric } from '../facts.ts';

import { type CheckResult } from './define.ts';
import { judgeSlices } from './slices.ts';

/** One way to judge a number, alone or against a reference. */
export interface Bound {
  readonly met: (value: number, reference: number | null) => boolean;
  /** As `0.874 against 0.873 - 0.002`. */
  readonly text: (value: number, reference: number | null) => string;
  /** As `≥ 0.871`. */
  readonly limit: (reference: number | null) => string;
}

/** A metric and, if it is compared, its reference: both with a usable overall value. */
export interface Measured {
  readonly name: string;
  readonly metric: Metric;
  readonly value: number;
  readonly reference: { readonly metric: Metric; readonly value: number } | null;
}

/** Judges the overall value and every slice with enough rows. */
export function judgeMetric(
  measured: Measured,
  bound: Bound,
  slicing: { readonly dimensions: readonly string[]; readonly minSupport: number },
): CheckResult {
  const { metric, value, reference, name } = measured;
  const before = reference?.value ?? null;
  const slices = judgeSlices(measured, bound, slicing);
  const overall = bound.met(value, before);
  const findings = [...(overall ? [] : [name]), ...slices.failed.map(({ at }) => `${name}, ${at}`), ...slices.absent];
  const verdict = !overall || slices.failed.length > 0 ? 'failed' : slices.absent.length > 0 ? 'missing' : 'passed';
  return {
    verdict,
    because: sentence(overall, bound.text(value, before), slices),
    values: { value, reference: before, ...sliceValues(measured, slicing.dimensions) },
    findings,
    asOf: metric.asOf,
    producer: metric.producer,
    shown: {
      candidate: String(value),
      reference: before === null ? null : String(before),
      limit: bound.limit(before),
    },
  };
}

function sentence(
  overall: boolean,
  text: string,
  slices: { readonly failed: readonly { at: string; text: string }[]; readonly absent: readonly string[] },
): string {
  const worst = slices.failed[0];
  if (!overall || (worst === undefined && slices.absent.length === 0)) return text;
  if (worst === undefined) return slices.absent.join(' ');
  const more = slices.failed.length > 1 ? ` and ${slices.failed.length - 1} more` : '';
  return `${worst.at}: ${worst.text}${more}`;
}

function sliceValues({ metric, reference }: Measured, dimensions: readonly string[]): { readonly [key: string]: Json } {
  if (dimensions.length === 0) return {};
  const numbers = (of: Metric | undefined) =>
    dimensions.map((dimension) =>
      Object.entries(of?.slices?.[dimension] ?? {})
        .map(([at, { value, rows }]) => [at, finite(value), finite(rows)])
        .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    );
  return { slices: { candidate: numbers(metric), reference: numbers(reference?.metric) } };
}
