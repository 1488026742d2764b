import { blockLines } from './approval-lead.ts';
import type { ApprovalRequest, Lead } from './approval-state.ts';
import { label } from './clean.ts';
import { gateSentence } from './gates.ts';
import { code, dateToken, md } from './mrkdwn.ts';
import { approvedLine, missingText } from './needs.ts';
import type { ShownStop } from './request-facts.ts';
import { between, duration } from './wording.ts';

/** What the card of a stop says first, at every stage. */
export function stopLead(state: ApprovalRequest, stop: ShownStop): Lead {
  const { stage } = state;
  const name = `${stop.kind} ${label(stop.name, 60)}`;
  const staysOn = md`It is still on, and costs what it costs. Its own card offers to ask anew.`;
  switch (stage.at) {
    case 'open':
      return { heading: `Stop ${name}?`, lines: [] };
    case 'blocked':
      return { heading: `Blocked: stopping ${name}`, lines: blockLines(stage) };
    case 'approved':
      return {
        heading: `Approved, not stopped yet: ${name}`,
        lines: [
          approvedLine(stage, between(state.requestedAt, stage.approvedAt)),
          ...stage.gates.slice(0, 4).map((gate) => md`… ${gateSentence(gate, 'the stop')}`),
        ],
      };
    case 'executing':
      return {
        heading: `Being stopped: ${name}`,
        lines: [md`It was asked to stop, and is looked at until it is off.`],
      };
    case 'delayed':
      return {
        heading: `Not stopped yet: ${name}`,
        lines: [md`✗ ${label(stage.trouble, 400)}`, md`It is tried again by itself.`],
      };
    case 'promoted':
      return {
        heading: `Stopped: ${name}`,
        lines: [
          approvedLine(stage, duration(stage.decidedInMs)),
          stop.kind === 'endpoint'
            ? md`✓ It was read back and has nothing loaded of what was agreed on. The versions stay in their registry.`
            : md`✓ Its machine was read back and is off. Its disks stay, and whoever may can start it again.`,
        ],
      };
    case 'rejected':
      return {
        heading: `Rejected: stopping ${name}`,
        lines: [
          md`Rejected by ${label(stage.by.name, 40)} (${label(stage.by.role, 40)}) ${dateToken(stage.rejectedAt)}: “${label(stage.reason, 300)}”`,
          staysOn,
        ],
      };
    case 'expired': {
      const missing = missingText(state.needs);
      const why = missing === null ? 'It was not approved in time.' : `Still missing: ${missing}.`;
      return {
        heading: `Expired: stopping ${name}`,
        lines: [md`The time was up ${dateToken(stage.expiredAt)}. ${why}`, staysOn],
      };
    }
    case 'superseded':
      return {
        heading: `Superseded: stopping ${name}, by a newer request`,
        lines: [md`It was asked for anew ${dateToken(stage.supersededAt)}; its code is ${code(stage.by.code)}.`],
      };
    case 'withdrawn':
      return {
        heading: `Withdrawn: stopping ${name}`,
        lines: [md`Withdrawn by ${label(stage.by, 40)} ${dateToken(stage.withdrawnAt)}.`, staysOn],
      };
    case 'conflict':
      return { heading: `Not stopped: ${name}`, lines: [staysOn] };
    case 'failed':
      return {
        heading: `Not stopped: ${name}`,
        lines: [md`✗ ${label(stage.because, 400)} (${dateToken(stage.failedAt)})`],
      };
  }
}
