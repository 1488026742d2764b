import { Refusal } from '#errors.ts';
import { type ClaimRow, claimById, mappingOfClaim } from '#store/claims.ts';
import type { ClaimCard, ClaimForm } from '#views/claim-card.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import { rowPress } from '../effect-press.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { alreadyAnswered, type ClaimsAct, listedIn } from './record-claims.ts';
import { likelyTeam, teamsOf } from './teams.ts';

/** A question of whose something is, as its card shows it now. */
export async function claimCardOf(setting: Setting, id: string): Promise<ClaimCard> {
  const row = await claimById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no claim ${id}`);
  const names = await readNames(setting, setting.db);
  const rule = await mappingOfClaim(setting.db, setting.workspaceId, id);
  const answer =
    row.state === 'open'
      ? null
      : {
          team: row.team,
          by: names.of(row.answeredBy ?? ''),
          labels: rule?.labels ?? {},
          fromDay: rule?.fromDay ?? '',
        };
  const notTheirs = row.notTheirs.map((person) => names.of(person));
  return { ...billed(row), teamKey: teamKey(setting), notTheirs, answer, press: rowPress(setting, 'claim', id) };
}

/** What the form asks before a thing is mapped. Throws a Refusal if it was answered or there is no team to choose. */
export async function claimFormOf(setting: Setting, act: ClaimsAct): Promise<ClaimForm> {
  const actor = await listedIn(setting, act);
  const row = await claimById(setting.db, setting.workspaceId, act.id);
  if (row === null || row.state !== 'open') {
    return alreadyAnswered('This has been answered already. Its card shows by whom, and can ask again.');
  }
  const teams = teamsOf(setting);
  if (teams.length === 0) {
    throw new Refusal(
      'no_teams',
      'models.yaml names no team whose cost this could be. Add a model with its team first.',
    );
  }
  return {
    ...billed(row),
    teams,
    likely: await likelyTeam(setting, actor.person),
    fromDay: reportingDay(setting, 1),
    press: rowPress(setting, 'claim', row.id),
  };
}

function billed(row: ClaimRow) {
  const { kind, provider, name, project, service, amount, currency, firstDay, lastDay } = row;
  return { kind, provider, name, project, service, cost: { amount, currency }, firstDay, lastDay };
}

function teamKey(setting: Setting): string {
  return setting.playbooks().set.org.labels.team;
}
