import { blockLines } from './approval-lead.ts';
import type { Stage } from './approval-stages.ts';
import { type ApprovalRequest, aliasOf, type Lead } from './approval-state.ts';
import { label } from './clean.ts';
import { gateSentence } from './gates.ts';
import { dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { decidersText, missingText } from './needs.ts';
import { subjectName, versionName } from './request-facts.ts';
import { between, duration } from './wording.ts';

/** What the card says first that asks whether the champion may stay, at every stage: nothing moves at any of them. */
export function keepLead(stage: Stage, state: ApprovalRequest): Lead {
  const question = `whether ${subjectName(state)} stays ${label(state.target, 40)}`;
  const lines = (...said: readonly Mrkdwn[]) => [...said, stays(state)];
  switch (stage.at) {
    case 'open':
      return { heading: `Keep ${subjectName(state)} as ${label(state.target, 40)}?`, lines: [untilDecided(state)] };
    case 'blocked':
      return { heading: `Blocked: ${question}`, lines: [...blockLines(stage), untilDecided(state)] };
    case 'approved':
      return {
        heading: `Approved, not settled yet: ${question}`,
        lines: [
          md`Approved by ${decidersText(stage.deciders)} in ${between(state.requestedAt, stage.approvedAt)}.`,
          ...stage.gates.slice(0, 4).map((gate) => md`… ${gateSentence(gate, 'settling it')}`),
        ],
      };
    case 'executing':
    case 'delayed':
      return { heading: `Approved, not settled yet: ${question}`, lines: [waiting(stage)] };
    case 'promoted':
      return {
        heading: `Kept: ${subjectName(state)} stays ${label(state.target, 40)}`,
        lines: [
          md`Approved by ${decidersText(stage.deciders)} in ${duration(stage.decidedInMs)}.`,
          md`✓ Nothing was moved. What it promised is checked as before.`,
        ],
      };
    case 'rejected':
      return {
        heading: `Rejected: ${question}`,
        lines: lines(
          md`Rejected by ${label(stage.by.name, 40)} (${label(stage.by.role, 40)}) ${dateToken(stage.rejectedAt)}: “${label(stage.reason, 300)}”`,
        ),
      };
    case 'expired':
      return { heading: `Expired: ${question}`, lines: lines(expired(stage, state)) };
    case 'withdrawn':
      return {
        heading: `Withdrawn: ${question}`,
        lines: lines(md`Withdrawn by ${label(stage.by, 40)} ${dateToken(stage.withdrawnAt)}.`),
      };
    case 'superseded':
      return {
        heading: `Superseded: ${question}`,
        lines: [md`The request for ${versionName(stage.by.version)} took its place ${dateToken(stage.supersededAt)}.`],
      };
    case 'conflict':
      return { heading: `Ended: ${question}`, lines: [md`Another version holds ${aliasOf(state)} now.`] };
    case 'failed':
      return {
        heading: `Ended: ${question}`,
        lines: [md`✗ ${label(stage.because, 300)} (${dateToken(stage.failedAt)})`],
      };
  }
}

function untilDecided(state: ApprovalRequest): Mrkdwn {
  return md`It is ${aliasOf(state)} now, and stays so while this is decided and after a no: then somebody rolls it back or promotes another version.`;
}

/** After anything but a yes. */
function stays(state: ApprovalRequest): Mrkdwn {
  return md`${versionName(state.version)} stays ${aliasOf(state)} until somebody rolls it back or promotes another version.`;
}

function waiting(stage: Extract<Stage, { at: 'executing' | 'delayed' }>): Mrkdwn {
  if (stage.at === 'executing') return md`The outcome appears here.`;
  const next = stage.nextTryAt === null ? md`soon` : md`at ${dateToken(stage.nextTryAt, 'time')}`;
  return md`${label(stage.trouble, 100)}. The next try is ${next}; nothing moves either way.`;
}

function expired(stage: Extract<Stage, { at: 'expired' }>, state: ApprovalRequest): Mrkdwn {
  const missing = missingText(state.needs);
  const why = missing === null ? 'It was not decided in time.' : `Still missing: ${missing}.`;
  return md`The time was up ${dateToken(stage.expiredAt)}. ${why}`;
}
