import { describe, expect, it } from 'vitest';
import {
  churn,
  delivery,
  nannyRows,
  receivedAt,
  refusalOf,
  reportBefore07,
  reportIn,
  reportsIn,
  snapshot,
  whylogsScores,
} from './deliveries.ts';

const kind = 'drift-events';

describe('a report of Evidently', () => {
  it('of 0.7 keeps methods apart: a p-value drifts when low or equal, a distance when high', () => {
    expect(reportIn(kind, delivery(snapshot, churn))).toMatchObject({
      status: 'ok',
      watched: { registry: null, ...churn, deployed: null },
      window: null,
      at: receivedAt,
      detector: 'evidently',
      readings: [
        { feature: null, metric: 'drifted_share', value: 0.4, threshold: 0.5, comparator: '>=', breach: false },
        { feature: 'age', metric: 'ks_pvalue', value: 0.05, threshold: 0.05, comparator: '<=', breach: true },
        { feature: 'plan', metric: 'js_distance', value: 0.02, threshold: 0.1, comparator: '>=', breach: false },
      ],
    });
  });

  it('without a verdict on the whole is a breach if a column drifted, and its tests go before its limits', () => {
    const [, age] = snapshot.metrics;
    expect(reportIn(kind, delivery({ metrics: [age] }, churn)).status).toBe('breach');
    const tests = [
      { name: 'age', metric_config: { metric_id: '2b' }, status: 'SUCCESS' },
      { name: 'rows', metric_config: { metric_id: '4d' }, status: 'FAIL' },
    ];
    expect(reportIn(kind, delivery({ metrics: [age], tests }, churn))).toMatchObject({
      status: 'ok',
      readings: [{ breach: false }],
    });
  });

  it.each([
    ['psi', 'psi', '>='],
    ['PSI', 'psi', '>='],
    ['jensenshannon', 'js_distance', '>='],
    ['Wasserstein distance (normed)', 'wasserstein_norm', '>='],
    ['wasserstein', 'wasserstein_norm', '>='],
    ['kl_div', 'kl_divergence', '>='],
    ['Kullback-Leibler divergence', 'kl_divergence', '>='],
    ['Hellinger distance', 'hellinger', '>='],
    ['ks', 'ks_pvalue', '<='],
    ['chisquare', 'chisquare_pvalue', '<'],
    ['Z-test p_value', 'z_test_pvalue', '<'],
    ['anderson', 'anderson_darling_pvalue', '<'],
    ['our own measure', 'our_own_measure', '>='],
  ])('calls method %s %s and compares by %s', (method, metric, comparator) => {
    const one = {
      metric_name: `ValueDrift(column=age,method=${method},threshold=0.1)`,
      config: { type: 'evidently:metric_v2:ValueDrift', column: 'age' },
      value: 0.1,
    };
    expect(reportIn(kind, delivery({ metrics: [one] }, churn)).readings).toMatchObject([
      { metric, comparator, threshold: 0.1, breach: comparator !== '<' },
    ]);
  });

  it('before 0.7 says itself what drifted, once for each column, with a time without a zone read as UTC', () => {
    expect(reportIn(kind, delivery(reportBefore07, churn))).toMatchObject({
      status: 'breach',
      at: '2026-11-30T09:10:11.123Z',
      detector: 'evidently/0.4.40',
      readings: [
        { feature: null, metric: 'drifted_share', value: 0.5, threshold: 0.5, comparator: '>=', breach: true },
        { feature: 'age', metric: 'psi', value: 0.4, threshold: 0.1, comparator: '>=', breach: true },
        { feature: 'plan', metric: 'chisquare_pvalue', value: 0.05, threshold: 0.05, comparator: '<', breach: false },
      ],
    });
  });

  it('is known by what it says, and, where it has no time, by its delivery', () => {
    const id = (beside: object, webhookId?: string, body: object = snapshot) =>
      reportIn(
        kind,
        delivery(body, { ...churn, ...beside }, webhookId === undefined ? {} : { 'webhook-id': webhookId }),
      ).id;
    const window = { start: '2026-11-29', end: '2026-11-30' };
    expect(id({}, 'a')).toBe(id({}, 'a'));
    expect(id({}, 'a')).not.toBe(id({}, 'b'));
    expect(id(window, 'a')).toBe(id(window, 'b'));
    expect(id(window)).not.toBe(id({ ...window, version: '8' }));
    expect(id({}, 'a', reportBefore07)).toBe(id({}, 'b', reportBefore07));
  });

  it('for which nobody names a model leaves that to whoever knows what the connection watches', () => {
    for (const body of [snapshot, reportBefore07, whylogsScores]) {
      const { watched } = reportIn(kind, delivery(body));
      expect(watched).toEqual({ registry: null, model: null, version: null, environment: null, deployed: null });
    }
  });

  it('takes from the address what it does not say itself', () => {
    const beside = {
      ...churn,
      registry: 'mlflow',
      start: '2026-11-29',
      end: '2026-11-29T23:00:00-05:00',
      baseline: 'training',
      detector: 'evidently/0.7.21',
      report_url: 'https://reports.example/1',
      drill: 'true',
    };
    expect(reportIn(kind, delivery(snapshot, beside))).toMatchObject({
      watched: { registry: 'mlflow' },
      window: { start: '2026-11-29T00:00:00.000Z', end: '2026-11-30T04:00:00.000Z' },
      at: '2026-11-30T04:00:00.000Z',
      baseline: 'training',
      detector: 'evidently/0.7.21',
      reportUrl: 'https://reports.example/1',
      drill: true,
    });
  });

  it.each([
    ['with half a window', delivery(snapshot, { ...churn, start: '2026-11-29' }), 'query end'],
    ['without drift', delivery({ metrics: [snapshot.metrics[3]] }, churn), '/metrics'],
    ['without metrics', delivery({ metrics: [] }, churn), '/metrics'],
    ['with a metric that is none', delivery({ metrics: [...snapshot.metrics, 4] }, churn), '/metrics/4'],
    [
      'with a value in words',
      delivery({ metrics: [{ ...snapshot.metrics[1], value: 'low' }] }, churn),
      '/metrics/0/value',
    ],
    [
      'before 0.7 with a score in words',
      delivery(
        { metrics: [{ metric: 'DataDriftTable', result: { drift_by_columns: { 'a/b': { drift_score: {} } } } }] },
        churn,
      ),
      '/metrics/0/result/drift_by_columns/a~1b/drift_score',
    ],
  ])('%s is refused, and told where', (_name, sent, at) => {
    expect(refusalOf(kind, sent).at).toBe(at);
  });
});

