import type { ContextBlock, KnownBlock } from '@slack/types';
import { plainButtons } from './approval-buttons.ts';
import type { ApprovalRequest } from './approval-state.ts';
import { actions, context, header, quotation, sections } from './blocks.ts';
import { changeLines, type PlaybookChange, setName } from './changed-files.ts';
import { label, oneLine } from './clean.ts';
import { type Message, message } from './frames.ts';
import { nextGateText, onHold } from './gates.ts';
import { code, dateToken, join, md } from './mrkdwn.ts';
import { needsSection } from './needs.ts';
import { playbookChangeLead } from './playbook-change-lead.ts';
import { subjectName } from './request-facts.ts';

/** Changes on the card; the rest is in the details. */
const mostChanges = 12;

/** The card of a change of the playbooks, at every stage: what it does in plain words, and what people can do. */
export function playbookChange(state: ApprovalRequest, change: PlaybookChange): Message {
  const { heading, lines } = playbookChangeLead(state, change);
  const { champion, requestedAt } = state;
  const subject = subjectName(state);
  const since = champion?.since ?? null;
  const now = since === null || state.stage.at === 'promoted' ? md`` : md` (in force since ${dateToken(since)})`;
  const replaces = state.stage.at === 'promoted' ? 'replaced' : 'for';
  const blocks: KnownBlock[] = [
    header(heading),
    ...sections(lines, 600),
    ...sections(
      [
        md`Proposed by ${label(state.requester, 40)} ${dateToken(requestedAt)} · ${replaces} ${setName(change.from)}${now} · code ${code(state.code)}`,
      ],
      500,
    ),
    ...(state.reason === null || oneLine(state.reason) === '' ? [] : [quotation(state.reason, 400)]),
    ...sections(changeLines(change, mostChanges), 700),
    ...needsSection(state),
    ...smallPrint(state),
    actions(plainButtons(state, { hold: `Hold ${subject}`, details: `Details of ${subject}` })),
  ];
  return message(
    blocks,
    state.needs.flatMap(({ couldBeFilledBy }) => couldBeFilledBy),
  );
}

function smallPrint({ stage, deadline, heldBy }: ApprovalRequest): ContextBlock[] {
  const live = stage.at === 'open' || stage.at === 'blocked' || stage.at === 'approved';
  if (!live) return [];
  const parts = [
    md`Whoever owns a changed file agrees, and each role that loses by it; never whoever proposed it`,
    ...(deadline === null ? [] : [md`expires ${dateToken(deadline)}`]),
    ...(stage.at === 'open' && stage.nextGate !== null ? [nextGateText(stage.nextGate)] : []),
    ...(stage.at === 'open' ? onHold(heldBy, 'the change') : []),
  ];
  const effect = md`Once approved, it is in force at once, and open requests obey the stricter of both sets`;
  return [...(stage.at === 'open' ? [context(effect)] : []), context(join(parts, ' · '))];
}
