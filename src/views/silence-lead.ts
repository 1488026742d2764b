import { blockLines } from './approval-lead.ts';
import type { ApprovalRequest, Lead } from './approval-state.ts';
import { label } from './clean.ts';
import { gateSentence } from './gates.ts';
import { code, dateToken, md } from './mrkdwn.ts';
import { approvedLine, missingText } from './needs.ts';
import type { ShownSilenceOrder } from './request-facts.ts';
import { between, duration } from './wording.ts';

/** What the card of a silence says first, at every stage. */
export function silenceLead(state: ApprovalRequest, order: ShownSilenceOrder): Lead {
  const { stage } = state;
  const alert = label(order.alert, 12);
  const name = `${alert} of ${label(state.model, 60)}`;
  const goesOn = md`${alert} goes on posting. Its message offers to ask anew.`;
  switch (stage.at) {
    case 'open':
      return { heading: `Silence ${name}?`, lines: [] };
    case 'blocked':
      return { heading: `Blocked: silence of ${name}`, lines: blockLines(stage) };
    case 'approved':
      return {
        heading: `Approved, not silent yet: ${name}`,
        lines: [
          approvedLine(stage, between(state.requestedAt, stage.approvedAt)),
          ...stage.gates.slice(0, 4).map((gate) => md`… ${gateSentence(gate, 'the silence')}`),
        ],
      };
    case 'executing':
    case 'delayed':
      return { heading: `Being silenced: ${name}`, lines: [] };
    case 'promoted':
      return {
        heading: `Silent: ${name}`,
        lines: [
          approvedLine(stage, duration(stage.decidedInMs)),
          md`✓ Its posts are held back until ${dateToken(order.until)}. The alert's own message can end that sooner.`,
        ],
      };
    case 'rejected':
      return {
        heading: `Rejected: silence of ${name}`,
        lines: [
          md`Rejected by ${label(stage.by.name, 40)} (${label(stage.by.role, 40)}) ${dateToken(stage.rejectedAt)}: “${label(stage.reason, 300)}”`,
          goesOn,
        ],
      };
    case 'expired': {
      const missing = missingText(state.needs);
      const why = missing === null ? 'It was not approved in time.' : `Still missing: ${missing}.`;
      return {
        heading: `Expired: silence of ${name}`,
        lines: [md`The time was up ${dateToken(stage.expiredAt)}. ${why}`, goesOn],
      };
    }
    case 'superseded':
      return {
        heading: `Superseded: silence of ${name}, by a newer request`,
        lines: [md`It was asked for anew ${dateToken(stage.supersededAt)}; its code is ${code(stage.by.code)}.`],
      };
    case 'withdrawn':
      return {
        heading: `Withdrawn: silence of ${name}`,
        lines: [md`Withdrawn by ${label(stage.by, 40)} ${dateToken(stage.withdrawnAt)}.`, goesOn],
      };
    case 'conflict':
      return { heading: `Not silenced: ${name}`, lines: [goesOn] };
    case 'failed':
      return {
        heading: `Not silenced: ${name}`,
        lines: [md`✗ ${label(stage.because, 400)} (${dateToken(stage.failedAt)})`],
      };
  }
}
