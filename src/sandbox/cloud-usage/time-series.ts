import { invalid } from '../vertex-pipelines/refusal.ts';
import { resourceTypes, type Series, seriesOf } from './series.ts';
import type { PretendUsage } from './state.ts';

const hourMs = 3_600_000;
/** Cloud Monitoring keeps most of its data for six weeks. */
const keptMs = 42 * 24 * hourMs;

const reducers: Readonly<Record<string, (values: readonly number[]) => number>> = {
  REDUCE_SUM: (values) => values.reduce((sum, value) => sum + value, 0),
  REDUCE_MAX: (values) => Math.max(...values),
};

/** The parameters of `projects.timeSeries.list` that are understood. */
const parameters = [
  'filter',
  'interval.startTime',
  'interval.endTime',
  'aggregation.alignmentPeriod',
  'aggregation.perSeriesAligner',
  'aggregation.crossSeriesReducer',
  'aggregation.groupByFields',
  'view',
  'pageSize',
  'pageToken',
];

/**
 * Answers `projects.timeSeries.list`: one metric, one project, hours, sums and maxima over groups, newest point first,
 * and pages that end within a series. Refuses with a GoogleRefusal what it does not serve.
 */
export function listTimeSeries(
  all: readonly PretendUsage[],
  query: URLSearchParams,
  { nowMs, mostPoints }: { readonly nowMs: number; readonly mostPoints: number },
): object {
  const unknown = [...query.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) throw invalid(`Invalid JSON payload received. Unknown name "${unknown}".`);
  const filter = filterIn(query.get('filter') ?? '');
  const resource = resourceTypes[filter.metric];
  if (resource === undefined) throw invalid(`Cannot find metric(s) that match type = "${filter.metric}".`);
  if (filter.resource !== null && filter.resource !== resource) return {};
  const [fromMs, toMs] = intervalIn(query, nowMs);
  const series = all
    .filter(({ project }) => filter.project === null || filter.project === project)
    .flatMap((usage) => seriesOf(usage, filter.metric, fromMs, toMs))
    .filter(({ labels }) => filter.oneOf.every(([name, values]) => values.includes(labels[name] ?? '')));
  if (query.get('view') === 'HEADERS')
    return { timeSeries: series.slice(0, 1).map((one) => written(one, [], resource)) };
  const joined = joinedBy(series, query);
  return page(joined, query, resource, mostPoints);
}

interface Filter {
  readonly metric: string;
  readonly resource: string | null;
  readonly project: string | null;
  readonly oneOf: readonly (readonly [name: string, values: readonly string[]])[];
}

function filterIn(text: string): Filter {
  const found = new Map<string, string>();
  const oneOf: [string, string[]][] = [];
  for (const part of text.split(' AND ')) {
    const [, name = '', value = ''] = /^([\w.]+) ?= ?"([^"]*)"$/.exec(part) ?? [];
    const [, listed = '', values = ''] = /^([\w.]+) ?= ?one_of\((.*)\)$/.exec(part) ?? [];
    if (['metric.type', 'resource.type', 'project'].includes(name)) found.set(name, value);
    else if (name !== '') oneOf.push([name, [value]]);
    else if (listed !== '') oneOf.push([listed, [...values.matchAll(/"([^"]*)"/g)].map(([, one = '']) => one)]);
    else throw invalid(`Field filter had an invalid value of "${text}": Could not parse filter.`);
  }
  const metric = found.get('metric.type');
  if (metric === undefined) throw invalid('Field filter had an invalid value: It must specify one metric type.');
  return { metric, resource: found.get('resource.type') ?? null, project: found.get('project') ?? null, oneOf };
}

function intervalIn(query: URLSearchParams, nowMs: number): readonly [number, number] {
  const [from, to] = ['interval.startTime', 'interval.endTime'].map((name) => Date.parse(query.get(name) ?? ''));
  if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to) || from > to) {
    throw invalid('Field interval had an invalid value: The start time must be before the end time.');
  }
  return [Math.max(from, nowMs - keptMs), Math.min(to, nowMs)];
}

/** By groups and hours, as the reducer says. */
function joinedBy(series: readonly Series[], query: URLSearchParams): readonly Series[] {
  const reduce = reducers[query.get('aggregation.crossSeriesReducer') ?? ''];
  const aligners = ['ALIGN_DELTA', 'ALIGN_MEAN'];
  if (query.get('aggregation.alignmentPeriod') !== '3600s' || reduce === undefined) {
    throw invalid('Field aggregation had an invalid value: only hours and sums or maxima are served here.');
  }
  if (!aligners.includes(query.get('aggregation.perSeriesAligner') ?? '')) {
    throw invalid('Field aggregation.perSeriesAligner had an invalid value.');
  }
  const by = query.getAll('aggregation.groupByFields');
  const groups = Map.groupBy(series, ({ labels }) => JSON.stringify(by.map((name) => labels[name] ?? '')));
  return [...groups.values()].flatMap((group) => {
    const labels = Object.fromEntries(by.map((name) => [name, group[0]?.labels[name] ?? '']));
    const hours = Map.groupBy(
      group.flatMap(({ points }) => points),
      ({ hourMs: at }) => at,
    );
    const points = [...hours].map(([at, found]) => ({ hourMs: at, value: reduce(found.map(({ value }) => value)) }));
    return points.length === 0 ? [] : [{ labels, points: points.sort((a, b) => b.hourMs - a.hourMs) }];
  });
}

/** Pages count points, so that one may end within a series. */
function page(all: readonly Series[], query: URLSearchParams, resource: string, mostPoints: number): object {
  const size = Math.min(Number(query.get('pageSize') || mostPoints), mostPoints);
  const offset = Number(query.get('pageToken') || 0);
  if (!Number.isInteger(offset) || offset < 0) throw invalid('Field page_token had an invalid value.');
  const timeSeries: object[] = [];
  let at = 0;
  for (const series of all) {
    const points = series.points.filter((_, index) => at + index >= offset && at + index < offset + size);
    at += series.points.length;
    if (points.length > 0) timeSeries.push(written(series, points, resource));
  }
  return { timeSeries, ...(offset + size < at && { nextPageToken: String(offset + size) }) };
}

function written({ labels }: Series, points: Series['points'], resource: string): object {
  const of = (prefix: string) =>
    Object.fromEntries(
      Object.entries(labels).flatMap(([name, value]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
      ),
    );
  const systemLabels = of('metadata.system_labels.');
  return {
    metric: { labels: of('metric.labels.') },
    resource: { type: resource, labels: of('resource.labels.') },
    ...(Object.keys(systemLabels).length > 0 && { metadata: { systemLabels } }),
    points: points.map(({ hourMs: from, value }) => ({
      interval: { startTime: new Date(from).toISOString(), endTime: new Date(from + hourMs).toISOString() },
      value: Number.isInteger(value) ? { int64Value: String(value) } : { doubleValue: value },
    })),
  };
}
