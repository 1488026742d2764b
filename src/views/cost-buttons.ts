import type { Button } from '@slack/types';
import type { CostQuery } from '#domain/cost-query.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { button } from './blocks.ts';
import { encodeIntent } from './intents.ts';

const drills = ['team', 'model', 'env', 'service', 'sku', 'resource'] as const;
const csvSpoken = { spoken: 'Send me the rows behind this as a CSV file' };

/** What was asked of cost, as an answer carries it. */
interface CostAsked {
  readonly query: CostQuery;
  readonly by: string;
  readonly text: string;
  readonly span: DaySpan | null;
}

/** Splits an answer otherwise, and sends the rows behind it. */
export function costButtons(state: CostAsked): Button[] {
  return [...drillButtons(state.query, state.by, state.text), ...csvButton(state)];
}

function drillButtons({ filters, first, last, basis }: CostQuery, by: string, text: string) {
  const days = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1;
  const basisOption = basis === 'effective' ? '' : ` --${basis}`;
  const named = filters.map((filter) => filter.by.replace(/^label:/, ''));
  return drills
    .filter((one) => one !== by && !named.includes(one))
    .map((one) => {
      const asked = `${text === '' ? 'all' : text} --by ${one} --last ${days}d${basisOption}`;
      return button(
        `By ${one === 'sku' ? 'SKU' : one}`,
        encodeIntent(`cost-by-${one}`, { text: asked.slice(0, 1500) }),
      );
    });
}

/** The rows behind the answer, split as it is: what resources cost stands apart. */
function csvButton({ by, text, span }: CostAsked) {
  if (span === null) return [];
  const asked = `${text === '' ? 'all' : text} --by ${by}`;
  const { first, last } = span;
  return [button('CSV', encodeIntent('cost-csv', { text: asked.slice(0, 1500), first, last }), csvSpoken)];
}
