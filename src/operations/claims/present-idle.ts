import { type IdleRow, idleById, idleOfWeek } from '#store/idle-findings.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import type { IdleCard, IdleLine } from '#views/idle-card.ts';
import { rowPress } from '../effect-press.ts';
import { type Names, readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { alreadyAnswered, type ClaimsAct, listedIn } from './record-claims.ts';
import { ownersOfTeam } from './teams.ts';

/** Something that is left on, as its messages show it now. */
export async function idleCardOf(setting: Setting, id: string): Promise<IdleCard> {
  const row = await idleById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is nothing left on called ${id}`);
  const names = await readNames(setting, setting.db);
  return {
    ...lineOf(row, names, await requestOf(setting, row)),
    notTheirs: row.notTheirs.map((person) => names.of(person)),
    barred: row.barred,
    owners: ownersOfTeam(setting, row.team).map((person) => names.person(person)),
    press: rowPress(setting, 'idle', id),
  };
}

/** What the form says before its owners are asked to stop it. Throws a Refusal where that was decided. */
export async function idleToStop(setting: Setting, act: ClaimsAct): Promise<IdleCard> {
  await listedIn(setting, act);
  const card = await idleCardOf(setting, act.id);
  const { state, ended } = card;
  if (ended || state === 'stopping' || state === 'stopped') {
    return alreadyAnswered('That was decided already. Its card shows by whom.');
  }
  return card;
}

/** What was left on in the days since a moment, and what became of it, the newest first: for the week's report. */
export async function leftOnSince(setting: Setting, since: Date): Promise<readonly IdleLine[]> {
  const names = await readNames(setting, setting.db);
  const rows = await idleOfWeek(setting.db, setting.workspaceId, since);
  return await Promise.all(rows.map(async (row) => lineOf(row, names, await requestOf(setting, row))));
}

async function requestOf(setting: Setting, { requestId }: IdleRow): Promise<IdleLine['request']> {
  const row = requestId === null ? null : await requestById(setting.db, setting.workspaceId, requestId);
  return row === null ? null : { name: `R-${row.number}`, is: became(row.state) };
}

function became(state: RequestRow['state']): NonNullable<IdleLine['request']>['is'] {
  switch (state) {
    case 'open':
    case 'approved':
    case 'overridden':
      return 'asked';
    case 'executing':
      return 'stopping';
    case 'verified':
      return 'stopped';
    case 'failed':
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'superseded':
      return 'not_stopped';
  }
}

function lineOf(row: IdleRow, names: Names, request: IdleLine['request']): IdleLine {
  const { provider, resource, name, kind, project, evidence, since, perDay, currency, team, state, day, decidedBy } =
    row;
  return {
    provider,
    resource,
    name,
    kind,
    project,
    evidence,
    since,
    team,
    state,
    day,
    perDay: perDay === null || currency === null ? null : { amount: perDay, currency },
    by: decidedBy === null ? null : names.of(decidedBy),
    ended: row.endedAt !== null,
    request,
  };
}
