import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { altText } from '#charts/alt-text.ts';
import type { Chart } from '#charts/chart.ts';
import { chartSvg } from '#charts/chart-svg.ts';
import { slackChart } from '#charts/slack-chart.ts';
import { validateMessage } from '#views/validate.ts';
import { anyChart, runs } from './any-chart.ts';
import { anomaly, dailyCost, driftHistory, movedFeatures, weeks } from './sample-charts.ts';

const pointsOf = (chart: Chart) => slackChart(chart)?.block.chart;

describe('a chart as Slack draws it', () => {
  it('is taken by Slack whatever the numbers and names', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const shown = slackChart(chart);
        if (shown !== null) expect(validateMessage({ text: 'cost', blocks: [shown.block] })).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('sums the series beyond the sixth as other, and loses nothing', () => {
    const points = pointsOf(dailyCost);
    expect(points?.series.map(({ name }) => name)).toEqual([
      'fraud-scorer',
      'churn',
      'risk-embedding',
      'chargeback',
      'velocity',
      'other',
    ]);
    const last = (values: readonly (number | null)[] | undefined) => values?.at(-1) ?? 0;
    const shown = points?.series.reduce((sum, { data }) => sum + (data.at(-1)?.value ?? 0), 0);
    const all = dailyCost.series.reduce((sum, { values }) => sum + last(values), 0);
    expect(shown).toBeCloseTo(all, 9);
  });

  it('keeps the newest twenty days and says so', () => {
    expect(pointsOf(dailyCost)?.axis_config.categories).toHaveLength(20);
    expect(pointsOf(dailyCost)?.axis_config.categories.at(-1)).toBe('24 Nov');
    expect(slackChart(dailyCost)?.notes).toContain('The chart shows the last 20 days.');
  });

  it('leaves out what is not known instead of calling it zero', () => {
    expect(pointsOf(anomaly)?.series[0]?.data.map(({ value }) => value)).not.toContain(0);
    expect(slackChart(anomaly)?.notes).toContain('Without data, and not in the chart: 2 days.');
    expect(pointsOf(movedFeatures)?.axis_config.categories).not.toContain('device_type');
  });

  it('draws a limit as a line of its own among lines, and says it beside bars', () => {
    const steady = { ...driftHistory, series: driftHistory.series.filter((_, at) => at !== 3) };
    expect(pointsOf(steady)?.type).toBe('line');
    expect(pointsOf(steady)?.series.find(({ name }) => name === 'limit')?.data[0]?.value).toBe(0.3);
    expect(slackChart(weeks)?.notes).toContain('budget of a week: €4,600.');
  });

  it('tells names apart that only their ends tell apart', () => {
    const names = pointsOf(movedFeatures)?.axis_config.categories.slice(2, 4);
    expect(names).toEqual(['a_very_lo…nds_in_30d', 'a_very_lo…nds_in_60d']);
  });

  it('is nothing where nothing is known', () => {
    expect(slackChart({ ...weeks, series: [{ name: 'billed', values: [null, Number.NaN] }] })).toBeNull();
    expect(slackChart({ ...weeks, categories: { scale: 'names', names: [] } })).toBeNull();
    expect(slackChart({ ...weeks, series: [] })).toBeNull();
  });
});

describe('the text that stands for a picture', () => {
  it('says the numbers of each line', () => {
    const text = altText(anomaly);
    expect(text).toContain('cost: from €1,135 (26 Oct) to €2,480 (24 Nov)');
    expect(text).toContain('The last 2 are provisional.');
    expect(altText(movedFeatures)).toContain('transaction_amount: 0.412. country_code: 0.331.');
    expect(altText(movedFeatures)).toContain('device_type: no data.');
  });

  it('is never longer than Slack takes, nor empty', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const length = altText(chart).length;
        expect(length).toBeGreaterThan(0);
        expect(Array.from(altText(chart)).length).toBeLessThanOrEqual(1000);
      }),
      { numRuns: runs },
    );
  });
});

describe('an SVG', () => {
  it('is well formed and has no number that is none, whatever is drawn', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        const svg = chartSvg(chart);
        expect(balanced(svg)).toBe(true);
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      }),
      { numRuns: runs },
    );
  });
});

/** Whether each element that is opened is closed, and text and attributes hold no bare `<` or `&`. */
function balanced(svg: string): boolean {
  const open: string[] = [];
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [a-zA-Z0-9-]+="[^"<]*")*)(\/?)>/g,
    (_, end: string, name: string, _a, self) => {
      if (end === '/') return open.pop() === name ? '' : '<';
      if (self !== '/') open.push(name);
      return '';
    },
  );
  return open.length === 0 && !/[<>]|&(?!(?:amp|lt|gt|quot);)/.test(rest);
}
