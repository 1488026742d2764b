import { blockLines } from './approval-lead.ts';
import type { Stage } from './approval-stages.ts';
import type { ApprovalRequest, Lead } from './approval-state.ts';
import { label } from './clean.ts';
import { gateSentence } from './gates.ts';
import { code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { approvedLine, missingText } from './needs.ts';
import type { ShownRetraining } from './retraining.ts';
import { between, duration } from './wording.ts';

/** What the card of a retraining says first, at every stage. */
export function retrainLead(state: ApprovalRequest, retraining: ShownRetraining): Lead {
  const { stage } = state;
  const model = label(state.model, 60);
  const nothing = md`Nothing was started. Ask again with ${code(`/mlops retrain ${state.model}`)}.`;
  switch (stage.at) {
    case 'open':
      return { heading: `Retrain ${model}?`, lines: [] };
    case 'blocked':
      return { heading: `Blocked: retraining ${model}`, lines: blockLines(stage) };
    case 'approved':
      return {
        heading: `Approved, not started yet: retraining ${model}`,
        lines: [
          approvedLine(stage, between(state.requestedAt, stage.approvedAt)),
          ...stage.gates.slice(0, 4).map((gate) => md`… ${gateSentence(gate, 'the run')}`),
        ],
      };
    case 'executing':
      return {
        heading: `Starting to retrain ${model}`,
        lines: [
          approvedLine(stage),
          md`… ${label(retraining.engine, 40)} is asked for the run since ${dateToken(stage.startedAt, 'time')}. It gets a message of its own.`,
        ],
      };
    case 'delayed':
      return { heading: `Not started yet: ${label(stage.trouble, 90)}`, lines: [delayed(stage, retraining)] };
    case 'promoted':
      return {
        heading: `Started: ${retraining.run ?? 'a run'} retrains ${model}`,
        lines: [
          approvedLine(stage, duration(stage.decidedInMs)),
          md`✓ ${label(retraining.engine, 40)} has the run since ${dateToken(stage.readBackAt)}. Its own message shows how far it is.`,
        ],
      };
    case 'rejected':
      return {
        heading: `Rejected: retraining ${model}`,
        lines: [
          md`Rejected by ${label(stage.by.name, 40)} (${label(stage.by.role, 40)}) ${dateToken(stage.rejectedAt)}: “${label(stage.reason, 300)}”`,
          nothing,
        ],
      };
    case 'expired':
      return { heading: `Expired: retraining ${model}`, lines: [expired(stage, state), nothing] };
    case 'superseded':
      return {
        heading: `Superseded: retraining ${model}, by a newer request`,
        lines: [md`It was asked for anew ${dateToken(stage.supersededAt)}; its code is ${code(stage.by.code)}.`],
      };
    case 'withdrawn':
      return {
        heading: `Withdrawn: retraining ${model}`,
        lines: [md`Withdrawn by ${label(stage.by, 40)} ${dateToken(stage.withdrawnAt)}.`, nothing],
      };
    case 'conflict':
      return { heading: `Not started: retraining ${model}`, lines: [nothing] };
    case 'failed':
      return {
        heading: `Not started: retraining ${model}`,
        lines: [md`✗ ${label(stage.because, 400)} (${dateToken(stage.failedAt)})`, again(stage, state)],
      };
  }
}

function delayed(stage: Extract<Stage, { at: 'delayed' }>, { engine }: ShownRetraining): Mrkdwn {
  const tried = stage.tries === 1 ? 'once' : `${stage.tries} times`;
  const next = stage.nextTryAt === null ? md`soon` : md`at ${dateToken(stage.nextTryAt, 'time')}`;
  const sure = stage.nothingChanged
    ? md`Nothing was started.`
    : md`Whether ${label(engine, 40)} started it is not known yet; the next try looks first.`;
  return md`It was approved ${dateToken(stage.approvedAt)}. Tried ${tried}; the next try is ${next}. ${sure}`;
}

function expired(stage: Extract<Stage, { at: 'expired' }>, state: ApprovalRequest): Mrkdwn {
  const missing = missingText(state.needs);
  const unapproved = missing === null ? 'It was not approved in time.' : `Still missing: ${missing}.`;
  const why = stage.approved ? 'It was approved, but could not start in time.' : unapproved;
  return md`The time was up ${dateToken(stage.expiredAt)}. ${why}`;
}

function again(stage: Extract<Stage, { at: 'failed' }>, state: ApprovalRequest): Mrkdwn {
  return stage.retryable
    ? md`Nothing runs. Once that is mended, ${label(state.requester, 40)} can try again; approvals are then checked anew.`
    : md`Nothing runs. ${code(`/mlops retrain ${state.model}`)} asks for it anew.`;
}
