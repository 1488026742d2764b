import { Refusal } from '#errors.ts';

/** One thing to look for: a word, or a key with a value. */
export type FindTerm =
  | { readonly is: 'word'; readonly word: string }
  | { readonly is: 'pair'; readonly key: string; readonly value: string };

/** More are hardly meant, and each costs a look at every model. */
const mostTerms = 8;

/**
 * Reads what follows `/mlops find`: words, and `key=value` or `key:value` where the value may stand in quotes. Throws a
 * Refusal where there is nothing to look for, or too much.
 */
export function readFindWords(text: string): readonly FindTerm[] {
  const pieces = text.match(/[\w.-]+[=:](?:"[^"]*"|\S+)|"[^"]*"|\S+/gu) ?? [];
  const terms = pieces.flatMap(termOf);
  if (terms.length === 0) {
    throw new Refusal(
      'nothing_to_find',
      'Say what to look for, as `/mlops find card payments`, `/mlops find team=fraud` or `/mlops find owner=ana criticality=high`.',
    );
  }
  if (terms.length > mostTerms) {
    throw new Refusal('too_much_to_find', `That is more than ${mostTerms} words. Leave out those that matter least.`);
  }
  return terms;
}

function termOf(piece: string): readonly FindTerm[] {
  const [, key, quoted, plain] = /^([\w.-]+)[=:](?:"([^"]*)"|(.+))$/u.exec(piece) ?? [];
  const value = (quoted ?? plain ?? '').trim();
  if (key !== undefined && value !== '') return [{ is: 'pair', key: key.toLowerCase(), value }];
  const word = piece.replaceAll('"', '').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return word === '' || fillers.has(word.toLowerCase()) ? [] : [{ is: 'word', word }];
}

/** Words that say nothing of a model. */
const fillers = new Set(
  'a an and any are by for in is model models of on or our that the to which who with'.split(' '),
);

/** How a word is looked for: a plural finds the singular too. */
export function stemOf(word: string): string {
  return word.length > 4 && /[^s]s$/iu.test(word) ? word.slice(0, -1) : word;
}
