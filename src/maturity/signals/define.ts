import type { Capability, Proof } from '#domain/maturity.ts';
import type { FactSource } from '#domain/maturity-facts.ts';
import { medianOf } from '../median.ts';
import type { Scope } from '../scope.ts';

/** The seven processes of Google's guide, governance, and cost beside them. */
type Process =
  | 'development'
  | 'operationalization'
  | 'continuous_training'
  | 'deployment'
  | 'serving'
  | 'monitoring'
  | 'management'
  | 'governance'
  | 'cost';

/** A limit and the side of it that is good; `between` takes both ends. */
export type Bar =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  | { readonly between: readonly [number, number] };

/** What a measure found: a value of so many records, or why there is none. */
export type Measured =
  | {
      readonly value: number;
      readonly of: number;
      readonly missed: readonly string[];
      readonly proof: Proof | null;
      /** In place of the signal's own, where the records are of another kind. */
      readonly minimum?: number;
    }
  | { readonly unknown: string }
  | { readonly notApplicable: string };

/** One computed signal. Where a source that it needs is not known, it is unknown and never measured. */
export interface Signal {
  /** As `G1`; tests of the ML Test Score have ids of their own. */
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly unit: 'share' | 'ratio' | 'kinds' | 'per_30_days' | 'hours' | 'money';
  readonly window: '90 days or five promotions' | 'now' | '180 days' | '90 days';
  /** Fewer records than this make it unknown. */
  readonly minimum: number;
  readonly sources: readonly FactSource[];
  readonly capabilities: readonly Capability[];
  readonly process: Process;
  /** Null for a trend, which is shown and not judged. */
  readonly bars: { readonly evidenced: Bar; readonly verified: Bar } | null;
  /** How many weeks the value must have met the verified bar, this one among them. */
  readonly weeks?: number;
  readonly measure: (scope: Scope) => Measured;
}

/** Makes a signal; it gives the list of signals its anatomy. */
export function defineSignal(signal: Signal): Signal {
  return signal;
}

/** Most ids that a reading names. */
const namesAtMost = 20;

/** The share of records that hold, with those that do not. */
export function share<T extends { readonly id: string }>(
  records: readonly T[],
  holds: (record: T) => boolean,
  proof: Proof | null = null,
): Measured {
  const missed = records.filter((record) => !holds(record)).map(({ id }) => id);
  return parts(records.length - missed.length, records.length, records.length, missed, proof);
}

/** A share of given parts: `met` of `whole`, resting on `of` records. */
export function parts(
  met: number,
  whole: number,
  of: number,
  missed: readonly string[] = [],
  proof: Proof | null = null,
): Measured {
  if (whole === 0) return { unknown: 'There is nothing to tell it from in the window.' };
  return { value: met / whole, of, missed: missed.slice(0, namesAtMost), proof };
}

/** Whether a value meets a bar. */
export function meets(value: number, bar: Bar): boolean {
  if ('atLeast' in bar) return value >= bar.atLeast;
  if ('atMost' in bar) return value <= bar.atMost;
  return value >= bar.between[0] && value <= bar.between[1];
}

/** The median of some values. */
export function middle(values: readonly number[]): Measured {
  const value = medianOf(values);
  if (value === null) return { unknown: 'There is nothing to tell it from in the window.' };
  return { value, of: values.length, missed: [], proof: null };
}
