import { categoryTexts } from './category-text.ts';
import { type Chart, type Series, valueAt } from './chart.ts';
import { keptSeries } from './kept-series.ts';
import { amountText } from './number-text.ts';
import { clipped, plainLabel } from './plain-label.ts';

const kinds = { line: 'Line chart', bars: 'Bar chart', stacked: 'Stacked bar chart', ranked: 'Bar chart' } as const;

/** What the chart shows, for who cannot see it: at most `max` characters; Slack takes 1,000 for a file. */
export function altText(chart: Chart, max = 1000): string {
  const { limit, provisional = 0 } = chart;
  const sentences = [
    `${kinds[chart.kind]}: ${ended(plainLabel(chart.title))}`,
    ended(plainLabel(chart.summary)),
    ...(limit === undefined ? [] : [`${plainLabel(limit.label)}: ${amountText(limit.value, chart.unit)}.`]),
    ...(chart.kind === 'ranked' ? ranks(chart) : keptSeries(chart, 6).series.map((one) => range(one, chart))),
    ...(provisional > 0 ? [`The last ${provisional === 1 ? 'one is' : `${provisional} are`} provisional.`] : []),
  ];
  return clipped(sentences.join(' '), max);
}

function ranks({ series, categories, unit }: Chart): readonly string[] {
  const values = series[0]?.values ?? [];
  return categoryTexts(categories).map((name, at) => {
    const value = valueAt(values, at);
    return `${plainLabel(name)}: ${value === null ? 'no data' : amountText(value, unit)}.`;
  });
}

/** First and last value with the lowest and the highest on the way. */
function range({ name, values }: Series, { categories, unit }: Chart): string {
  const texts = categoryTexts(categories);
  const known = texts.flatMap((text, at) => {
    const value = valueAt(values, at);
    return value === null ? [] : [{ text, value }];
  });
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return `${plainLabel(name)}: no data.`;
  const say = ({ text, value }: { text: string; value: number }) => `${amountText(value, unit)} (${plainLabel(text)})`;
  if (known.length === 1) return `${plainLabel(name)}: ${say(first)}.`;
  const high = known.reduce((a, b) => (b.value > a.value ? b : a));
  const low = known.reduce((a, b) => (b.value < a.value ? b : a));
  return `${plainLabel(name)}: from ${say(first)} to ${say(last)}, lowest ${say(low)}, highest ${say(high)}.`;
}

function ended(sentence: string): string {
  return /[.?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
