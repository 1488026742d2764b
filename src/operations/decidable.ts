import { Refusal } from '#errors.ts';
import type { RequestRow } from '#store/requests.ts';
import { type LoadedRequest, verdictOf } from './load-request.ts';
import type { Names } from './names.ts';
import { isPlaybookChange } from './playbooks/playbook-change.ts';
import { whoCan } from './preview-vote.ts';
import { isRetraining } from './retraining/retraining-of.ts';
import { isSilence } from './silence/silence-of.ts';
import { isStop } from './stops/stop-of.ts';

/** Throws a Refusal that says what became of the request, unless votes can still change it. */
export function refuseUnlessDecidable(row: RequestRow): void {
  const name = `R-${row.number}`;
  switch (row.state) {
    case 'open':
    case 'approved':
    case 'overridden':
      return;
    case 'executing':
      throw new Refusal(
        'not_open',
        `${name} is decided and being carried out right now. Its card shows how it goes; while traffic moves in steps, Stop… there takes it back.`,
      );
    case 'verified':
      if (isSilence(row)) {
        throw new Refusal('not_open', `${name} is done: ${row.target} is silent. Its message ends that sooner.`);
      }
      if (isStop(row))
        throw new Refusal('not_open', `${name} is done: ${row.modelName} is stopped. Its owners can start it again.`);
      if (isRetraining(row)) {
        throw new Refusal('not_open', `${name} is done: its run was started. \`/mlops runs ${row.model}\` shows it.`);
      }
      throw new Refusal(
        'not_open',
        isPlaybookChange(row)
          ? `${name} is done: playbook set ${row.version} came into force. To change it again, edit the folder and use \`/mlops playbooks\`.`
          : `${name} is done: v${row.version} is \`${row.target}\`. To undo it, use \`/mlops rollback ${row.model}\`.`,
      );
    case 'superseded':
      throw new Refusal('not_open', `${name} ${supersededText(row.outcome)}`);
    case 'rejected':
    case 'withdrawn':
    case 'expired':
    case 'failed':
      if (isSilence(row)) {
        throw new Refusal(
          'not_open',
          `${name} is ${row.state}, so no vote can change it. The message of ${row.target} offers to ask anew.`,
        );
      }
      if (isStop(row)) {
        throw new Refusal(
          'not_open',
          `${name} is ${row.state}, so no vote can change it. The card of ${row.modelName} offers to ask anew.`,
        );
      }
      if (isRetraining(row)) {
        const again = `\`/mlops retrain ${row.model}\` asks anew`;
        throw new Refusal('not_open', `${name} is ${row.state}, so no vote can change it. ${again}.`);
      }
      throw new Refusal(
        'not_open',
        isPlaybookChange(row)
          ? `${name} is ${row.state}, so no vote can change it. \`/mlops playbooks\` offers what the folder holds now.`
          : `${name} is ${row.state}, so no vote can change it. Ask again with \`/mlops promote ${row.model} ${row.version} to ${row.target}\`.`,
      );
  }
}

function supersededText({ supersededBy, because }: RequestRow['outcome']): string {
  if (typeof supersededBy === 'number') {
    return `was replaced by R-${supersededBy}. Open that one with \`/mlops show R-${supersededBy}\`.`;
  }
  return `has ended. ${typeof because === 'string' ? because : 'Its card says why.'}`;
}

/** Throws a Refusal if the person's approval of this very code stands and counts. */
export function refuseTwice({ row, votes }: LoadedRequest, names: Names, person: string): void {
  const last = votes.findLast(
    (vote) => vote.person === person && vote.decision !== 'hold' && vote.decision !== 'release',
  );
  const verdict = verdictOf(row);
  // One more of the same counts for no more where enough others had approved.
  const counts = !verdict.votesNotCounted.some((vote) => vote.person === person && vote.code !== 'surplus');
  if (last?.decision !== 'approve' || last.code !== row.code || !counts) return;
  const still = whoCan(verdict, names);
  const sentences = ['You have approved this already.', still, 'To take that back, press Details on its card.'];
  throw new Refusal('already_approved', sentences.filter((one) => one !== '').join(' '));
}
