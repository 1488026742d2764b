import type { KnownBlock } from '@slack/types';
import { plainButtons } from './approval-buttons.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { actions, header, quotation, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { bold, code, dateToken, md } from './mrkdwn.ts';
import { needsSection } from './needs.ts';
import { type ShownSilenceOrder, subjectName } from './request-facts.ts';
import { requestPrint } from './request-print.ts';
import { silenceLead } from './silence-lead.ts';
import { between } from './wording.ts';

/** The card of a silence, at every stage: which alert, until when, why, and who has to agree. */
export function silenceRequest(state: ApprovalRequest, order: ShownSilenceOrder): Message {
  const { heading, lines } = silenceLead(state, order);
  const subject = subjectName(state);
  const effect = md`Once approved, only the posts are held back: the alert is judged as before, and its message shows it`;
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
    ...requestPrint(state, { effect, waits: 'the silence' }),
    actions(plainButtons(state, { hold: `Hold the ${subject}`, details: `Details of the ${subject}` })),
  ];
  return message(
    blocks,
    state.needs.flatMap(({ couldBeFilledBy }) => couldBeFilledBy),
  );
}
