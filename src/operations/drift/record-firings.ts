import type { Firing } from '#playbook/alerts/fold-alert.ts';
import type { Executor } from '#store/database.ts';
import {
  addDriftAlert,
  changeDriftAlert,
  type DriftAlertRow,
  type NewDriftAlert,
  nextAlertNumber,
} from '#store/drift-alerts.ts';
import { appendLedger, type LedgerEvent } from '#store/ledger.ts';
import type { Setting } from '../setting.ts';
import { tellNews } from './tell-news.ts';

/** What all alerts of one group have in common. */
export type AlertSeed = Pick<
  NewDriftAlert,
  | 'workspaceId'
  | 'groupId'
  | 'registry'
  | 'modelName'
  | 'model'
  | 'version'
  | 'environment'
  | 'playbook'
  | 'playbookName'
  | 'rule'
  | 'feature'
  | 'criticality'
  | 'drill'
  | 'channel'
>;

export interface RecordedFirings {
  /** The alert that is open now; null if none is. */
  readonly open: DriftAlertRow | null;
  /** Whether it was open before. */
  readonly known: boolean;
  /** Those that were told and ended now. */
  readonly ended: readonly DriftAlertRow[];
}

/**
 * Makes the alerts of a group what its values say: each firing is one alert. One that overlaps an alert of before is that
 * alert; an alert that overlaps none never was. Ends come before beginnings, so that at most one is open at any time.
 */
export async function recordFirings(
  setting: Setting,
  tx: Executor,
  seed: AlertSeed,
  before: readonly DriftAlertRow[],
  firings: readonly Firing[],
): Promise<RecordedFirings> {
  const left = [...firings];
  const kept: { readonly row: DriftAlertRow; readonly firing: Firing }[] = [];
  for (const row of before) {
    const index = left.findIndex((firing) => overlaps(row, firing));
    const [firing] = index < 0 ? [] : left.splice(index, 1);
    if (firing === undefined) await retract(setting, tx, row);
    else kept.push({ row, firing });
  }
  const ended: DriftAlertRow[] = [];
  let open: DriftAlertRow | null = null;
  let known = false;
  for (const { row, firing } of kept.toSorted(
    (a, b) => Number(a.firing.until === null) - Number(b.firing.until === null),
  )) {
    const changed = await follow(setting, tx, row, firing);
    if (changed.clearedAt === null) {
      open = changed;
      known = row.clearedAt === null;
    } else if (row.clearedAt === null && row.toldAt !== null) ended.push(changed);
  }
  for (const firing of left) {
    const added = await begin(setting, tx, seed, { kind: 'drift', ...firing });
    if (added.clearedAt === null) open = added;
  }
  return { open, known, ended };
}

/** Opens an alert, or records one that was over when it was noticed. */
export async function begin(
  setting: Setting,
  tx: Executor,
  seed: AlertSeed,
  { kind, since, until, because, endedBecause }: Firing & { readonly kind: DriftAlertRow['kind'] },
): Promise<DriftAlertRow> {
  const row = await addDriftAlert(tx, {
    ...seed,
    id: setting.newId(),
    number: await nextAlertNumber(tx, setting.workspaceId),
    kind,
    because: endedBecause ?? because,
    openedAt: new Date(since),
    clearedAt: until === null ? null : new Date(until),
    noticedAt: new Date(setting.now()),
  });
  await recordAlert(setting, tx, row, 'alert_opened');
  return row;
}

/** Ends alerts that no playbook sets any more. */
export async function closeForgotten(setting: Setting, tx: Executor, rows: readonly DriftAlertRow[]): Promise<void> {
  for (const row of rows) {
    await end(setting, tx, row, 'No playbook sets this alert on the model any more.');
  }
}

/** Ends an alert now. */
export async function end(setting: Setting, tx: Executor, row: DriftAlertRow, because: string): Promise<DriftAlertRow> {
  const changed = await changeDriftAlert(tx, row, { clearedAt: new Date(setting.now()), because });
  await recordAlert(setting, tx, changed, 'alert_cleared');
  const news = row.kind === 'no_data' ? 'values_again' : 'cleared';
  if (row.toldAt !== null) await tellNews(setting, tx, changed, { is: news, because, to: null });
  return changed;
}

function overlaps({ openedAt, clearedAt }: DriftAlertRow, { since, until }: Firing): boolean {
  const beginsInTime = clearedAt === null || Date.parse(since) <= clearedAt.getTime();
  return beginsInTime && (until === null || openedAt.getTime() <= Date.parse(until));
}

async function retract(setting: Setting, tx: Executor, row: DriftAlertRow): Promise<void> {
  const because = 'Values that came late show that it never was past its limit.';
  const now = new Date(setting.now());
  const changed = await changeDriftAlert(tx, row, { retractedAt: now, clearedAt: row.clearedAt ?? now, because });
  await recordAlert(setting, tx, changed, 'alert_retracted');
  if (row.toldAt !== null) await tellNews(setting, tx, changed, { is: 'retracted', because, to: null });
}

async function follow(setting: Setting, tx: Executor, row: DriftAlertRow, firing: Firing): Promise<DriftAlertRow> {
  const clearedAt = firing.until === null ? null : new Date(firing.until);
  const same = row.openedAt.getTime() === Date.parse(firing.since) && row.clearedAt?.getTime() === clearedAt?.getTime();
  if (same) return row;
  const because = firing.endedBecause ?? firing.because;
  const changed = await changeDriftAlert(tx, row, { openedAt: new Date(firing.since), clearedAt, because });
  if (row.clearedAt === null && clearedAt !== null) await recordAlert(setting, tx, changed, 'alert_cleared');
  if (row.clearedAt !== null && clearedAt === null) await recordAlert(setting, tx, changed, 'alert_reopened');
  return changed;
}

/** Appends to the chain what happened to an alert. */
export async function recordAlert(
  setting: Setting,
  tx: Executor,
  row: DriftAlertRow,
  event: LedgerEvent,
  details: Readonly<Record<string, string | null>> = {},
): Promise<void> {
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event,
    at: new Date(setting.now()),
    entry: {
      alert: `D-${row.number}`,
      kind: row.kind,
      subject: { registry: row.registry, model: row.model, name: row.modelName, version: row.version },
      playbook: row.playbook,
      rule: row.rule,
      feature: row.feature,
      opened: row.openedAt.toISOString(),
      cleared: row.clearedAt?.toISOString() ?? null,
      drill: row.drill,
      ...details,
    },
  });
}
