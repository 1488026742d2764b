import type { Button, ContextBlock, KnownBlock } from '@slack/types';
import { decisionButtons, liftButtons } from './approval-buttons.ts';
import { isLive } from './approval-stages.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { actions, button, context, header, quotation, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { nextGateText } from './gates.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, join, md } from './mrkdwn.ts';
import { needsSection } from './needs.ts';
import { subjectName } from './request-facts.ts';
import { retrainLead } from './retrain-lead.ts';
import { estimateText, parameterLines, type ShownRetraining } from './retraining.ts';

/** Parameters on the card; the rest is in the details. */
const mostParameters = 8;

/** The card of a retraining, at every stage: what would run, what it may cost, who has to agree. */
export function retrainRequest(state: ApprovalRequest, retraining: ShownRetraining): Message {
  const { heading, lines } = retrainLead(state, retraining);
  const blocks: KnownBlock[] = [
    header(heading),
    ...sections(lines, 600),
    ...sections(
      [
        md`Asked by ${label(state.requester, 40)} ${dateToken(state.requestedAt)} ${label(retraining.because, 120)} · code ${code(state.code)}`,
      ],
      500,
    ),
    ...(state.reason === null || oneLine(state.reason) === '' ? [] : [quotation(state.reason, 400)]),
    ...sections(
      [
        md`${bold('Runs')}: ${code(retraining.pipeline)} in ${label(retraining.engine, 40)}`,
        md`${bold('Cost')}: ${estimateText(retraining)}`,
        ...parameterLines(retraining.parameters, mostParameters),
      ],
      700,
    ),
    ...needsSection(state),
    ...smallPrint(state),
    actions(buttons(state)),
  ];
  return message(
    blocks,
    state.needs.flatMap(({ couldBeFilledBy }) => couldBeFilledBy),
  );
}

function smallPrint(state: ApprovalRequest): ContextBlock[] {
  const { stage, deadline, held } = state;
  const open = stage.at === 'open';
  const parts = [
    md`Playbook “${label(state.playbook, 80)}”`,
    ...(isLive(stage) && deadline !== null ? [md`expires ${dateToken(deadline)}`] : []),
    ...(open && stage.nextGate !== null ? [nextGateText(stage.nextGate)] : []),
    ...(open && held ? [md`on hold: approvals count, the run waits`] : []),
  ];
  const effect = md`Once approved, one run is started. What it makes changes nothing before a promotion of its own`;
  return [...(open ? [context(effect)] : []), context(join(parts, ' · '))];
}

function buttons(state: ApprovalRequest): Button[] {
  const subject = subjectName(state);
  const { approve, reject, hold, details } = decisionButtons(state, {
    hold: `Hold the ${subject}`,
    details: `Details of the ${subject}`,
  });
  const { stage } = state;
  switch (stage.at) {
    case 'open':
      return [approve, reject, hold, details];
    case 'blocked':
      return [...liftButtons(state), reject, details];
    case 'approved':
      return [hold, reject, details];
    case 'failed': {
      const retry = button('Try again', encodeIntent('retry', { press: state.press }), {
        spoken: `Try the ${subject} again`,
      });
      return [...(stage.retryable ? [retry] : []), details];
    }
    case 'executing':
    case 'delayed':
    case 'promoted':
    case 'conflict':
    case 'rejected':
    case 'expired':
    case 'superseded':
    case 'withdrawn':
      return [details];
  }
}
