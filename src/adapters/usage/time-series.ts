import type { UsageHour, UsageWindow } from '#domain/cloud-usage.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { UpstreamError } from '#errors.ts';
import type { GoogleApi, UsageHttp } from './http.ts';
import type { Metric } from './metrics.ts';
import type { CloudUsageOptions } from './options.ts';
import { timeSeriesAnswer } from './schema.ts';

export const monitoring: GoogleApi = { system: 'Cloud Monitoring', api: 'monitoring.googleapis.com' };

export const seriesPermission = 'monitoring.timeSeries.list';

/** One series, one point an hour, oldest first. Labels are those of metric and resource, and the machine's name. */
export interface HourlySeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly hours: readonly UsageHour[];
}

const hourMs = 3_600_000;
const pageSize = 50_000;

/**
 * Every series of a metric in one project, all pages. A project may see the metrics of others, which are left out. Throws
 * an UpstreamError for more points than are allowed: half of what is used would look like all of it.
 */
export async function hourlySeries(
  http: UsageHttp,
  { project, mostPoints }: Pick<CloudUsageOptions, 'project' | 'mostPoints'>,
  metric: Metric,
  { from, to }: UsageWindow,
  narrower: string | null = null,
): Promise<readonly HourlySeries[]> {
  const found = new Map<string, { readonly labels: HourlySeries['labels']; readonly hours: UsageHour[] }>();
  let points = 0;
  let pageToken = '';
  const seen = new Set<string>();
  do {
    const page = await http.need(
      {
        ...monitoring,
        method: 'GET',
        path: `/v3/projects/${encodeURIComponent(project)}/timeSeries`,
        query: {
          filter: filterOf(project, metric, narrower),
          'interval.startTime': from,
          'interval.endTime': to,
          'aggregation.alignmentPeriod': '3600s',
          'aggregation.perSeriesAligner': metric.aligner,
          'aggregation.crossSeriesReducer': metric.reducer,
          'aggregation.groupByFields': metric.by,
          view: 'FULL',
          pageSize: String(pageSize),
          pageToken: pageToken === '' ? null : pageToken,
        },
        doing: `read ${metric.type}`,
        permission: seriesPermission,
      },
      timeSeriesAnswer,
    );
    for (const series of page.timeSeries) {
      points += series.points.length;
      const labels = { ...namesOf(series.metadata.systemLabels), ...series.metric.labels, ...series.resource.labels };
      // A page may end within a series, whose other points are on the next.
      const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
      const known = found.get(key) ?? { labels, hours: [] };
      found.set(key, known);
      for (const { interval, value } of series.points) {
        known.hours.push({ hour: instantAt(Date.parse(interval.endTime) - hourMs), used: value });
      }
    }
    if (points > mostPoints) throw tooMany(metric, project, mostPoints);
    pageToken = page.nextPageToken;
    if (seen.has(pageToken)) throw goesInCircles(metric);
    seen.add(pageToken);
  } while (pageToken !== '');
  return [...found.values()].map(({ labels, hours }) => ({
    labels,
    hours: hours.sort((a, b) => epochMs(a.hour) - epochMs(b.hour)),
  }));
}

function filterOf(project: string, { type, resource }: Metric, narrower: string | null): string {
  const parts = [`metric.type = "${type}"`, `resource.type = "${resource}"`, `project = "${project}"`];
  return [...parts, ...(narrower === null ? [] : [narrower])].join(' AND ');
}

function namesOf({ name }: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return typeof name === 'string' ? { name } : {};
}

function tooMany({ type }: Metric, project: string, most: number): UpstreamError {
  const sentence = `${monitoring.system} has more than ${most} points of ${type} in ${project}, which is more than we read. Divide the project, or tell whoever maintains Countersign.`;
  return new UpstreamError(monitoring.system, sentence, { retryable: false });
}

function goesInCircles({ type }: Metric): UpstreamError {
  const sentence = `${monitoring.system} gives the same page of ${type} again and again. It is asked again later.`;
  return new UpstreamError(monitoring.system, sentence, { retryable: true });
}
