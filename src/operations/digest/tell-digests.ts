import { shiftDay, weekdayOf } from '#cost/day.ts';
import { composeDigest } from '#digest/compose.ts';
import type { Json } from '#domain/canonical-json.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { epochMs } from '#domain/instant.ts';
import type { WeeklyDigest } from '#domain/weekly-digest.ts';
import { keepContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { digestSlotsSince, lastDigestSlot, takeDigestSlot } from '#store/digest-slots.ts';
import { appendLedger } from '#store/ledger.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { type Audience, everyAudience } from './audiences.ts';
import { billAwaited } from './bill-awaited.ts';
import { type DueTime, dueBefore, lastDue } from './due-time.ts';
import { showDigest } from './show-digest.ts';
import { type WeekFacts, weekFacts } from './week-facts.ts';

/** How many audiences one job tells before it lets others work. */
const batch = 100;
/** Of more digests than this that did not come, only the last are recorded. */
const mostMissed = 53;

interface DueAudience {
  readonly audience: Audience;
  readonly due: DueTime;
}

/** Sends the job of the digests that are due, if any is. */
export async function sweepDigests(setting: Setting): Promise<void> {
  const due = await dueAudiences(setting);
  if (due.length > 0) await setting.sendJob(setting.db, 'tell-digests', {});
}

/**
 * Tells every audience whose digest is due what its week was, once each however often and wherever this runs. What was
 * due before, while nothing ran, is recorded as missed and is told of in the one that comes. One audience that cannot be
 * told keeps no other from being told; its error is thrown at the end.
 */
export async function tellDigests(setting: Setting): Promise<void> {
  const due = await dueAudiences(setting);
  const known = new Map<string, Promise<WeekFacts>>();
  const errors: unknown[] = [];
  for (const one of due.slice(0, batch)) {
    try {
      await tellAudience(setting, one, known);
    } catch (error) {
      errors.push(error);
    }
  }
  if (due.length > batch) await setting.sendJob(setting.db, 'tell-digests', {});
  const [first] = errors;
  if (first !== undefined) throw first;
}

/** Whose last digest is not in a slot yet and waits for no bill, in the order in which they were due. */
async function dueAudiences(setting: Setting): Promise<readonly DueAudience[]> {
  const nowMs = epochMs(setting.now());
  const times = new Map<string, DueTime>();
  const all = (await everyAudience(setting)).map((audience) => {
    const clock = `${audience.time} ${audience.zone}`;
    const due = times.get(clock) ?? lastDue(audience.time, audience.zone, nowMs);
    times.set(clock, due);
    return { audience, due };
  });
  const oldest = all.reduce((day, { due }) => (due.period < day ? due.period : day), '9999-12-31');
  const taken = await digestSlotsSince(setting.db, setting.workspaceId, oldest);
  const due = all.filter((one) => (taken.get(one.audience.key) ?? '') < one.due.period);
  if (due.length === 0) return [];
  const isAwaited = await billAwaited(setting);
  return due.filter((one) => !isAwaited(one.due, weekBefore(one.due.period))).toSorted((a, b) => a.due.at - b.due.at);
}

async function tellAudience(
  setting: Setting,
  { audience, due }: DueAudience,
  known: Map<string, Promise<WeekFacts>>,
): Promise<void> {
  const { workspaceId } = setting;
  const last = await lastDigestSlot(setting.db, workspaceId, audience.key);
  const slot = { workspaceId, audience: audience.key, period: due.period, madeAt: new Date(setting.now()) };
  if (last === null) {
    await takeDigestSlot(setting.db, { ...slot, state: 'first' });
    return;
  }
  const missed = missedBetween(audience, last, due.period);
  const since = dueBefore(audience.time, audience.zone, due.period, missed.length + 1);
  const facts = await factsOf(setting, known, { since: since.at, until: due.at, week: weekBefore(due.period) });
  const { without, zone } = audience;
  const digest = composeDigest(await facts.of(audience.scope), { without, zone, missed });
  await setting.db.transaction(async (tx) => {
    const madeOf = digest === null ? null : await keepContent(tx, workspaceId, digest);
    const channel = digest === null ? null : audience.channel;
    const state = digest === null ? 'quiet' : 'told';
    const asks = (digest?.parts ?? []).flatMap(({ lines }) => lines.flatMap(({ idle }) => idle?.id ?? []));
    if (!(await takeDigestSlot(tx, { ...slot, state, digest: madeOf, channel, asks }))) return;
    for (const period of missed) await takeDigestSlot(tx, { ...slot, period, state: 'missed' });
    if (digest !== null) await show(setting, tx, audience, due.period, digest);
    if (missed.length > 0) {
      await recordDigest(setting, tx, 'digest_skipped', { audience: audience.key, periods: missed });
    }
  });
}

/** Appends to the ledger what was done about digests. */
export async function recordDigest(
  setting: Setting,
  tx: Executor,
  event: 'digest_skipped' | 'digest_subscribed' | 'digest_unsubscribed',
  entry: Readonly<Record<string, Json>>,
): Promise<void> {
  await appendLedger(tx, { workspaceId: setting.workspaceId, event, at: new Date(setting.now()), entry });
}

/** The last week that was over on a day. */
export function weekBefore(period: string): DaySpan {
  const monday = shiftDay(period, -weekdayOf(period));
  return { first: shiftDay(monday, -7), last: shiftDay(monday, -1) };
}

/** The days on which a digest was due after one that had its slot and before another one, oldest first. */
function missedBetween({ time, zone }: Audience, last: string, period: string): readonly string[] {
  const found: string[] = [];
  for (let weeks = 1; weeks <= mostMissed; weeks += 1) {
    const before = dueBefore(time, zone, period, weeks).period;
    if (before <= last) break;
    found.unshift(before);
  }
  return found;
}

async function factsOf(
  setting: Setting,
  known: Map<string, Promise<WeekFacts>>,
  span: Parameters<typeof weekFacts>[1],
): Promise<WeekFacts> {
  const key = `${span.since} ${span.until}`;
  const facts = known.get(key) ?? weekFacts(setting, span);
  // Only those of the span that is being told are kept: audiences come in the order in which they were due.
  if (!known.has(key)) known.clear();
  known.set(key, facts);
  return await facts;
}

async function show(
  setting: Setting,
  tx: Executor,
  { key: audience, channel }: Audience,
  period: string,
  { parts, inThread }: WeeklyDigest,
): Promise<void> {
  await showDigest(setting, tx, { audience, period, channel });
  if (inThread.length === 0 && parts.every(({ detail }) => detail.length === 0)) return;
  await showMessage(setting, tx, {
    key: messageKeys.digestDetail(audience, period),
    channel,
    threadKey: messageKeys.digest(audience, period),
    content: { view: 'digest-detail', audience, period },
  });
}
