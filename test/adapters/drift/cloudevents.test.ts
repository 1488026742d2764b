import { describe, expect, it } from 'vitest';
import { delivery, driftEvent, pushed, receivedAt, refusalOf, reportIn, reportsIn } from './deliveries.ts';

const kind = 'drift-events';
const { data, ...attributes } = driftEvent;
const changed = (change: object, inData: object = {}) =>
  delivery({ ...driftEvent, ...change, data: { ...data, ...inData } });

describe('a CloudEvent of drift', () => {
  it('becomes one report with comparator, limit and detector, all times in UTC', () => {
    expect(reportIn(kind, delivery(driftEvent))).toEqual({
      id: '/monitors/churn run-118',
      status: 'breach',
      watched: { registry: 'mlflow', model: 'churn', version: '7', environment: 'production', deployed: null },
      window: { start: '2026-11-29T23:00:00.000Z', end: '2026-11-30T09:00:00.000Z' },
      at: '2026-11-30T09:00:00.000Z',
      baseline: 'training',
      detector: 'evidently/0.7.21',
      reportUrl: 'https://reports.example/118',
      readings: [
        { feature: 'age', metric: 'psi', value: 0.31, threshold: 0.1, comparator: '>=', breach: true },
        { feature: 'tenure', metric: 'ks_pvalue', value: 0.4, threshold: 0.05, comparator: '<=', breach: false },
      ],
      drill: false,
    });
  });

  it('says the same in binary mode, in a batch, in base64, and pushed by Pub/Sub', () => {
    const same = reportsIn(kind, delivery(driftEvent));
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(value)]),
    );
    const base64 = { ...attributes, data_base64: Buffer.from(JSON.stringify(data)).toString('base64') };
    expect(reportsIn(kind, delivery(data, {}, headers))).toEqual(same);
    expect(reportsIn(kind, delivery([driftEvent]))).toEqual(same);
    expect(reportsIn(kind, delivery(base64))).toEqual(same);
    expect(reportsIn(kind, delivery(pushed(driftEvent)))).toEqual(same);
    expect(reportsIn(kind, delivery(pushed(data, headers)))).toEqual(same);
  });

  it('takes the model from its subject where the data name none', () => {
    const watched = (subject: string) => {
      const { registry, model, version } = reportIn(kind, changed({ subject }, { model: undefined })).watched;
      return [registry, model, version];
    };
    expect(watched('mlflow/churn@7')).toEqual(['mlflow', 'churn', '7']);
    expect(watched('churn')).toEqual([null, 'churn', null]);
    expect(watched('uc/main.risk.churn@12')).toEqual(['uc', 'main.risk.churn', '12']);
  });

  it('that resolves, or finds nothing, is fine; one that could not tell has failed', () => {
    const resolved = { type: 'io.countersign.drift.resolved.v1' };
    const status = (change: object, inData: object) => reportIn(kind, changed(change, inData)).status;
    expect(status(resolved, { status: undefined })).toBe('ok');
    expect(status({}, { status: 'ok' })).toBe('ok');
    expect(status({}, { status: 'failed', features: [] })).toBe('failed');
    expect(status({}, { status: undefined })).toBe('breach');
    expect(status({}, { status: undefined, features: undefined })).toBe('breach');
    expect(status({}, { status: undefined, features: [{ metric: 'psi', value: 'NaN' }] })).toBe('failed');
  });

  it('knows that p-values drift when they are low, and never mixes a distance with a divergence', () => {
    const read = (feature: object) => reportIn(kind, changed({}, { features: [feature] })).readings[0];
    expect(read({ metric: 'Jensen-Shannon distance', value: '0.2', threshold: 0.1 })).toMatchObject({
      feature: null,
      metric: 'js_distance',
      value: 0.2,
      comparator: '>=',
      breach: true,
    });
    expect(read({ metric: 'ks_p_value', value: 0.01, threshold: 0.05 })).toMatchObject({
      metric: 'ks_pvalue',
      comparator: '<',
      breach: true,
    });
    expect(read({ metric: 'Tail Weight', value: 3, threshold: 2 })).toMatchObject({
      metric: 'tail_weight',
      comparator: null,
      breach: null,
    });
  });

  it('reads bare NaN and Infinity, as Python writes them, and leaves such words in texts alone', () => {
    const text = JSON.stringify(driftEvent)
      .replace('0.31', 'NaN')
      .replace('"threshold":0.1', '"threshold":-Infinity')
      .replace('"tenure"', '"NaN \\"Infinity"');
    expect(reportIn(kind, delivery(text)).readings).toMatchObject([
      { feature: 'age', value: null, threshold: null, breach: true },
      { feature: 'NaN "Infinity', value: 0.4 },
    ]);
  });

  it('is as of its window; of one that is open, as of when it was sent; and what is ahead of its time stays ahead', () => {
    const at = (time: string | undefined, window?: object) => reportIn(kind, changed({ time }, { window })).at;
    const open = { start: '2026-11-30T00:00:00Z', end: '2026-12-01T00:00:00Z' };
    expect(at('2026-11-30T11:00:00Z', open)).toBe('2026-11-30T11:00:00.000Z');
    expect(at(undefined, open)).toBe(receivedAt);
    expect(at(undefined)).toBe(receivedAt);
    expect(at('2027-01-01T00:00:00Z')).toBe('2027-01-01T00:00:00.000Z');
  });

  it('of 5,000 features is one report, and a drill says so', () => {
    const features = Array.from({ length: 5000 }, (_, i) => ({
      name: `f${i}`,
      metric: 'psi',
      value: i / 1e4,
      threshold: 0.2,
    }));
    const report = reportIn(kind, changed({}, { features, drill: true }));
    expect(report.readings).toHaveLength(5000);
    expect(report.readings.filter(({ breach }) => breach === true)).toHaveLength(3000);
    expect(report.drill).toBe(true);
  });

  it.each([
    ['specversion', { specversion: '0.3' }, {}, '/specversion'],
    ['type', { type: 'io.countersign.model.version.created.v1' }, {}, '/type'],
    ['id', { id: '' }, {}, '/id'],
    ['source', { source: undefined }, {}, '/source'],
    ['time', { time: 'yesterday' }, { window: undefined }, '/time'],
    ['model', { subject: undefined }, { model: undefined }, '/data/model/name'],
    ['status', {}, { status: 'bad' }, '/data/status'],
    ['contradiction', { type: 'io.countersign.drift.resolved.v1' }, {}, '/data/status'],
    ['window', {}, { window: { start: '2026-11-30T09:00:00Z' } }, '/data/window/end'],
    [
      'turned window',
      {},
      { window: { start: '2026-11-30T09:00:00Z', end: '2026-11-30T08:00:00Z' } },
      '/data/window/start',
    ],
    ['features', {}, { features: {} }, '/data/features'],
    ['metric', {}, { features: [{ name: 'age', value: 1 }] }, '/data/features/0/metric'],
    ['value', {}, { features: [{ metric: 'psi', value: 'high' }] }, '/data/features/0/value'],
    ['comparator', {}, { features: [{ metric: 'psi', comparator: '~' }] }, '/data/features/0/comparator'],
    ['breach', {}, { features: [{ metric: 'psi', breach: 'maybe' }] }, '/data/features/0/breach'],
    ['address', {}, { report_url: 'javascript:alert(1)' }, '/data/report_url'],
  ])('with a wrong %s is refused, and told where', (_name, change, inData, at) => {
    expect(refusalOf(kind, changed(change, inData)).at).toBe(at);
    expect(refusalOf(kind, delivery([driftEvent, { ...driftEvent, id: 3 }])).at).toBe('/1/id');
  });

  it.each([
    ['nothing', ''],
    ['half of it', JSON.stringify(driftEvent).slice(0, 300)],
    ['bytes that are no UTF-8', new Uint8Array([0xff, 0xfe])],
    ['a number', 7],
    ['an object of something else', { hello: 'world' }],
  ])('is not %s', (_name, body) => {
    expect(refusalOf(kind, delivery(body))).toMatchObject({ at: '', because: expect.stringMatching(/\.$/) });
  });
});
