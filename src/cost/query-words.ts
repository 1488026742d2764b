import { type CostColumn, type CostDimension, costColumns } from '#domain/cost-query.ts';
import { suggestion } from '#domain/suggestion.ts';

/** What a question can be about. */
export interface CostVocabulary {
  /** Label keys that are kept, as `team`. */
  readonly labelKeys: readonly string[];
  /** Values that have been seen, by dimension; a dimension that is not here takes any value. */
  readonly values: Readonly<Partial<Record<CostDimension, readonly string[]>>>;
}

/** The dimensions that a word alone is looked up in. */
const wordDimensions = ['label:team', 'label:model', 'label:env'] as const;

/** As people write it: `team`, `service`; a label that is called like a column keeps its prefix. */
export function dimensionWord(by: CostDimension): string {
  const word = by.replace(/^label:/, '');
  return by !== word && column(word) !== null ? by : word;
}

/** The dimension that a word names; null if none does. */
export function dimensionNamed(word: string, { labelKeys }: CostVocabulary): CostDimension | null {
  const key = word.replace(/^label:/i, '');
  const name = key.toLowerCase();
  const named = word === key ? column(name) : null;
  if (named !== null) return named;
  const label = labelKeys.find((one) => one === key) ?? labelKeys.find((one) => one.toLowerCase() === name);
  return label === undefined ? null : `label:${label}`;
}

export function dimensionWords(vocabulary: CostVocabulary): readonly string[] {
  return [...vocabulary.labelKeys.map((key) => dimensionWord(`label:${key}`)), ...costColumns];
}

/** The value as it is spelled on the bill, null for `none`; undefined where nothing has that value. */
export function valueNamed(text: string, by: CostDimension, { values }: CostVocabulary): string | null | undefined {
  const seen = values[by];
  const found = seen?.find((value) => value === text) ?? seen?.find((value) => same(value, text));
  if (found !== undefined) return found;
  if (text.toLowerCase() === 'none') return null;
  return seen === undefined ? text : undefined;
}

/** The team, model or environment of that name, each way it can be meant. */
export function meanings(word: string, vocabulary: CostVocabulary): readonly { by: CostDimension; value: string }[] {
  return wordDimensions.flatMap((by) => {
    const seen = vocabulary.values[by] ?? [];
    const value = seen.find((one) => one === word) ?? seen.find((one) => same(one, word));
    return value === undefined ? [] : [{ by, value }];
  });
}

/** Names of teams, models and environments that a mistyped word may stand for. */
export function nearWords(word: string, vocabulary: CostVocabulary): readonly string[] {
  const all = wordDimensions.flatMap((by) => vocabulary.values[by] ?? []);
  const near = nearest(word, all);
  return near === null ? [] : [near];
}

/** The word nearest to a mistyped one, whatever the case of either; null if none is near. */
export function nearest(word: string, allowed: readonly string[]): string | null {
  const near = suggestion(
    word.toLowerCase(),
    allowed.map((one) => one.toLowerCase()),
  );
  return allowed.find((one) => one.toLowerCase() === near) ?? null;
}

function column(word: string): CostColumn | null {
  return costColumns.find((one) => one === word) ?? null;
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
