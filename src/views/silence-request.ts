import type { Button, KnownBlock } from '@slack/types';
import { decisionButtons, liftButtons } from './approval-buttons.ts';
import { isLive } from './approval-stages.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { actions, context, header, quotation, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { nextGateText } from './gates.ts';
import { bold, code, dateToken, join, md } from './mrkdwn.ts';
import { needsSection } from './needs.ts';
import { type ShownSilenceOrder, subjectName } from './request-facts.ts';
import { silenceLead } from './silence-lead.ts';
import { between } from './wording.ts';

/** The card of a silence, at every stage: which alert, until when, why, and who has to agree. */
export function silenceRequest(state: ApprovalRequest, order: ShownSilenceOrder): Message {
  const { heading, lines } = silenceLead(state, order);
  const blocks: KnownBlock[] = [
    header(heading),
    ...sections(lines, 600),
    ...sections(
      [
        md`Asked by ${label(state.requester, 40)} ${dateToken(state.requestedAt)} · code ${code(state.code)}`,
        md`${bold('Until')}: ${dateToken(order.until)}, ${between(state.requestedAt, order.until)} after it was asked`,
      ],
      500,
    ),
    ...(state.reason === null || oneLine(state.reason) === '' ? [] : [quotation(state.reason, 400)]),
    ...needsSection(state),
    ...smallPrint(state),
    actions(buttons(state)),
  ];
  return message(
    blocks,
    state.needs.flatMap(({ couldBeFilledBy }) => couldBeFilledBy),
  );
}

function smallPrint(state: ApprovalRequest): KnownBlock[] {
  const { stage, deadline, held } = state;
  const open = stage.at === 'open';
  const parts = [
    md`Playbook “${label(state.playbook, 80)}”`,
    ...(isLive(stage) && deadline !== null ? [md`expires ${dateToken(deadline)}`] : []),
    ...(open && stage.nextGate !== null ? [nextGateText(stage.nextGate)] : []),
    ...(open && held ? [md`on hold: approvals count, the silence waits`] : []),
  ];
  const effect = md`Once approved, only the posts are held back: the alert is judged as before, and its message shows it`;
  return [...(open ? [context(effect)] : []), context(join(parts, ' · '))];
}

function buttons(state: ApprovalRequest): Button[] {
  const subject = subjectName(state);
  const { approve, reject, hold, details } = decisionButtons(state, {
    hold: `Hold the ${subject}`,
    details: `Details of the ${subject}`,
  });
  switch (state.stage.at) {
    case 'open':
      return [approve, reject, hold, details];
    case 'blocked':
      return [...liftButtons(state), reject, details];
    case 'approved':
      return [hold, reject, details];
    case 'executing':
    case 'delayed':
    case 'promoted':
    case 'conflict':
    case 'failed':
    case 'rejected':
    case 'expired':
    case 'superseded':
    case 'withdrawn':
      return [details];
  }
}
