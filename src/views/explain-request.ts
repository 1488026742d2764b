import type { SectionBlock } from '@slack/types';
import type { Instant } from '#domain/instant.ts';
import { approvalOutcome } from './approval-outcome.ts';
import { isLive } from './approval-stages.ts';
import { type ApprovalRequest, aliasOf } from './approval-state.ts';
import { actions, button, context, sections } from './blocks.ts';
import { label } from './clean.ts';
import { type Message, message } from './frames.ts';
import { encodeIntent } from './intents.ts';
import { bold, code, dateToken, join, type Mrkdwn, md, sentence } from './mrkdwn.ts';
import { playbookChangeLead } from './playbook-change-lead.ts';
import { subjectName } from './request-facts.ts';
import { retrainLead } from './retrain-lead.ts';
import { silenceLead } from './silence-lead.ts';
import { stopLead } from './stop-lead.ts';

/** A sentence in pieces; an instant is shown in the reader's own zone. Backticks mark machine names. */
type Piece = string | { readonly at: Instant };

interface ExplanationLine {
  readonly mark: '✓' | '…' | '✗' | '–' | '›';
  readonly says: readonly Piece[];
}

interface ExplanationSection {
  readonly title: string;
  readonly lines: readonly ExplanationLine[];
}

/** Why a request is where it is, for one reader. */
export interface RequestExplanation {
  /** As `R-12`. */
  readonly request: string;
  readonly card: ApprovalRequest;
  /** How it stands, as one line; what its card says instead once it is over. */
  readonly standing: ExplanationLine;
  /** Whether the reader could give what is missing, or why not; null where nobody has to. */
  readonly you: string | null;
  readonly sections: readonly ExplanationSection[];
  /** Which policy decided, and when it was judged. */
  readonly judged: readonly Piece[];
}

/** A screen holds about this much of each section; the rest is behind Details. */
const maxLines = 7;
const maxSections = 8;

/** A message holds 10,000 characters. */
const maxText = 8_500;

/** The tree in words: how it stands, what the reader can do, what is missing, and what happens next. */
export function requestExplanation(state: RequestExplanation): Message {
  const { request, card, you, judged } = state;
  const { stage } = card;
  const moves =
    card.change === undefined && card.retraining === undefined && card.silence === undefined && card.stop === undefined;
  const to = moves ? md` to ${aliasOf(card)}` : md``;
  const lead = isLive(stage)
    ? null
    : card.stop !== undefined
      ? stopLead(card, card.stop)
      : card.silence !== undefined
        ? silenceLead(card, card.silence)
        : card.retraining !== undefined
          ? retrainLead(card, card.retraining)
          : card.change === undefined
            ? approvalOutcome(stage, card)
            : playbookChangeLead(card, card.change);
  const blocks = [
    ...sections(
      [
        md`${bold(`${request}: ${subjectName(card)}`)}${to} · code ${code(card.code)}`,
        ...(lead === null
          ? [lineText(state.standing, 700)]
          : [md`${label(lead.heading, 200)}`, ...lead.lines.slice(0, 4)]),
        ...(you === null ? [] : [md`${bold('You')}: ${label(you, 300)}`]),
      ],
      700,
    ),
    ...state.sections.slice(0, maxSections).flatMap(sectionBlocks),
  ];
  const shown = within(blocks, maxText);
  const more = shown.length < blocks.length ? [md`There is more than fits here, in Details`] : [];
  return message([
    ...shown,
    context(...more, pieces(judged, 400)),
    actions([button('Details', encodeIntent('details', { press: card.press }))]),
  ]);
}

/** The first sections that hold at most so much text together. */
function within(blocks: readonly SectionBlock[], most: number): readonly SectionBlock[] {
  let room = most;
  return blocks.filter(({ text }) => {
    room -= text?.text.length ?? 0;
    return room >= 0;
  });
}

function sectionBlocks({ title, lines }: ExplanationSection) {
  const shown = lines.slice(0, maxLines);
  const rest = lines.length - shown.length;
  const more = rest > 0 ? [md`and ${rest} more in Details`] : [];
  return sections([md`${bold(title)}`, ...shown.map((line) => lineText(line, 330)), ...more], 350, 2);
}

function lineText({ mark, says }: ExplanationLine, max: number): Mrkdwn {
  return md`${mark} ${pieces(says, max)}`;
}

function pieces(says: readonly Piece[], max: number): Mrkdwn {
  return join(
    says.slice(0, 12).map((piece) => (typeof piece === 'string' ? spaced(piece, max) : dateToken(piece.at))),
    '',
  );
}

/** A piece keeps the space that parts it from the next. */
function spaced(piece: string, max: number): Mrkdwn {
  return md`${piece.startsWith(' ') ? ' ' : ''}${sentence(piece, max)}${piece.endsWith(' ') ? ' ' : ''}`;
}
