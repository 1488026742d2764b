import { describe, expect, it } from 'vitest';
import { driftSignal } from '#playbook/schema/values.ts';
import { anomalyEntry, delivery, incident, pushed, refusalOf, reportIn, reportsIn } from './deliveries.ts';

describe('the log of monitoring of endpoints', () => {
  const kind = 'vertex-monitoring';
  const payload = anomalyEntry.jsonPayload;
  const deployed = { monitoringJob: payload.modelDeploymentMonitoringJob, deployedModelId: '164' };
  const without = (change: object) => delivery(pushed({ ...anomalyEntry, jsonPayload: { ...payload, ...change } }));

  it('names job and deployed model, and tells what is past its limit', () => {
    expect(reportIn(kind, delivery(pushed(anomalyEntry)))).toEqual({
      id: 'entry 1x9@a1 2026-11-30T09:10:00.123Z',
      status: 'breach',
      watched: { registry: null, model: null, version: null, environment: null, deployed },
      window: { start: '2026-11-30T08:00:00.000Z', end: '2026-11-30T09:00:00.000Z' },
      at: '2026-11-30T09:00:00.000Z',
      baseline: 'training',
      detector: 'vertex-ai-model-monitoring/1',
      reportUrl: null,
      readings: [
        { feature: 'age', metric: 'feature_skew', value: 0.9, threshold: 0.3, comparator: '>', breach: true },
        { feature: 'plan', metric: 'feature_skew', value: null, threshold: 0.3, comparator: '>', breach: true },
      ],
      drill: false,
    });
  });

  it.each([
    ['RAW_FEATURE_SKEW', 'feature_skew'],
    ['RAW_FEATURE_DRIFT', 'feature_drift'],
    ['FEATURE_ATTRIBUTION_SKEW', 'attribution_skew'],
    ['FEATURE_ATTRIBUTION_DRIFT', 'attribution_drift'],
  ])('of %s measures %s, which playbooks can look at', (anomalyObjective, metric) => {
    const [reading] = reportIn(kind, without({ anomalyObjective })).readings;
    expect(reading?.metric).toBe(metric);
    expect(driftSignal.safeParse(metric).success).toBe(true);
  });

  it('says the same without the wrapping of Pub/Sub, and in whichever message it comes', () => {
    const same = reportsIn(kind, delivery(pushed(anomalyEntry)));
    expect(reportsIn(kind, delivery(anomalyEntry))).toEqual(same);
    expect(reportsIn(kind, delivery(pushed(anomalyEntry, {}, '137')))).toEqual(same);
  });

  it('without an id of its own is known by job, deployed model, objective and window', () => {
    const { insertId: _, ...entry } = anomalyEntry;
    expect(reportIn(kind, delivery(entry)).id).toBe(
      `${deployed.monitoringJob} 164 feature_skew 2026-11-30T09:00:00.000Z`,
    );
  });

  it('tells that a run failed, of one deployed model or of all that the job watches', () => {
    const failed = { ...anomalyEntry, logName: anomalyEntry.logName.replace('_anomaly', ''), severity: 'ERROR' };
    expect(reportIn(kind, delivery(failed))).toMatchObject({ status: 'failed', readings: [], watched: { deployed } });
    const { jsonPayload: _, ...bare } = failed;
    expect(reportIn(kind, delivery(bare)).watched.deployed).toEqual({
      monitoringJob: 'projects/northwind-ml/locations/europe-west4/modelDeploymentMonitoringJobs/668',
      deployedModelId: '',
    });
    expect(reportsIn(kind, delivery({ ...failed, severity: 'INFO' }))).toEqual([]);
  });

  it('of something else tells nothing', () => {
    const logName = 'projects/northwind-ml/logs/cloudaudit.googleapis.com%2Factivity';
    expect(reportsIn(kind, delivery(pushed({ ...anomalyEntry, logName })))).toEqual([]);
  });

  it.each([
    ['no job', without({ modelDeploymentMonitoringJob: undefined }), '/jsonPayload/modelDeploymentMonitoringJob'],
    ['another job', without({ modelDeploymentMonitoringJob: '../x' }), '/jsonPayload/modelDeploymentMonitoringJob'],
    ['no deployed model', without({ deployedModelId: 164 }), '/jsonPayload/deployedModelId'],
    ['no features', without({ featureAnomalies: 'all' }), '/jsonPayload/featureAnomalies'],
    [
      'a deviation in words',
      without({ featureAnomalies: [{ featureDisplayName: 'a', deviation: 'x' }] }),
      '/jsonPayload/featureAnomalies/0/deviation',
    ],
    ['no log', delivery({ insertId: 'a' }), '/logName'],
    ['no data', delivery({ message: { messageId: '1' } }), '/message/data'],
  ])('with %s is refused, and told where', (_name, sent, at) => {
    expect(refusalOf(kind, sent).at).toBe(at);
  });
});

