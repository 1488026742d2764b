import type { Button, KnownBlock } from '@slack/types';
import { plainButtons } from './approval-buttons.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { actions, button, header, quotation, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, md } from './mrkdwn.ts';
import { needsSection } from './needs.ts';
import { subjectName } from './request-facts.ts';
import { requestPrint } from './request-print.ts';
import { retrainLead } from './retrain-lead.ts';
import { estimateText, parameterLines, type ShownRetraining } from './retraining.ts';

/** Parameters on the card; the rest is in the details. */
const mostParameters = 8;

/** The card of a retraining, at every stage: what would run, what it may cost, who has to agree. */
export function retrainRequest(state: ApprovalRequest, retraining: ShownRetraining): Message {
  const { heading, lines } = retrainLead(state, retraining);
  const effect = md`Once approved, one run is started. What it makes changes nothing before a promotion of its own`;
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
    ...requestPrint(state, { effect, waits: 'the run' }),
    actions(buttons(state)),
  ];
  return message(
    blocks,
    state.needs.flatMap(({ couldBeFilledBy }) => couldBeFilledBy),
  );
}

function buttons(state: ApprovalRequest): Button[] {
  const subject = subjectName(state);
  const retry = button('Try again', encodeIntent('retry', { press: state.press }), {
    spoken: `Try the ${subject} again`,
  });
  const again = state.stage.at === 'failed' && state.stage.retryable ? [retry] : [];
  return plainButtons(state, { hold: `Hold the ${subject}`, details: `Details of the ${subject}` }, again);
}
