import { shiftDay } from '#cost/day.ts';
import { usedDays } from '#cost/usage-days.ts';
import type { ResourceUsage } from '#domain/cloud-usage.ts';
import type { CostDay } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { UpstreamError } from '#errors.ts';
import { instantOfWall, wallMs } from '#playbook/zone.ts';
import { replaceUsage } from '#store/usage-days.ts';
import {
  changeUsageSource,
  seeUsageSource,
  takeUsageSource,
  type UsageSourceRow,
  usageSourceRows,
} from '#store/usage-sources.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { type ServedVersion, servedBy } from './served-by.ts';

/** A turn that took longer is free for another worker. */
const turnMs = 10 * 60_000;
/** Usage is read in the night of the reporting zone, an hour after the bills. */
const nightHour = 5;
const firstRetryMs = 15 * 60_000;
const longestRetryMs = 6 * 3_600_000;
/** How much is read at first; afterwards the days since, and the last two anew, whose points may have come late. */
const firstDays = 35;
const againDays = 2;
const keptDays = 120;
const hourMs = 3_600_000;

/** Sends the job of every connection that is due: at night, after a missed night, and as soon as it is connected. */
export async function sweepUsage(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  if (setting.usage.size === 0) return;
  const now = new Date(setting.now());
  const { zone } = setting.playbooks().set.org;
  const known = new Map((await usageSourceRows(db, workspaceId)).map((row) => [row.source, row]));
  for (const [source, { title, provider, project }] of setting.usage) {
    const row = known.get(source);
    if (row === undefined)
      await seeUsageSource(db, { workspaceId, source, title, provider, project, zone, nextAt: now });
    if (row === undefined || row.nextAt <= now) await setting.sendJob(db, 'read-usage', { source });
  }
}

/**
 * Reads the whole days of one connection that are not known yet, if it is its turn, and puts them in place of what was
 * known. A failure is tried again, when a quota says so or ever later; it never throws an `UpstreamError`.
 */
export async function readUsage(setting: Setting, source: string): Promise<void> {
  const usage = setting.usage.get(source);
  if (usage === undefined) return;
  const { db, workspaceId } = setting;
  const now = new Date(setting.now());
  const turn = { now, until: new Date(now.getTime() + turnMs) };
  const row = await takeUsageSource(db, { workspaceId, source }, turn);
  if (row === null) return;
  try {
    const span = spanToRead(setting, row);
    const { zone } = setting.playbooks().set.org;
    const startOf = (day: CostDay) => instantAt(hourAt(instantOfWall(Date.parse(`${day}T00:00:00Z`), zone, 'first')));
    const found = await usage.read({ from: startOf(span.first), to: startOf(shiftDay(span.last, 1)) });
    await store(setting, row, { span, found, served: await servedBy(setting, row, found) });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await putOff(setting, row, error);
  }
}

/** Whole days up to yesterday; all of them anew in another zone or project. */
function spanToRead(setting: Setting, row: UsageSourceRow): DaySpan {
  const last = reportingDay(setting, -1);
  const first = shiftDay(last, 1 - firstDays);
  if (row.through === null || isNew(setting, row)) return { first, last };
  const next = shiftDay(row.through < last ? row.through : last, 1 - againDays);
  return { first: next < first ? first : next, last };
}

/** Whether what is known of it is of another project, or of days that began at other hours. */
function isNew(setting: Setting, { source, zone, project }: UsageSourceRow): boolean {
  return zone !== setting.playbooks().set.org.zone || project !== setting.usage.get(source)?.project;
}

/** Monitoring counts whole hours; where days begin at half past one, the hour belongs to the day it mostly lies in. */
function hourAt(ms: number): number {
  return Math.round(ms / hourMs) * hourMs;
}

interface Reading {
  readonly span: DaySpan;
  readonly found: readonly ResourceUsage[];
  /** What a deployed version is. */
  readonly served: (one: ResourceUsage) => ServedVersion | null;
}

async function store(setting: Setting, row: UsageSourceRow, { span, found, served }: Reading): Promise<void> {
  const { workspaceId, source } = row;
  const { zone } = setting.playbooks().set.org;
  const dayOf = (hour: string) => new Date(wallMs(epochMs(hour) + hourMs / 2, zone)).toISOString().slice(0, 10);
  const rows = found.flatMap((one) => {
    const { kind, project, resource, name, alsoBilledAs, labels, deployed } = one;
    const { registry = null, modelName = null, version = null } = served(one) ?? {};
    const what = { kind, project, resource, name, alsoBilledAs, labels, deployed: deployed ?? '' };
    return usedDays(one, dayOf).map((day) => ({ workspaceId, source, ...what, ...day, registry, modelName, version }));
  });
  const now = new Date(setting.now());
  await setting.db.transaction(async (tx) => {
    await replaceUsage(
      tx,
      { workspaceId, source, ...span },
      rows,
      isNew(setting, row) ? span.first : shiftDay(span.last, -keptDays),
    );
    await changeUsageSource(tx, row, {
      title: setting.usage.get(source)?.title ?? row.title,
      project: setting.usage.get(source)?.project ?? row.project,
      zone,
      since: isNew(setting, row) || row.since === null || row.since > span.first ? span.first : row.since,
      through: span.last,
      readAt: now,
      nextAt: nextNight(setting),
      failures: 0,
      trouble: null,
    });
    await setting.sendJob(tx, 'find-idle', { asOf: span.last });
  });
}

async function putOff(setting: Setting, row: UsageSourceRow, error: UpstreamError): Promise<void> {
  const afterMs = error.retryAfterMs ?? Math.min(firstRetryMs * 2 ** Math.min(row.failures, 10), longestRetryMs);
  await changeUsageSource(setting.db, row, {
    nextAt: new Date(epochMs(setting.now()) + afterMs),
    failures: row.failures + 1,
    trouble: error.message,
  });
}

/** The next time it is five in the morning in the reporting zone. */
function nextNight(setting: Setting): Date {
  const { zone } = setting.playbooks().set.org;
  const at = (day: CostDay) => instantOfWall(Date.parse(`${day}T00:00:00Z`) + nightHour * hourMs, zone, 'first');
  const tonight = at(reportingDay(setting));
  return new Date(tonight > epochMs(setting.now()) ? tonight : at(reportingDay(setting, 1)));
}
