import { addDriftReports, reportsOfEvent } from '#store/drift-reports.ts';
import { type HookEventRow, settleHookEvents, waitingHookEvents } from '#store/hook-events.ts';
import type { Setting } from '../setting.ts';
import { hookSource } from '../take-hook.ts';
import { keepValues } from './keep-reports.ts';
import { type PreparedReport, prepareReport } from './translated-reports.ts';
import { modelsOnce } from './watched-model.ts';

/** What one turn of a connection takes at most, so that others have theirs: events, and bytes of them. */
const turn = { limit: 200, bytes: 4_000_000 };

type Settled = Parameters<typeof settleHookEvents>[2][number];

/**
 * Takes the oldest stored events of a connection: reads them, finds out what they are about, keeps their values once and
 * notes what became of each. Where more wait it sends itself again, behind the connections that wait already.
 */
export async function takeDriftReports(setting: Setting, connection: string): Promise<void> {
  const source = hookSource(setting, connection);
  const events = await waitingHookEvents(setting.db, source, turn);
  if (events.length === 0) return;
  const settled: Settled[] = [];
  const prepared: PreparedReport[] = [];
  const models = modelsOnce(setting);
  for (const event of events) {
    const translation = event.translation ?? translated(setting, connection, event);
    if (!translation.ok) settled.push({ id: event.externalId, ...unreadable(translation) });
    else if (translation.reports.length === 0) settled.push({ id: event.externalId, ...ofNoInterest });
    else prepared.push(...(await preparedOf(setting, connection, event, translation.reports, models)));
  }
  await setting.db.transaction(async (tx) => {
    const first = new Map(prepared.toReversed().map((one) => [one.row.reportId, one]));
    const rows = [...first.values()].map(({ row }) => row);
    const added = await addDriftReports(tx, rows);
    const fresh = [...first.values()].filter(({ row }) => added.has(row.reportId));
    await keepValues(setting, tx, fresh);
    await settleHookEvents(tx, source, [...settled, ...outcomes(prepared, new Set(fresh))]);
    await setting.sendJob(tx, 'take-drift-reports', { connection });
  });
}

function translated(setting: Setting, connection: string, { headers, raw, receivedAt }: HookEventRow) {
  const delivery = { headers, rawBody: raw ?? Buffer.alloc(0), receivedAt: receivedAt.toISOString() };
  return setting.drift.read(connection, delivery);
}

/** Sends the jobs of connections with events that were stored and not taken, should one have been lost. */
export async function sweepDriftEvents(setting: Setting): Promise<void> {
  for (const connection of setting.drift.hooks) {
    await setting.sendJob(setting.db, 'take-drift-reports', { connection });
  }
}

/** Notes anew what became of an event, once reports of it that waited were taken. */
export async function settleAgain(
  setting: Setting,
  tx: Parameters<typeof settleHookEvents>[0],
  connection: string,
  eventId: string,
): Promise<void> {
  const rows = await reportsOfEvent(tx, setting.workspaceId, connection, eventId);
  if (rows.length === 0) return;
  await settleHookEvents(tx, hookSource(setting, connection), [{ id: eventId, ...outcomeOf(rows) }]);
}

function unreadable({ because, at }: { readonly because: string; readonly at: string }) {
  return { state: 'unreadable', because: at === '' ? because : `${because} It is at ${at}.` } as const;
}

const ofNoInterest = { state: 'ignored', because: 'It is about something else than drift.' } as const;

async function preparedOf(
  setting: Setting,
  connection: string,
  { externalId, receivedAt }: HookEventRow,
  reports: readonly PreparedReport['report'][],
  models: ReturnType<typeof modelsOnce>,
): Promise<readonly PreparedReport[]> {
  const all: PreparedReport[] = [];
  for (const report of reports) {
    all.push(await prepareReport(setting, { connection, eventId: externalId, receivedAt }, report, models));
  }
  return all;
}

function outcomes(prepared: readonly PreparedReport[], fresh: ReadonlySet<PreparedReport>): readonly Settled[] {
  const byEvent = Map.groupBy(prepared, ({ row }) => row.eventId ?? '');
  return [...byEvent].map(([id, all]) => {
    const news = all.filter((one) => fresh.has(one)).map(({ row }) => row);
    if (news.length > 0) return { id, ...outcomeOf(news) };
    const what = all.length === 1 ? 'What it reports was' : `All ${all.length} reports in it were`;
    return { id, state: 'duplicate', because: `${what} known already.` } as const;
  });
}

const worstFirst = ['future', 'unknown_model', 'accepted'] as const;

function outcomeOf(rows: readonly PreparedReport['row'][]): Omit<Settled, 'id'> {
  const state = worstFirst.find((one) => rows.some((row) => row.state === one)) ?? 'accepted';
  const like = rows.filter((row) => row.state === state);
  const because = like[0]?.because ?? '';
  return { state, because: rows.length === 1 ? because : `${like.length} of ${rows.length} reports: ${because}` };
}
