import { provisionalDays } from '#cost/data-span.ts';
import { shiftDay } from '#cost/day.ts';
import { mappedSlice } from '#cost/mapping.ts';
import type { CostDay, CostSlice, CostSource } from '#domain/cost.ts';
import { epochMs } from '#domain/instant.ts';
import { UpstreamError } from '#errors.ts';
import { instantOfWall, wallMs } from '#playbook/zone.ts';
import { mappingRules } from '#store/claims.ts';
import { noteDays } from '#store/cost-days.ts';
import { replaceDays } from '#store/cost-lines.ts';
import {
  type CostSourceRow,
  changeCostSource,
  costSourceRows,
  lockCostSource,
  seeCostSource,
  takeCostSource,
} from '#store/cost-sources.ts';
import type { Setting } from '../setting.ts';
import { changesAfter, type KnownChanges, noChanges } from './changed-days.ts';
import { keptLabels } from './kept-labels.ts';
import { type NextWindow, nextWindow } from './next-window.ts';
import { reportingDay } from './reporting-day.ts';

const dayMs = 86_400_000;
/** A turn that took longer is free for another worker. */
const turnMs = 10 * 60_000;
/** Bills are read in the night of the reporting zone, at this hour. */
const nightHour = 4;
const firstRetryMs = 15 * 60_000;
const longestRetryMs = 6 * 3_600_000;

/** Sends the job of every bill that is due: at night, after a missed night, and as soon as it is connected. */
export async function sweepCosts(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  if (setting.costs.size === 0) return;
  const now = new Date(setting.now());
  const known = new Map((await costSourceRows(db, workspaceId)).map((row) => [row.source, row]));
  for (const [source, { title }] of setting.costs) {
    const row = known.get(source);
    if (row === undefined) await seeCostSource(db, { workspaceId, source, title, nextAt: now });
    const due = row === undefined || row.nextAt <= now || row.readWith !== readWith(setting);
    if (due) await setting.sendJob(db, 'read-costs', { source });
  }
}

/**
 * Reads one bill if it is its turn, and puts the days that were read in place of what was known of them. One turn reads
 * one piece of days; while older ones are left, the next turn is at once. A failure is tried again later and is shown
 * wherever the bill is; it never throws an `UpstreamError`.
 */
export async function rollUp(setting: Setting, sourceId: string): Promise<void> {
  const source = setting.costs.get(sourceId);
  if (source === undefined) return;
  const { db, workspaceId } = setting;
  const now = new Date(setting.now());
  const [known] = (await costSourceRows(db, workspaceId)).filter((row) => row.source === sourceId);
  // Read before, with other label keys or in another zone: that does not wait for the night.
  const anew =
    known !== undefined && known.readAt !== null && known.readWith !== readWith(setting) && known.failures === 0;
  const turn = { now: anew && known.nextAt > now ? known.nextAt : now, until: new Date(now.getTime() + turnMs) };
  const row = await takeCostSource(db, { workspaceId, source: sourceId }, turn);
  if (row === null) return;
  try {
    const reading = await readNext(setting, source, row);
    await store(setting, row, reading);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await putOff(setting, row, error);
  }
}

interface Reading {
  readonly firstDay: CostDay | null;
  readonly window: NextWindow;
  readonly slice: CostSlice;
  readonly changes: KnownChanges;
}

async function readNext(setting: Setting, source: CostSource, row: CostSourceRow): Promise<Reading> {
  const { zone } = setting.playbooks().set.org;
  const same = row.readWith === readWith(setting);
  const today = reportingDay(setting);
  const firstDay = await source.firstDay(zone);
  const readOn = row.readAt === null ? null : dayAt(setting, row.readAt);
  const anew = { readFrom: null, wideOn: null, olderNext: false, readOn: null, ...noChanges };
  const window = nextWindow({ ...(same ? { ...row, readOn } : anew), firstDay }, today);
  const { first, last } = window;
  const labelKeys = keptLabels(setting);
  const slice = await source.read({ first, last, zone, labelKeys });
  const asked = { today, zone, labelKeys, watermark: slice.watermark };
  const changes = same ? await changesAfter(setting.db, source, row, window, asked) : noChanges;
  return { firstDay, window, slice, changes };
}

