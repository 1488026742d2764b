import { comparators, type DriftReading, type DriftReport, type WatchedVersion } from '#domain/drift.ts';
import { below, Fault, member, members, objectsOf } from '../fault.ts';
import { directionOf, metricName } from '../metric-name.ts';
import { reading, statusOf } from '../reading.ts';
import { reportOf, unnamed } from '../report.ts';
import type { SentBody } from '../sent-body.ts';
import { ends, flagOf, momentOf, numberOf, pageOf, textOf, windowOf } from '../told-values.ts';
import { type DriftEvent, eventsIn } from './cloudevents-envelope.ts';

/**
 * CloudEvents 1.0 of drift, alone or as a batch: `io.countersign.drift.detected.v1` tells of a window whatever came of
 * it, `io.countersign.drift.resolved.v1` that it is over.
 */
export function readCloudEvents(body: SentBody): readonly DriftReport[] {
  return eventsIn(body).map((event) => reportIn(body, event));
}

function reportIn(body: SentBody, event: DriftEvent): DriftReport {
  const { data, at } = event;
  if (members(data) === null) throw new Fault(`${at || 'The body'} is no object with a drift report in it.`, at);
  const features = member(data, 'features') ?? [];
  const readings = objectsOf(features, below(at, 'features')).map((one, index) =>
    featureIn(one, below(at, 'features', index)),
  );
  const window = member(data, 'window');
  const places = ends(below(at, 'window'), 'start', 'end');
  return reportOf(body, {
    id: `${event.source} ${event.id}`,
    watched: watchedIn(event),
    window: windowOf(member(window, 'start'), member(window, 'end'), places),
    time: momentOf(event.time, event.places.time),
    status: statusIn(event, readings),
    baseline: textOf(member(data, 'baseline'), below(at, 'baseline')),
    detector: textOf(member(data, 'detector'), below(at, 'detector')) ?? 'unknown',
    reportUrl: pageOf(member(data, 'report_url'), below(at, 'report_url')),
    drill: flagOf(member(data, 'drill'), below(at, 'drill')) ?? false,
    readings,
  });
}

function statusIn({ data, at, resolved }: DriftEvent, readings: readonly DriftReading[]): DriftReport['status'] {
  const place = below(at, 'status');
  const status = textOf(member(data, 'status'), place);
  if (status !== null && status !== 'breach' && status !== 'ok' && status !== 'failed') {
    throw new Fault(`${place} is none of breach, ok and failed.`, place);
  }
  if (resolved && status === 'breach')
    throw new Fault(`${place} is breach in an event that says drift is over.`, place);
  if (status !== null) return status;
  if (resolved) return 'ok';
  return readings.length === 0 ? 'breach' : statusOf(readings);
}

function featureIn(one: unknown, at: string): DriftReading {
  const name = textOf(member(one, 'metric'), below(at, 'metric'));
  if (name === null) throw new Fault(`${at} has no metric, as "psi".`, below(at, 'metric'));
  const metric = metricName(name);
  const place = below(at, 'comparator');
  const written = textOf(member(one, 'comparator'), place);
  const comparator = comparators.find((known) => known === written) ?? null;
  if (written !== null && comparator === null) throw new Fault(`${place} is none of ${comparators.join(' ')}.`, place);
  return reading({
    feature: textOf(member(one, 'name'), below(at, 'name')),
    metric,
    value: numberOf(member(one, 'value'), below(at, 'value')),
    threshold: numberOf(member(one, 'threshold'), below(at, 'threshold')),
    comparator: comparator ?? directionOf(metric),
    breach: flagOf(member(one, 'breach'), below(at, 'breach')),
  });
}

/** `data.model`, or else the subject as `registry/model@version`. */
function watchedIn({ data, at, subject, places }: DriftEvent): WatchedVersion {
  const model = member(data, 'model');
  const place = below(at, 'model');
  const told = (name: string) => textOf(member(model, name), below(place, name));
  const named = { registry: told('registry'), model: told('name'), version: told('version') };
  const environment = told('environment');
  if (named.model !== null) return { ...unnamed, ...named, environment };
  const text = textOf(subject, places.subject);
  const [, registry = null, name = null, version = null] =
    /^(?:([^/]+)\/)?([^@]+?)(?:@([^@]+))?$/.exec(text ?? '') ?? [];
  if (name === null) {
    throw new Fault(
      'The event names no model: neither data.model.name nor subject, as "mlflow/churn@7".',
      below(place, 'name'),
    );
  }
  return {
    ...unnamed,
    registry: named.registry ?? registry,
    model: name,
    version: named.version ?? version,
    environment,
  };
}
