import { z } from 'zod';
import type { Comparator, DriftReading, DriftReport, WatchedVersion } from '#domain/drift.ts';
import { versionBeside } from '../beside-body.ts';
import { Fault, formed } from '../fault.ts';
import { metricName } from '../metric-name.ts';
import { reading } from '../reading.ts';
import { reportOf } from '../report.ts';
import type { SentBody } from '../sent-body.ts';
import { clean, momentOf, numberOf, textOf } from '../told-values.ts';

const labels = z.record(z.string(), z.unknown()).nullish();

const notification = z.object({
  version: z.unknown().optional(),
  incident: z.object(
    {
      incident_id: z.string('the id of an incident is expected').min(1, 'this is empty').max(200, 'this is too long'),
      state: z.string('open or closed is expected').optional(),
      started_at: z.unknown().optional(),
      ended_at: z.unknown().optional(),
      url: z.unknown().optional(),
      metric: z.object({ type: z.unknown().optional() }).nullish(),
      policy_user_labels: labels,
      condition: z
        .object({
          conditionThreshold: z.object({ comparison: z.unknown().optional() }).nullish(),
          conditionAbsent: z.unknown().optional(),
        })
        .nullish(),
      condition_name: z.unknown().optional(),
      policy_name: z.unknown().optional(),
      threshold_value: z.unknown().optional(),
      observed_value: z.unknown().optional(),
    },
    'an incident is expected',
  ),
});

type Incident = z.infer<typeof notification>['incident'];

const comparisons: ReadonlyMap<unknown, Comparator> = new Map([
  ['COMPARISON_GT', '>'],
  ['COMPARISON_GE', '>='],
  ['COMPARISON_LT', '<'],
  ['COMPARISON_LE', '<='],
]);

/**
 * Reads a notification of Cloud Monitoring, version 1.2, of its webhook or its Pub/Sub channel: an incident opens and is
 * closed under one id. The user labels of its policy name the model: `model`, and as far as they are there
 * `model_version`, `environment`, `registry`, `signal` and `feature`; where
 * they do not, the catalogue may know what the connection watches. The test that Google's console sends is a drill
 * where a model is named, and nothing otherwise.
 */
export function readCloudMonitoring(body: SentBody): readonly DriftReport[] {
  const { version, incident } = formed(notification, body.json, '');
  const drill = version === 'test';
  const watched = watchedBy(incident, body);
  if (drill && watched.model === null) return [];
  const state = incident.state?.toLowerCase();
  if (state !== 'open' && state !== 'closed') {
    throw new Fault('/incident/state is neither open nor closed.', '/incident/state');
  }
  const opened = momentOf(incident.started_at, '/incident/started_at');
  const ended = momentOf(incident.ended_at, '/incident/ended_at');
  const silent = incident.condition?.conditionAbsent !== undefined && incident.condition.conditionAbsent !== null;
  return [
    reportOf(body, {
      id: `${clean(incident.incident_id)} ${state}${drill ? ` drill ${body.deliveryId ?? body.receivedAt}` : ''}`,
      status: state === 'closed' ? 'ok' : silent ? 'failed' : 'breach',
      watched,
      window: null,
      time: state === 'closed' ? (ended ?? null) : opened,
      baseline: null,
      detector: 'cloud-monitoring',
      reportUrl: consolePage(incident.url),
      readings: silent ? [] : [readingOf(incident, state === 'open')],
      drill,
    }),
  ];
}

function readingOf(incident: Incident, open: boolean): DriftReading {
  const type = typeof incident.metric?.type === 'string' ? incident.metric.type.split('/').at(-1) : undefined;
  const name = labelOf(incident, ['signal']) ?? type ?? textOf(incident.condition_name, '/incident/condition_name');
  return reading({
    feature: labelOf(incident, ['feature']),
    metric: metricName(name ?? 'incident'),
    value: numberOf(incident.observed_value, '/incident/observed_value'),
    threshold: numberOf(incident.threshold_value, '/incident/threshold_value'),
    comparator: comparisons.get(incident.condition?.conditionThreshold?.comparison) ?? null,
    breach: open,
  });
}

function watchedBy(incident: Incident, body: SentBody): WatchedVersion {
  const beside = versionBeside(body);
  return {
    ...beside,
    registry: labelOf(incident, ['registry']) ?? beside.registry,
    model: labelOf(incident, ['model']) ?? beside.model,
    version: labelOf(incident, ['model_version', 'version']) ?? beside.version,
    environment: labelOf(incident, ['environment', 'env']) ?? beside.environment,
  };
}

function labelOf({ policy_user_labels: given }: Incident, names: readonly string[]): string | null {
  return names.flatMap((name) => textOf(given?.[name], `/incident/policy_user_labels/${name}`) ?? [])[0] ?? null;
}

/** Google's own; anything else is not worth a refusal. */
function consolePage(url: unknown): string | null {
  return typeof url === 'string' && url.length <= 2000 && /^https:\/\/[\w.-]+\.google\.com\//.test(url) ? url : null;
}
