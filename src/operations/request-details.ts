import { type Facts, isUnknown } from '#playbook/facts.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { decisions } from '#playbook/vote.ts';
import { ledgerSeqsOf } from '#store/ledger-of-request.ts';
import type { RequestRow } from '#store/requests.ts';
import type { RequestDetails, VoteLine } from '#views/request-details.ts';
import type { Need } from '#views/request-facts.ts';
import { listed } from '#views/wording.ts';
import { inNames, lifters } from './in-names.ts';
import { verdictOf } from './load-request.ts';
import { hasApproved, mayBlock } from './may-decide.ts';
import { mayWithdraw } from './may-withdraw.ts';
import { holderName, type Names, personText } from './names.ts';
import { afterwardsOf } from './present-afterwards.ts';
import { evidenceRows, presentRequest } from './present-request.ts';
import { gatesOf } from './present-stage.ts';
import type { Setting } from './setting.ts';
import { isCarriedOut } from './taken-back.ts';
import { personOf } from './who.ts';

/** Everything behind a request's card, for one reader. */
export async function detailsOf(setting: Setting, row: RequestRow, reader: string): Promise<RequestDetails> {
  const { loaded, names, card } = await presentRequest(setting, setting.db, row);
  const verdict = verdictOf(row);
  const say = inNames(names, verdict);
  const rows = evidenceRows(verdict, loaded);
  const person = personOf(setting.playbooks().set.people, reader);
  const undecided = row.state === 'open' || row.state === 'approved' || row.state === 'overridden';
  return {
    facts: card,
    because: becauseOf(row, verdict, card.needs, names),
    rules: verdict.rules.map((rule) => ({ name: rule.name, why: rule.why, state: rule.state, because: say(rule) })),
    evidence: verdict.evidence.flatMap(({ asOf, producer }, index) => {
      const shown = rows[index];
      return shown === undefined ? [] : [{ ...shown, because: clause(shown.because), asOf, producer }];
    }),
    votes: loaded.votes.flatMap((vote): VoteLine[] => {
      const { decision } = vote;
      if (!isShown(decision)) return [];
      const not = verdict.votesNotCounted.find((one) => one.person === vote.person && one.actingFor === vote.actingFor);
      return [
        {
          name: holderName(names, vote),
          decision,
          at: vote.at.toISOString(),
          reason: vote.reason === '' ? null : vote.reason,
          notCounted: decision === 'approve' && not !== undefined ? say(not) : null,
        },
      ];
    }),
    blocks: verdict.blocks.map((block) => ({ because: say(block), liftedBy: lifters(block, names) })),
    gates: gatesOf(verdict, names),
    unknown: verdict.unknown.map((fact) => `${say(fact)}. ${fact.effect}`),
    policyDigest: row.policyDigest,
    ledger: await ledgerSeqsOf(setting.db, setting.workspaceId, row.id),
    mayTakeBack: person !== null && (undecided || isCarriedOut(row)) && hasApproved(loaded, person),
    mayBlock: undecided && person !== null && mayBlock(loaded, verdict, person, setting.now()),
    mayWithdraw: undecided && mayWithdraw(loaded, { slackUser: reader, person }, setting.now()),
    ...(await afterwardsOf(setting, row, names)),
    ...trainedOn(loaded.facts.tags),
    press: card.press,
  };
}

/** Tag or lineage of the version. */
function trainedOn(tags: Facts['tags']): Pick<RequestDetails, 'trainedOn'> {
  const told = isUnknown(tags) ? undefined : tags['countersign.trained_on'];
  return told === undefined || told === '' ? {} : { trainedOn: told };
}

/** How the request stands, by people's names; where a block or a gate decides, in the evaluator's words. */
function becauseOf(row: RequestRow, verdict: Verdict, needs: readonly Need[], names: Names): string {
  if (verdict.status === 'approved') {
    const seats = verdict.rules.filter((rule) => rule.onRoute).flatMap((rule) => rule.seats);
    const people = seats.flatMap(({ filledBy }) => (filledBy === null ? [] : [holderName(names, filledBy)]));
    if (people.length > 0) return `Approved by ${listed([...new Set(people)], 6)}`;
  }
  const missing = needs.filter(({ count, filledBy }) => count > filledBy.length);
  if (verdict.status !== 'waiting' || missing.length === 0 || row.state !== 'open')
    return inNames(names, verdict)(verdict);
  const asked = missing.map(({ role, count, filledBy, couldBeFilledBy }) => {
    const who = couldBeFilledBy.map(personText);
    return `${count - filledBy.length} more from ${role}${who.length === 0 ? '' : ` (${listed(who, 3, 'or')})`}`;
  });
  return `Needs ${listed(asked, 4)}`;
}

/** A sentence without its full stop. */
function clause(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function isShown(decision: string): decision is VoteLine['decision'] {
  return decisions.some((one) => one === decision);
}