describe('results of NannyML', () => {
  it('are one report for each chunk, with the limit that a value is past', () => {
    expect(reportsIn(kind, delivery(nannyRows, churn))).toMatchObject([
      {
        status: 'breach',
        window: { start: '2026-11-28T00:00:00.000Z', end: '2026-11-28T23:59:59.000Z' },
        baseline: 'reference',
        detector: 'nannyml',
        readings: [
          { feature: 'age', metric: 'js_distance', value: 0.21, threshold: 0.12, comparator: '>', breach: true },
          { feature: null, metric: 'roc_auc', value: 0.61, threshold: 0.7, comparator: '<', breach: true },
        ],
      },
      {
        status: 'ok',
        at: '2026-11-29T23:59:59.000Z',
        readings: [{ feature: 'age', value: 0.05, threshold: 0.12, comparator: '>', breach: false }],
      },
    ]);
  });

  it('are the same with a column for each metric, and in `rows`', () => {
    const wide = nannyRows.map((row) => ({
      chunk_key: row.key,
      chunk_start_date: Date.parse(`${row.start_date}Z`),
      chunk_end_date: Date.parse(`${row.end_date}Z`),
      chunk_period: row.period,
      [`${row.column_name === undefined ? 'roc_auc' : 'age_jensen_shannon'}_value`]: row.value,
      [`${row.column_name === undefined ? 'roc_auc' : 'age_jensen_shannon'}_upper_threshold`]: row.upper_threshold,
      [`${row.column_name === undefined ? 'roc_auc' : 'age_jensen_shannon'}_lower_threshold`]: row.lower_threshold,
      [`${row.column_name === undefined ? 'roc_auc' : 'age_jensen_shannon'}_alert`]: row.alert,
    }));
    expect(reportsIn(kind, delivery({ rows: wide }, churn))).toEqual(reportsIn(kind, delivery(nannyRows, churn)));
  });

  it('that were sent before keep their ids when the table has grown, and the reference is left out', () => {
    const reference = { ...nannyRows[0], period: 'reference', start_date: '2026-10-01', end_date: '2026-10-02' };
    const before = reportsIn(kind, delivery([reference, ...nannyRows.slice(0, 2)], churn));
    const after = reportsIn(kind, delivery(nannyRows, churn));
    expect(before.map(({ id }) => id)).toEqual(after.slice(0, 1).map(({ id }) => id));
    expect(new Set(after.map(({ id }) => id)).size).toBe(2);
  });

  it.each([
    [
      'of several chunks without dates',
      nannyRows.map((row) => ({ ...row, start_date: null, end_date: null })),
      '/2/start_date',
    ],
    ['of the reference alone', nannyRows.map((row) => ({ ...row, period: 'reference' })), ''],
    ['without values', [{ key: 'a' }], '/0'],
    ['without rows', [], ''],
    ['that are no rows', [1], '/0'],
    ['with an alert in words', [{ ...nannyRows[0], alert: 'yes' }], '/0/alert'],
  ])('%s are refused, and told where', (_name, rows, at) => {
    expect(refusalOf(kind, delivery(rows, churn)).at).toBe(at);
  });
});

describe('scores of whylogs', () => {
  it('are a p-value where a test made them, else the statistic; possible drift is none', () => {
    expect(reportIn(kind, delivery(whylogsScores, churn))).toMatchObject({
      status: 'breach',
      detector: 'whylogs',
      readings: [
        { feature: 'age', metric: 'ks_pvalue', value: 0.01, threshold: 0.05, comparator: '<', breach: true },
        { feature: 'plan', metric: 'hellinger', value: 0.2, threshold: 0.4, comparator: '>=', breach: false },
      ],
    });
  });

  it('keep thresholds of their own, and columns whatever they are called', () => {
    const body = `{"__proto__": {"algorithm": "chi-square", "pvalue": 0.1, "thresholds": {"DRIFT": [0, 0.2]}},
      "constructor": {"algorithm": "hellinger", "statistic": 0.6, "thresholds": {"DRIFT": [0.5, 1]}}}`;
    expect(reportIn(kind, delivery(body, churn)).readings).toMatchObject([
      { feature: '__proto__', metric: 'chisquare_pvalue', value: 0.1, threshold: 0.2, comparator: '<', breach: true },
      { feature: 'constructor', metric: 'hellinger', value: 0.6, threshold: 0.5, comparator: '>=', breach: true },
    ]);
  });

  it.each([
    ['a category that is none', { age: { algorithm: 'ks', drift_category: 'SOME' } }, '/age/drift_category'],
    ['a column without algorithm', { age: { algorithm: 'ks', pvalue: 1 }, 'a/b': {} }, '/a~1b/algorithm'],
  ])('with %s are refused, and told where', (_name, body, at) => {
    expect(refusalOf(kind, delivery(body, churn)).at).toBe(at);
  });
});
