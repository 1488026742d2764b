import type { DriftReport } from '#domain/drift.ts';
import type { DriftPointRow } from '#store/drift-points.ts';
import type { DriftReportRow } from '#store/drift-reports.ts';
import type { Setting } from '../setting.ts';
import { modelsOnce, type Watched, watchedModel } from './watched-model.ts';

/** How far the clock of a sender may be ahead of ours, in milliseconds. */
export const aheadMs = 300_000;

/** A report with its row, as it is to be stored. */
export interface PreparedReport {
  readonly report: DriftReport;
  readonly row: DriftReportRow;
}

/** Finds out what a report is about and whether it can be taken now. `models` may be shared by reports of one turn. */
export async function prepareReport(
  setting: Setting,
  from: { readonly connection: string; readonly eventId: string | null; readonly receivedAt: Date },
  report: DriftReport,
  models = modelsOnce(setting),
): Promise<PreparedReport> {
  const nowMs = Date.parse(setting.now());
  const at = asOf(report, from.receivedAt);
  const ahead = at.getTime() > nowMs + aheadMs;
  const watched: Watched = ahead
    ? {
        known: false,
        because: `It is as of ${at.toISOString()}, which has not come yet: it is taken then. Check the clock of its sender.`,
      }
    : await watchedModel(setting, from.connection, report, models);
  const state = ahead ? 'future' : watched.known ? 'accepted' : 'unknown_model';
  return {
    report,
    row: {
      workspaceId: setting.workspaceId,
      ...from,
      reportId: report.id,
      state,
      because: watched.known ? takenSentence(report, watched) : watched.because,
      registry: watched.known ? watched.registry : null,
      modelName: watched.known ? watched.modelName : null,
      version: watched.known ? watched.version : null,
      environment: watched.known ? watched.environment : null,
      at,
      status: report.status,
      detector: report.detector,
      reportUrl: report.reportUrl,
      drill: report.drill,
      triedUnder: setting.playbooks().number,
      triedAt: new Date(nowMs),
      body: state === 'accepted' ? null : report,
    },
  };
}

/** A window that ends a little after it was told of is as of when that was; one that ends much later is told ahead of time. */
function asOf({ at, window }: DriftReport, receivedAt: Date): Date {
  const end = window === null ? Number.NEGATIVE_INFINITY : Date.parse(window.end);
  return new Date(end > receivedAt.getTime() + aheadMs ? end : at);
}

function takenSentence({ readings, drill }: DriftReport, watched: Extract<Watched, { known: true }>): string {
  const { modelName, version, environment } = watched;
  const which = version === null ? modelName : `${modelName} v${version}`;
  const where = environment === null ? '' : ` in ${environment}`;
  const past = readings.filter(({ breach }) => breach === true).length;
  const values = `${readings.length} ${readings.length === 1 ? 'value' : 'values'}`;
  return `Taken${drill ? ' as a drill' : ''} for ${which}${where}: ${values}, ${past} past the limit of its monitor.`;
}

/** The values of an accepted report. A monitor that could not tell says that nothing is known. */
export function pointsOf({ report, row }: PreparedReport): readonly DriftPointRow[] {
  const { registry, modelName } = row;
  if (row.state !== 'accepted' || registry === null || modelName === null) return [];
  const readings = new Map(report.readings.map((one) => [`${one.metric}\n${one.feature ?? ''}`, one]));
  return [...readings.values()].map(({ feature, metric, value, threshold, comparator, breach }) => ({
    workspaceId: row.workspaceId,
    registry,
    modelName,
    version: row.version ?? '',
    metric,
    feature: feature ?? '',
    connection: row.connection,
    drill: row.drill,
    at: row.at,
    value,
    threshold,
    comparator,
    breach,
    reportId: row.reportId,
  }));
}
