import type { CostDimension, CostQueryRefusal } from '#domain/cost-query.ts';
import { type CostVocabulary, dimensionWord, dimensionWords, nearest } from './query-words.ts';

const options = ['by', 'last', 'gross', 'billed'] as const;

export function refusedOption(name: string, written: string): CostQueryRefusal {
  const near = nearest(name, options);
  const hint = near === null ? '' : ` Did you mean \`--${near}\`?`;
  return {
    token: written,
    sentence: `\`${written}\` is no option; there are \`--by\`, \`--last\`, \`--gross\` and \`--billed\`.${hint}`,
    suggestions: near === null ? [] : [`--${near}`],
  };
}

export function refusedDimension(
  word: string,
  token: string,
  vocabulary: CostVocabulary,
  fix: (near: string) => string,
): CostQueryRefusal {
  const words = dimensionWords(vocabulary);
  const near = nearest(word, words);
  const hint = near === null ? '' : ` Did you mean \`${fix(near)}\`?`;
  const sentence =
    word === '' ? `\`${token}\` lacks what to split by` : `\`${word}\` is nothing that costs are kept by`;
  return {
    token,
    sentence: `${sentence}; there are ${words.join(', ')}.${hint}`,
    suggestions: near === null ? [] : [fix(near)],
  };
}

export function refusedValue(
  value: string,
  token: string,
  by: CostDimension,
  vocabulary: CostVocabulary,
): CostQueryRefusal {
  const key = dimensionWord(by);
  const near = nearest(value, vocabulary.values[by] ?? []);
  const suggestions = near === null ? [] : [`${key}=${quoted(near)}`];
  if (value === '')
    return {
      token,
      sentence: `\`${token}\` lacks a value; \`${key}=none\` is what has no ${key}.`,
      suggestions: [`${key}=none`],
    };
  const hint = near === null ? `\`--by ${key}\` shows which there are.` : `Did you mean \`${key}=${quoted(near)}\`?`;
  return { token, sentence: `Nothing on the bill has the ${key} \`${value}\`. ${hint}`, suggestions };
}

export function either(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(' or ');
}

export function whole(written: string, value: string): string {
  return value === '' || written.includes('=') ? written : `${written} ${value}`;
}

/** As it is typed: in quotes where there are spaces. */
export function quoted(value: string): string {
  return /\s/.test(value) ? `"${value}"` : value;
}
