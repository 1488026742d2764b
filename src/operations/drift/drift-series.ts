import type { DriftSeries } from '#playbook/reported.ts';
import type { DriftPointRow } from '#store/drift-points.ts';

/** What a series about all of the data together is called among features. */
const allData = 'all data';

/** Points by signal, as series of one feature and one monitor each, oldest sample first. */
export function driftSeries(points: readonly DriftPointRow[]): Readonly<Record<string, readonly DriftSeries[]>> {
  const bySignal = Map.groupBy(points, ({ metric }) => metric);
  return Object.fromEntries(
    [...bySignal].map(([signal, of]) => {
      const series = Map.groupBy(of, ({ feature, connection }) => `${connection}\n${feature}`);
      return [signal, [...series.values()].map(seriesOf)];
    }),
  );
}

function seriesOf(points: readonly DriftPointRow[]): DriftSeries {
  const [first] = points;
  return {
    feature: first === undefined || first.feature === '' ? allData : first.feature,
    producer: first?.connection ?? null,
    samples: points
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      .map(({ at, value }) => ({ at: at.toISOString(), value })),
  };
}
