import { type IdleRow, idleById, idleOfWeek } from '#store/idle-findings.ts';
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
    ...lineOf(row, names),
    notTheirs: row.notTheirs.map((person) => names.of(person)),
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
  return rows.map((row) => lineOf(row, names));
}

function lineOf(row: IdleRow, names: Names): IdleLine {
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
  };
}
