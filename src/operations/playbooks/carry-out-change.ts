import type { Json } from '#domain/canonical-json.ts';
import { isLoosening } from '#playbook/change/policy-change.ts';
import { fileNameOf } from '#playbook/portable-set.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { keepContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { addExecution } from '#store/executions.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { changeRequest } from '#store/requests.ts';
import { readPeopleAnew } from '../actor.ts';
import { applyJudgement, showCard, tellRequester } from '../apply-judgement.ts';
import { endOvertaken } from '../end-overtaken.ts';
import { type Judgement, judge, votesFrom } from '../judge.ts';
import { entryOf } from '../ledger-entry.ts';
import { holdRequest, type LoadedRequest, loadRequest } from '../load-request.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import type { Setting } from '../setting.ts';
import { activatePlaybooks } from './activate-playbooks.ts';
import { overtakenBy, proposedSets, readChange } from './playbook-change.ts';

/**
 * Carries out an approved change of the playbooks: repeats every check, and if the set in force is still the one that
 * was to be changed, the new one takes its place, with role members, ledger and the judging anew of every live request
 * in one transaction.
 */
export async function carryOutChange(setting: Setting, requestId: string): Promise<void> {
  await readPeopleAnew(setting, 3_600_000);
  await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, requestId);
    if (row.state !== 'approved' && row.state !== 'overridden') return;
    const loaded = await loadRequest(setting, tx, row);
    const current = await currentPlaybooks(tx, setting.workspaceId, { lock: 'exclusive' });
    if (current?.digest !== proposedSets(loaded.facts).before) {
      return await endOvertaken(setting, tx, row, overtakenBy(row, current?.number ?? 0));
    }
    const judged = judge(loaded.policy, setting.playbooks(), loaded.facts, votesFrom(loaded.votes), setting.now());
    const { status, gates, expired, rejectedBy } = judged.verdict;
    if (status !== 'approved' || gates.length > 0 || expired || rejectedBy !== null) {
      await applyJudgement(setting, tx, row, judged);
      return;
    }
    await activate(setting, tx, loaded, judged);
  });
}

async function activate(setting: Setting, tx: Executor, loaded: LoadedRequest, judged: Judgement): Promise<void> {
  const { row, facts } = loaded;
  const now = setting.now();
  const { after, changes } = await readChange(tx, setting.workspaceId, facts);
  const loosened = changes.filter(isLoosening).map(({ file }) => fileNameOf(file));
  const changed = await changeRequest(tx, row, {
    state: 'verified',
    settledAt: new Date(now),
    verdict: judged.verdict,
    judgedAt: new Date(judged.judgedAt),
    judgedUnder: judged.judgedUnder,
    factsDigest: await keepContent(tx, setting.workspaceId, facts),
  });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  // It has no write outside, so it begins and ends in one moment.
  await addExecution(tx, changed, {
    id: setting.newId(),
    previousVersion: row.championVersion,
    state: 'verified',
    startedAt: new Date(now),
    finishedAt: new Date(now),
  });
  await rejudgeRequests(setting, tx);
  await showCard(setting, tx, changed);
  await tellRequester(setting, tx, changed);
  await activatePlaybooks(tx, setting.workspaceId, after, {
    by: `request R-${row.number}`,
    at: now,
    change: {
      requestId: row.id,
      author: row.requesterPerson,
      loosened: [...new Set(loosened)].sort(),
      entry: entryOf(changed, {
        actor: { person: row.requesterPerson, slackUser: row.requesterSlack, actingFor: null },
        details: { author: row.requesterPerson, approved_by: approversOf(judged.verdict), loosened },
      }),
    },
  });
}

/** Who filled which seat, and for whom. */
function approversOf({ rules }: Verdict): readonly Json[] {
  return rules
    .flatMap(({ seats }) => seats)
    .flatMap(({ filledBy, roles }) => {
      if (filledBy === null) return [];
      const { person, actingFor } = filledBy;
      return [{ person, ...(actingFor === null ? {} : { acting_for: actingFor }), roles: [...roles] }];
    });
}
