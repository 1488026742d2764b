import { Refusal } from '#errors.ts';
import { addMapping, type ClaimRow, changeClaim, endMapping, lockClaim } from '#store/claims.ts';
import type { Executor } from '#store/database.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { showClaim } from './ask-whose.ts';
import { alreadyAnswered, type ClaimsAct, type Listed, listedIn, recordClaims } from './record-claims.ts';
import { ownerLabel, teamsOf } from './teams.ts';

/** The team that is billed for what several share. */
export const sharedTeam = 'shared';

/**
 * Maps a thing to the person's team and to them as its owner, from tomorrow; days before stay as they are. Throws a
 * Refusal if it was answered or the team is not of the catalogue.
 */
export async function claimAsMine(setting: Setting, act: ClaimsAct & { readonly team: string }): Promise<void> {
  const actor = await listedIn(setting, act);
  if (!teamsOf(setting).includes(act.team)) {
    throw new Refusal('no_such_team', `No model in models.yaml belongs to a team ${act.team}. Choose one of the list.`);
  }
  const { labels } = setting.playbooks().set.org;
  const owner = ownerLabel(actor.person);
  const mapped = { [labels.team]: act.team, ...(owner === null ? {} : { [labels.owner]: owner }) };
  await settle(setting, act, actor, { state: 'claimed', team: act.team, mapped });
}

/** Counts a thing as shared from tomorrow: no team's own cost. Throws a Refusal if it was answered. */
export async function claimAsShared(setting: Setting, act: ClaimsAct): Promise<void> {
  const { labels } = setting.playbooks().set.org;
  const mapped = { [labels.team]: sharedTeam };
  await settle(setting, act, await listedIn(setting, act), { state: 'shared', team: null, mapped });
}

/** Notes that a thing is not this person's. Saying so twice is the same as once. Throws a Refusal if it was answered. */
export async function notMine(setting: Setting, act: ClaimsAct): Promise<void> {
  const actor = await listedIn(setting, act);
  await setting.db.transaction(async (tx) => {
    const row = await heldOpen(setting, tx, act.id);
    if (row.notTheirs.includes(actor.person)) return;
    await changeClaim(tx, row, { notTheirs: [...row.notTheirs, actor.person] });
    await showClaim(setting, tx, row);
    await recordClaims(setting, tx, 'claim_answered', actor, { claim: row.id, answer: 'not_mine' });
  });
}

/** Asks once more whose a thing is: from tomorrow it counts as nobody's again. Throws a Refusal if it is still asked. */
export async function askAgain(setting: Setting, act: ClaimsAct): Promise<void> {
  const actor = await listedIn(setting, act);
  await setting.db.transaction(async (tx) => {
    const row = await held(setting, tx, act.id);
    if (row.state === 'open') alreadyAnswered(`Nobody has said yet whose ${row.name} is. Press the button that fits.`);
    await endMapping(tx, setting.workspaceId, row.id, reportingDay(setting));
    const round = row.round + 1;
    const open = { state: 'open', team: null, answeredAt: null, answeredBy: null, round } as const;
    await changeClaim(tx, row, open);
    await showClaim(setting, tx, { ...row, round: row.round });
    await showClaim(setting, tx, { ...row, round });
    await recordClaims(setting, tx, 'claim_asked', actor, { claim: row.id, round });
  });
}

async function settle(
  setting: Setting,
  { id }: ClaimsAct,
  actor: Listed,
  { state, team, mapped }: Pick<ClaimRow, 'state' | 'team'> & { readonly mapped: Readonly<Record<string, string>> },
): Promise<void> {
  const now = new Date(setting.now());
  await setting.db.transaction(async (tx) => {
    const row = await heldOpen(setting, tx, id);
    const { kind, provider, name, workspaceId } = row;
    const fromDay = reportingDay(setting, 1);
    const { person } = actor;
    await changeClaim(tx, row, { state, team, answeredAt: now, answeredBy: person });
    const rule = { kind, provider, name, labels: mapped, fromDay };
    await addMapping(tx, { id: setting.newId(), workspaceId, claimId: row.id, ...rule, person, createdAt: now });
    await showClaim(setting, tx, row);
    await recordClaims(setting, tx, 'claim_answered', actor, { claim: row.id, answer: state, mapping: rule });
  });
}

async function heldOpen(setting: Setting, tx: Executor, id: string): Promise<ClaimRow> {
  const row = await held(setting, tx, id);
  if (row.state === 'open') return row;
  const who = (await readNames(setting, tx)).of(row.answeredBy ?? '');
  const whose = row.state === 'shared' ? 'shared' : `of team ${row.team}`;
  return alreadyAnswered(
    `${who} has said that ${row.name} is ${whose}. If that is wrong, press “Ask again” on its card.`,
  );
}

async function held(setting: Setting, tx: Executor, id: string): Promise<ClaimRow> {
  const row = await lockClaim(tx, setting.workspaceId, id);
  if (row !== null) return row;
  throw new Refusal('no_such_question', 'This question is not known here. `/mlops cost` shows what lacks labels.');
}
