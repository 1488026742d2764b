import type { CostDay } from '#domain/cost.ts';
import type { CostBasis, CostDimension, CostFilter, CostQuery, CostQueryRefusal } from '#domain/cost-query.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { lastDays, mostDays } from './query-period.ts';
import { either, quoted, refusedDimension, refusedOption, refusedValue, whole } from './query-refusals.ts';
import { type QueryToken, queryTokens } from './query-tokens.ts';
import { type CostVocabulary, dimensionNamed, dimensionWord, meanings, nearWords, valueNamed } from './query-words.ts';

/** Who asks and when. */
export interface CostAsker {
  readonly today: CostDay;
  /** What is meant where nothing is named: the asker's team, or none for everything. */
  readonly own: readonly CostFilter[];
}

export type CostQueryOutcome =
  | { readonly ok: true; readonly query: CostQuery }
  | ({ readonly ok: false } & CostQueryRefusal);

interface Draft {
  filters: Map<CostDimension, Set<string | null>>;
  everything: boolean;
  by: CostDimension | null;
  span: DaySpan | null;
  basis: CostBasis | null;
}

const defaultLast = '30d';

/**
 * Reads what follows `/mlops cost`: names of teams, models and environments, `key=value` with several values between
 * commas and `none` for unlabelled, `all`, `--by`, `--last`, `--gross`, `--billed`. Words that mean two things and
 * everything that is not understood are refused.
 */
export function parseCostQuery(text: string, vocabulary: CostVocabulary, asker: CostAsker): CostQueryOutcome {
  const draft: Draft = { filters: new Map(), everything: false, by: null, span: null, basis: null };
  const tokens = [...queryTokens(text)];
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const refusal = read(token, tokens, draft, vocabulary, asker.today);
    if (refusal !== null) return { ok: false, ...refusal };
  }
  return { ok: true, query: finished(draft, asker) };
}

function read(
  token: QueryToken,
  rest: QueryToken[],
  draft: Draft,
  vocabulary: CostVocabulary,
  today: CostDay,
): CostQueryRefusal | null {
  if (token.kind === 'word') return readWord(token.text, token.written, draft, vocabulary);
  if (token.kind === 'pair') return readPair(token, draft, vocabulary);
  const { name, written } = token;
  if (name === 'gross' || name === 'billed') return readBasis(name, token, draft);
  if (name !== 'by' && name !== 'last') return refusedOption(name, written);
  const next = token.value === null && rest[0]?.kind === 'word' ? rest.shift() : null;
  const value = token.value ?? (next?.kind === 'word' ? next.text : '');
  if (name === 'by') return readBy(value, written, draft, vocabulary);
  draft.span = lastDays(value, today);
  if (draft.span !== null) return null;
  const sentence = `\`${whole(written, value)}\` is no length of time: write days, weeks or months, as \`--last 30d\`, \`4w\` or \`3m\`, at most ${mostDays} days.`;
  return { token: whole(written, value), sentence, suggestions: [`--last ${defaultLast}`] };
}

function readWord(text: string, written: string, draft: Draft, vocabulary: CostVocabulary): CostQueryRefusal | null {
  const found = meanings(text, vocabulary);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return keep(draft, only.by, only.value);
  if (found.length > 1) {
    const suggestions = found.map(({ by, value }) => `${dimensionWord(by)}=${quoted(value)}`);
    return {
      token: written,
      sentence: `\`${written}\` is more than one thing: write ${either(suggestions)}.`,
      suggestions,
    };
  }
  if (text.toLowerCase() === 'all') {
    draft.everything = true;
    return null;
  }
  const near = nearWords(text, vocabulary).map(quoted);
  const hint =
    near.length > 0 ? `did you mean ${either(near)}?` : 'write `key=value`, as `team=fraud` or `service="Vertex AI"`.';
  return {
    token: written,
    sentence: `No team, model or environment on the bill is called \`${written}\`: ${hint}`,
    suggestions: near,
  };
}

function readPair(
  { key, value, written }: QueryToken & { kind: 'pair' },
  draft: Draft,
  vocabulary: CostVocabulary,
): CostQueryRefusal | null {
  const by = dimensionNamed(key, vocabulary);
  if (by === null) return refusedDimension(key, written, vocabulary, (near) => `${near}=${quoted(value)}`);
  const named = value.split(',').map((one) => one.trim());
  for (const one of named) {
    const found = one === '' ? undefined : valueNamed(one, by, vocabulary);
    if (found === undefined) return refusedValue(one, written, by, vocabulary);
    keep(draft, by, found);
  }
  return null;
}

function readBasis(
  name: 'gross' | 'billed',
  { written, value }: QueryToken & { kind: 'option' },
  draft: Draft,
): CostQueryRefusal | null {
  if (value !== null)
    return { token: written, sentence: `\`--${name}\` takes no value: write it alone.`, suggestions: [`--${name}`] };
  if (draft.basis !== null && draft.basis !== name) {
    return {
      token: written,
      sentence: '`--gross` and `--billed` are different amounts: write one of them.',
      suggestions: ['--gross', '--billed'],
    };
  }
  draft.basis = name;
  return null;
}

function readBy(value: string, written: string, draft: Draft, vocabulary: CostVocabulary): CostQueryRefusal | null {
  const by = dimensionNamed(value, vocabulary);
  if (by === null) return refusedDimension(value, whole(written, value), vocabulary, (near) => `--by ${near}`);
  draft.by = by;
  return null;
}

function keep(draft: Draft, by: CostDimension, value: string | null): null {
  draft.filters.set(by, (draft.filters.get(by) ?? new Set()).add(value));
  return null;
}

function finished(draft: Draft, { today, own }: CostAsker): CostQuery {
  const named = [...draft.filters].map(([by, values]) => ({ by, values: [...values] }));
  const isOwn = named.length === 0 && !draft.everything && own.length > 0;
  const filters = isOwn ? own : named;
  const span = draft.span ?? lastDays(defaultLast, today) ?? { first: today, last: today };
  return { filters, by: draft.by ?? splitOf(filters), ...span, basis: draft.basis ?? 'effective', own: isOwn };
}

/** One step down from what is asked for: all by team, a team by model, a model by service. */
function splitOf(filters: readonly CostFilter[]): CostDimension {
  const has = (by: CostDimension) => filters.some((filter) => filter.by === by);
  if (has('label:model')) return 'service';
  return has('label:team') ? 'label:model' : 'label:team';
}
