import { describe, expect, it } from 'vitest';
import { drillableSignals, drillDeliveries } from '#adapters/drift/drill/drill-deliveries.ts';
import { translateDrift } from '#adapters/drift/translate-drift.ts';

const deployed = {
  monitoringJob: 'projects/482915673018/locations/europe-west4/modelDeploymentMonitoringJobs/668',
  deployedModelId: '164',
};
const at = '2026-11-30T09:00:00.123Z';
const later = '2026-11-30T12:00:00.000Z';
const kinds = ['drift-events', 'cloud-monitoring', 'vertex-monitoring'] as const;

describe.each(kinds)('a drill in the form of %s', (kind) => {
  const [first = 'psi', second = 'js_divergence'] = drillableSignals[kind] ?? [];
  const report = (value: number | null) => ({
    id: `drill-${value === null ? 'end' : 1}`,
    registry: 'mlflow',
    modelName: 'churn',
    at,
    readings: [
      { signal: first, feature: 'drill-1', value },
      { signal: second, feature: 'drill-1', value },
    ],
  });
  const read = (value: number | null) =>
    drillDeliveries(kind, report(value), deployed).map(({ id, body }) => {
      const told = translateDrift(kind, { headers: {}, rawBody: Buffer.from(body), receivedAt: later });
      if (!told.ok) throw new Error(told.because);
      return { id, reports: told.reports };
    });

  it.each([0.45, null])('is read as a drill that says %s of each signal, as of its moment', (value) => {
    const reports = read(value).flatMap((one) => one.reports);
    for (const one of reports) {
      expect(one).toMatchObject({ drill: true, at });
      if (kind === 'vertex-monitoring') expect(one.watched.deployed).toEqual(deployed);
      else expect(one.watched).toMatchObject({ registry: 'mlflow', model: 'churn' });
    }
    expect(
      reports
        .flatMap(({ readings }) => readings)
        .map(({ feature, metric, value: told }) => ({ feature, metric, value: told })),
    ).toEqual([
      { feature: 'drill-1', metric: first, value },
      { feature: 'drill-1', metric: second, value },
    ]);
  });

  it('has ids of its own, also of its reports', () => {
    const all = [...read(0.45), ...read(null)];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const reports = all.flatMap((one) => one.reports.map(({ id }) => id));
    expect(new Set(reports).size).toBe(reports.length);
    for (const { id } of all) expect(id).toMatch(/^drill-/);
  });
});

it('of monitoring of endpoints says nothing of a model that is not deployed', () => {
  const report = { id: 'drill-1', registry: 'vertex', modelName: 'churn', at, readings: [] };
  expect(drillDeliveries('vertex-monitoring', report, null)).toEqual([]);
});