describe('an incident of Cloud Monitoring', () => {
  const kind = 'cloud-monitoring';
  const changed = (change: object, rest: object = {}) =>
    delivery({ ...incident, ...rest, incident: { ...incident.incident, ...change } });

  it('opens as a breach of the model that the labels of its policy name, with numbers out of text', () => {
    expect(reportIn(kind, delivery(incident))).toEqual({
      id: '0.mabc open',
      status: 'breach',
      watched: { registry: null, model: 'churn', version: '7', environment: 'production', deployed: null },
      window: null,
      at: '2026-11-30T09:01:01.000Z',
      baseline: null,
      detector: 'cloud-monitoring',
      reportUrl: incident.incident.url,
      readings: [{ feature: 'age', metric: 'psi', value: 0.31, threshold: 0.2, comparator: '>', breach: true }],
      drill: false,
    });
    expect(reportsIn(kind, delivery(pushed(incident)))).toEqual(reportsIn(kind, delivery(incident)));
  });

  it('closes under the same incident', () => {
    const closed = { state: 'closed', ended_at: 1_796_029_861, observed_value: '0.1' };
    expect(reportIn(kind, changed(closed))).toMatchObject({
      id: '0.mabc closed',
      status: 'ok',
      at: '2026-11-30T09:11:01.000Z',
      readings: [{ value: 0.1, breach: false }],
    });
  });

  it('for a metric that is not there any more is a monitor that failed', () => {
    const condition = { conditionAbsent: { duration: '3600s' } };
    expect(reportIn(kind, changed({ condition, observed_value: '' }))).toMatchObject({
      status: 'failed',
      readings: [],
    });
  });

  it('names the model by the address where the policy does not, and its signal by a label', () => {
    const labels = { policy_user_labels: { signal: 'js-divergence' } };
    const body = { ...incident, incident: { ...incident.incident, ...labels } };
    expect(reportIn(kind, delivery(body, { model: 'churn' }))).toMatchObject({
      watched: { model: 'churn', version: null },
      readings: [{ metric: 'js_divergence', feature: null }],
    });
    expect(reportIn(kind, delivery(body)).watched.model).toBeNull();
  });

  it('that the console sends as a test is a drill where a model is named, and nothing otherwise', () => {
    expect(reportIn(kind, changed({}, { version: 'test' }))).toMatchObject({
      drill: true,
      watched: { model: 'churn' },
    });
    expect(reportsIn(kind, changed({ policy_user_labels: {} }, { version: 'test' }))).toEqual([]);
  });

  it.each([
    ['state', changed({ state: 'acknowledged' }), '/incident/state'],
    ['id', changed({ incident_id: 7 }), '/incident/incident_id'],
    ['value', changed({ observed_value: 'high' }), '/incident/observed_value'],
    ['body', delivery({ version: '1.2' }), '/incident'],
  ])('with a wrong %s is refused, and told where', (_name, sent, at) => {
    expect(refusalOf(kind, sent).at).toBe(at);
  });
});
