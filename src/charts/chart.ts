import type { Instant } from '#domain/instant.ts';

/** In what its values are counted. Percents are given as `71` for 71 %. */
export type Unit =
  | { readonly kind: 'money' /** ISO 4217. */; readonly currency: string }
  | { readonly kind: 'percent' }
  | { readonly kind: 'number' /** As `ms`; null for none. */; readonly name: string | null };

/** What the values of each series stand at, oldest first where it is time. */
export type Categories =
  /** Days as `2026-11-21`; weekends are shaded. */
  | { readonly scale: 'days'; readonly days: readonly string[] }
  /** Moments, rising; they stand as far apart as they are. */
  | { readonly scale: 'moments'; readonly moments: readonly Instant[] }
  /** Anything else, as teams, features, or weeks by the name they have in the text. */
  | { readonly scale: 'names'; readonly names: readonly string[] };

export interface Series {
  readonly name: string;
  /** One for each category. Null is a gap: nothing is known, which is not zero. */
  readonly values: readonly (number | null)[];
}

/**
 * What a chart shows, however it is shown. Values are doubles, made from exact amounts for the eye alone; the exact
 * ones belong in the text beside it.
 */
export interface Chart {
  /** `ranked`: lying bars of the first series, one for each category, from the top; for names of any length. */
  readonly kind: 'line' | 'bars' | 'stacked' | 'ranked';
  readonly title: string;
  /** One sentence with the key numbers, for whoever does not see the picture. */
  readonly summary: string;
  readonly categories: Categories;
  /** The most important first. Those beyond the sixth become `other` where they can be summed (`stacked`). */
  readonly series: readonly Series[];
  readonly unit: Unit;
  /** How many of the last categories may still change. */
  readonly provisional?: number;
  readonly limit?: {
    readonly value: number;
    readonly label: string;
    /** On which side of it a value is past it; `above` if not said. */
    readonly past?: 'above' | 'below';
  };
  /** What is usual, one pair for each category. */
  readonly band?: {
    readonly label: string;
    readonly lower: readonly (number | null)[];
    readonly upper: readonly (number | null)[];
  };
}

/** How many categories there are. */
export function countOf(categories: Categories): number {
  switch (categories.scale) {
    case 'days':
      return categories.days.length;
    case 'moments':
      return categories.moments.length;
    case 'names':
      return categories.names.length;
  }
}

/** The value at a category; null where there is none, and for NaN and infinities. */
export function valueAt(values: readonly (number | null)[], index: number): number | null {
  const value = values[index] ?? null;
  return value === null || !Number.isFinite(value) ? null : value;
}

/** Whether any series has a value anywhere. */
export function hasValues({ series, categories }: Chart): boolean {
  const count = countOf(categories);
  return series.some(({ values }) => values.some((_, index) => index < count && valueAt(values, index) !== null));
}
