import type { Stage } from './approval-stages.ts';
import type { ApprovalRequest, Lead } from './approval-state.ts';
import { type PlaybookChange, setName, setNameFirst } from './changed-files.ts';
import { label } from './clean.ts';
import { gateSentence } from './gates.ts';
import { code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { decidersText, missingText } from './needs.ts';
import { between, duration, listed } from './wording.ts';

/** What the card of a change of the playbooks says first, at every stage. */
export function playbookChangeLead(state: ApprovalRequest, change: PlaybookChange): Lead {
  const { stage } = state;
  const set = setName(change.to);
  const stays = md`${setNameFirst(change.from)} stays in force. ${code('/mlops playbooks')} offers what the folder holds.`;
  switch (stage.at) {
    case 'open':
      return {
        heading: `Change the playbooks? Set ${label(change.to, 12)} for set ${label(change.from, 12)}`,
        lines: [],
      };
    case 'blocked':
      return { heading: `Blocked: ${set}`, lines: stage.blocks.slice(0, 3).map(blockLine) };
    case 'approved':
      return {
        heading: `Approved, not in force yet: ${set}`,
        lines: [
          md`Approved by ${decidersText(stage.deciders)} in ${between(state.requestedAt, stage.approvedAt)}.`,
          ...stage.gates.slice(0, 4).map((gate) => md`… ${gateSentence(gate, 'the change')}`),
        ],
      };
    case 'executing':
    case 'delayed':
      return { heading: `Being brought into force: ${set}`, lines: [] };
    case 'promoted':
      return { heading: `In force: ${set}`, lines: inForce(stage) };
    case 'rejected':
      return {
        heading: `Rejected: ${set}`,
        lines: [
          md`Rejected by ${label(stage.by.name, 40)} (${label(stage.by.role, 40)}) ${dateToken(stage.rejectedAt)}: “${label(stage.reason, 300)}”`,
          stays,
        ],
      };
    case 'expired':
      return { heading: `Expired: ${set}`, lines: [expired(stage, state), stays] };
    case 'superseded':
      return {
        heading: `Superseded: ${set}, by another change`,
        lines: [md`Another change was proposed ${dateToken(stage.supersededAt)}; its code is ${code(stage.by.code)}.`],
      };
    case 'withdrawn':
      return {
        heading: `Withdrawn: ${set}`,
        lines: [md`Withdrawn by ${label(stage.by, 40)} ${dateToken(stage.withdrawnAt)}.`, stays],
      };
    case 'conflict':
      return { heading: `Overtaken: ${set}`, lines: [stays] };
    case 'failed':
      return {
        heading: `Overtaken: ${set} did not come into force`,
        lines: [md`✗ ${label(stage.because, 400)} (${dateToken(stage.failedAt)})`],
      };
  }
}

function inForce(stage: Extract<Stage, { at: 'promoted' }>): Mrkdwn[] {
  return [
    md`Approved by ${decidersText(stage.deciders)} in ${duration(stage.decidedInMs)}.`,
    md`✓ In force since ${dateToken(stage.readBackAt)}. Requests that were open then obey the stricter of both sets.`,
  ];
}

function expired(stage: Extract<Stage, { at: 'expired' }>, state: ApprovalRequest): Mrkdwn {
  const missing = missingText(state.needs);
  const unapproved = missing === null ? 'It was not approved in time.' : `Still missing: ${missing}.`;
  const why = stage.approved ? 'It was approved, but could not take effect in time.' : unapproved;
  return md`The time was up ${dateToken(stage.expiredAt)}. ${why}`;
}

function blockLine({ because, liftedBy }: { readonly because: string; readonly liftedBy: readonly string[] }): Mrkdwn {
  const lifters = listed(
    liftedBy.map((name) => label(name, 40)),
    3,
    'or',
  );
  return md`✗ ${label(because, 200)}. ${liftedBy.length === 0 ? 'This ends by itself when that changes.' : `${lifters} can lift it.`}`;
}
