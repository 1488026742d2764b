import type { KnownBlock } from '@slack/types';
import { plainButtons } from './approval-buttons.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { actions, context, header, quotation, sections } from './blocks.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { code, dateToken, type Mrkdwn, md } from './mrkdwn.ts';
import { needsSection } from './needs.ts';
import { type ShownStop, subjectName } from './request-facts.ts';
import { requestPrint } from './request-print.ts';
import { stopLead } from './stop-lead.ts';
import { counted } from './wording.ts';

/** The card of a stop, at every stage: what is stopped, what shows that nobody uses it, and who has to agree. */
export function stopRequest(state: ApprovalRequest, stop: ShownStop): Message {
  const { heading, lines } = stopLead(state, stop);
  const subject = subjectName(state);
  const blocks: KnownBlock[] = [
    header(heading),
    ...sections(lines, 600),
    ...sections(
      [
        md`Asked by ${label(state.requester, 40)} ${dateToken(state.requestedAt)} · project ${label(stop.project, 60)} · code ${code(state.code)}`,
      ],
      500,
    ),
    ...(state.reason === null || oneLine(state.reason) === '' ? [] : [quotation(state.reason, 400)]),
    ...needsSection(state),
    context(code(stop.resource)),
    ...requestPrint(state, { effect: effectOf(stop), waits: 'the stop' }),
    actions(plainButtons(state, { hold: `Hold the ${subject}`, details: `Details of the ${subject}` })),
  ];
  return message(
    blocks,
    state.needs.flatMap(({ couldBeFilledBy }) => couldBeFilledBy),
  );
}

function effectOf({ kind, loaded }: ShownStop): Mrkdwn {
  return kind === 'endpoint'
    ? md`Once approved, its use in the last day is looked at once more; unused, ${counted(loaded, 'loaded version')} ${loaded === 1 ? 'is' : 'are'} taken away from it`
    : md`Once approved, its use in the last day is looked at once more; unused, its machine is stopped, and its disks stay`;
}
