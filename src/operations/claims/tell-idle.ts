import type { LeftOn } from '#domain/claim.ts';
import type { CostDay } from '#domain/cost.ts';
import type { Executor } from '#store/database.ts';
import { addIdle, changeIdle, type IdleRow, lockIdle, openIdle } from '#store/idle-findings.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import { showDigestsAsking } from '../digest/show-digest.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { recordClaims } from './record-claims.ts';
import { channelOfTeam } from './teams.ts';

/** All that is left on, as the data of some providers shows it up to a day. */
export interface IdleSighting {
  readonly found: readonly LeftOn[];
  /** Providers whose usage was read: what they no longer show as unused is over. */
  readonly providers: readonly string[];
  /** The last day that the data covers. */
  readonly asOf: CostDay;
}

/**
 * Tells of each thing that is left on once, in the channel of its team; anew when the days it was kept for are over, or
 * when somebody said they stopped it and it is still seen. Ends those that are used again or gone.
 */
export async function tellIdle(setting: Setting, { found, providers, asOf }: IdleSighting): Promise<void> {
  const open = await openIdle(setting.db, setting.workspaceId);
  const known = new Map(open.map((row) => [keyOf(row), row]));
  const seen = new Map(found.map((thing) => [keyOf(thing), thing]));
  for (const thing of seen.values()) {
    const row = known.get(keyOf(thing));
    await setting.db.transaction(async (tx) =>
      row === undefined
        ? await tellFirst(setting, tx, thing, asOf)
        : await tellOn(setting, tx, row.id, { thing, asOf }),
    );
  }
  for (const row of open) {
    if (seen.has(keyOf(row)) || !providers.includes(row.provider) || asOf <= row.seenOn) continue;
    await setting.db.transaction(async (tx) => await end(setting, tx, row.id));
  }
}

function keyOf({ provider, resource }: Pick<LeftOn, 'provider' | 'resource'>): string {
  return JSON.stringify([provider, resource]);
}

/** What a row keeps of what was seen. */
function seenOf({ kind, name, project, sentence, since, costPerDay, team, barred }: LeftOn, asOf: CostDay) {
  const { amount = null, currency = null } = costPerDay ?? {};
  const seen = { kind, name, project, evidence: sentence, since, perDay: amount, currency, team, seenOn: asOf };
  return barred === undefined ? seen : { ...seen, barred };
}

async function tellFirst(setting: Setting, tx: Executor, thing: LeftOn, asOf: CostDay): Promise<void> {
  const { provider, resource, team } = thing;
  const row = await addIdle(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    provider,
    resource,
    ...seenOf(thing, asOf),
    channel: channelOfTeam(setting, team),
    askedAt: new Date(setting.now()),
  });
  if (row !== null) await tell(setting, tx, row, 'found');
}

async function tellOn(
  setting: Setting,
  tx: Executor,
  id: string,
  { thing, asOf }: { readonly thing: LeftOn; readonly asOf: CostDay },
): Promise<void> {
  const row = await lockIdle(tx, setting.workspaceId, id);
  if (row === null || row.endedAt !== null || asOf < row.seenOn) return;
  const { day } = row;
  const keptLongEnough = row.state === 'kept' && day !== null && reportingDay(setting) > day;
  // The day on which somebody stopped it is still billed for its hours before.
  const notStopped = row.state === 'stopped' && day !== null && asOf > day;
  const anew = keptLongEnough || notStopped;
  const asked = anew ? ({ state: 'open', day: null, askedAt: new Date(setting.now()) } as const) : {};
  await changeIdle(tx, row, { ...seenOf(thing, asOf), ...asked });
  const priced = row.perDay === null && thing.costPerDay !== null;
  const explained = thing.barred !== undefined && thing.barred !== row.barred;
  if (anew || priced || explained) await showIdle(setting, tx, row);
  if (!anew) return;
  await tell(setting, tx, { ...row, ...asked }, keptLongEnough ? 'kept_long_enough' : 'still_on');
}

async function tell(setting: Setting, tx: Executor, row: IdleRow, why: string): Promise<void> {
  await showIdle(setting, tx, row);
  const { provider, resource, since } = row;
  await recordClaims(setting, tx, 'idle_told', null, { idle: row.id, thing: { provider, resource, since }, why });
}

async function end(setting: Setting, tx: Executor, id: string): Promise<void> {
  const row = await lockIdle(tx, setting.workspaceId, id);
  if (row === null || row.endedAt !== null) return;
  await changeIdle(tx, row, { endedAt: new Date(setting.now()) });
  await showIdle(setting, tx, row);
  await recordClaims(setting, tx, 'idle_ended', null, { idle: row.id, state: row.state });
}

/** Shows it as it stands, in the message that asked about it last and in the digests that ask about it. */
export async function showIdle(setting: Setting, tx: Executor, row: IdleRow): Promise<void> {
  await showMessage(setting, tx, {
    key: idleKey(row),
    channel: row.channel,
    content: { view: 'idle-card', idleId: row.id },
  });
  await showDigestsAsking(setting, tx, row.id);
}

/** The key of the message that asked about it last. */
export function idleKey({ id, askedAt }: Pick<IdleRow, 'id' | 'askedAt'>): string {
  return messageKeys.idle(id, `card:${askedAt.getTime()}`);
}