async function store(
  setting: Setting,
  row: CostSourceRow,
  { firstDay, window, slice, changes }: Reading,
): Promise<void> {
  const { workspaceId, source } = row;
  const now = new Date(setting.now());
  const { first, last, readFrom, wideOn } = window;
  const more = window.more || changes.changedNext;
  const newest = slice.lines.reduce<CostDay | null>(
    (day, line) => (day === null || line.day > day ? line.day : day),
    null,
  );
  await setting.db.transaction(async (tx) => {
    const held = await lockCostSource(tx, row);
    if (held === null) return;
    const days = { workspaceId, source, first, last };
    await replaceDays(tx, days, mappedSlice(slice, await mappingRules(tx, workspaceId)));
    const { fingerprints = [] } = slice;
    await noteDays(tx, days, { readAt: now, settledBefore: settledWhenRead(setting, row), fingerprints });
    const isNewest = last >= reportingDay(setting);
    await changeCostSource(tx, row, {
      revision: row.revision + 1,
      title: setting.costs.get(source)?.title ?? row.title,
      firstDay,
      readWith: readWith(setting),
      readFrom,
      wideOn,
      keptFrom: keptFrom(setting, row, window),
      olderNext: window.more,
      ...changes,
      readAt: now,
      nextAt: more ? now : nextNight(setting),
      failures: 0,
      trouble: null,
      ...(isNewest
        ? { newestDay: newest ?? row.newestDay, watermark: slice.watermark === null ? null : new Date(slice.watermark) }
        : {}),
    });
    if (more) await setting.sendJob(tx, 'read-costs', { source });
    else await setting.sendJob(tx, 'judge-costs', { revision: row.revision + 1 });
  });
}

/** Where the days without a gap begin now. A pass that begins anew leaves those of the one before. */
function keptFrom(setting: Setting, row: CostSourceRow, { first, last }: NextWindow): CostDay {
  const known = row.readWith === readWith(setting) ? row.keptFrom : null;
  return known === null || (first < known && last >= shiftDay(known, -1)) ? first : known;
}

/** Days before it were settled when the bill was last read: none, if it never was. */
function settledWhenRead(setting: Setting, { readAt }: CostSourceRow): CostDay {
  return shiftDay(dayAt(setting, readAt ?? new Date(0)), -provisionalDays);
}

function dayAt(setting: Setting, at: Date): CostDay {
  return reportingDay({ ...setting, now: () => at.toISOString() });
}

async function putOff(setting: Setting, row: CostSourceRow, error: UpstreamError): Promise<void> {
  const afterMs = error.retryAfterMs ?? Math.min(firstRetryMs * 2 ** Math.min(row.failures, 10), longestRetryMs);
  await changeCostSource(setting.db, row, {
    nextAt: new Date(epochMs(setting.now()) + afterMs),
    failures: row.failures + 1,
    trouble: error.message,
  });
}

/** The next time it is four in the morning in the reporting zone. */
function nextNight(setting: Setting): Date {
  const { zone } = setting.playbooks().set.org;
  const nowMs = epochMs(setting.now());
  const wall = wallMs(nowMs, zone);
  const tonight = wall - (wall % dayMs) + nightHour * 3_600_000;
  return new Date(instantOfWall(tonight > wall ? tonight : tonight + dayMs, zone, 'first'));
}

/** What a bill is read with, as one text: other label keys or another zone make other days of it. */
function readWith(setting: Setting): string {
  return JSON.stringify([setting.playbooks().set.org.zone, ...keptLabels(setting)]);
}
